import { describe, expect, it } from '@jest/globals';
import { bandsOf } from './threshold-bands';

const AXIS = [0, 100] as const;

describe('threshold bands', () => {
  it('reach from where a state begins to the next one, or the edge', () => {
    expect(bandsOf({ warn: 70, crit: 90 }, AXIS)).toEqual([
      { state: 'warn', from: 70, to: 90 },
      { state: 'crit', from: 90, to: 100 },
    ]);
    expect(bandsOf({ warn: 70 }, AXIS)).toEqual([{ state: 'warn', from: 70, to: 100 }]);
  });

  it('lie below where low values are the bad ones', () => {
    expect(bandsOf({ warn: 30, crit: 10 }, AXIS)).toEqual([
      { state: 'warn', from: 10, to: 30 },
      { state: 'crit', from: 0, to: 10 },
    ]);
  });

  it('are not there outside of the axis', () => {
    expect(bandsOf({ warn: 170, crit: 190 }, AXIS)).toEqual([]);
    expect(bandsOf({ warn: -20, crit: 190 }, AXIS)).toEqual([{ state: 'warn', from: 0, to: 100 }]);
  });
});
