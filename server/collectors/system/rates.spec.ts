import { describe, expect, it } from '@jest/globals';
import { busyPercent, growthPerSecond } from './rates.js';

describe('busyPercent', () => {
  it('returns the busy percentage of the time between two readings', () => {
    const before = new Map([
      ['all', { busy: 100, total: 1_000 }],
      ['0', { busy: 100, total: 1_000 }],
    ]);
    const after = new Map([
      ['all', { busy: 125, total: 1_100 }],
      ['0', { busy: 90, total: 1_100 }],
      ['1', { busy: 5, total: 10 }],
    ]);
    expect([...busyPercent(before, after)]).toEqual([
      ['all', 25],
      ['0', 0],
    ]);
  });

  it('returns nothing if no time has passed', () => {
    const reading = new Map([['all', { busy: 1, total: 2 }]]);
    expect(busyPercent(reading, reading).size).toBe(0);
  });
});

describe('growthPerSecond', () => {
  const before = new Map([
    ['sda', { read: 1_000, write: 0 }],
    ['sdb', { read: 9_000, write: 500 }],
  ]);

  it('sums devices, and ignores a counter that was reset', () => {
    const after = new Map([
      ['sda', { read: 11_000, write: 500 }],
      ['sdb', { read: 10, write: 1_000 }],
      ['sdc', { read: 7_777, write: 7_777 }],
    ]);
    expect(growthPerSecond(before, after, ['read', 'write'], 5_000)).toEqual({ read: 2_000, write: 200 });
  });

  it('returns undefined if no time has passed or there is no device', () => {
    expect(growthPerSecond(before, before, ['read', 'write'], 0)).toBeUndefined();
    expect(growthPerSecond(new Map(), new Map(), ['read', 'write'], 5_000)).toBeUndefined();
  });
});
