import { afterEach, describe, expect, it } from '@jest/globals';
import { formatDateTime } from './time';
import { readWallClock, rememberZone, startOfDay, viewerZone, wallClock, zoneChoice, zoneName } from './zone';

const AT = Date.parse('2026-03-04T23:30:00Z');

afterEach(() => {
  localStorage.clear();
});

describe.each(['browser', 'utc'] as const)('a viewer with the clock of %s', (choice) => {
  const at = (): Date => {
    rememberZone(choice);
    return wallClock(AT);
  };

  it('finds the choice again', () => {
    at();
    expect(zoneChoice()).toBe(choice);
    expect(viewerZone()).toBe(choice === 'utc' ? 'UTC' : undefined);
  });

  it('reads what it writes', () => {
    expect(readWallClock(at().toISOString().slice(0, 19))).toBe(AT);
    expect(readWallClock('')).toBeNaN();
  });

  it('begins its days at midnight', () => {
    at();
    expect(wallClock(startOfDay(AT)).getUTCHours()).toBe(0);
    expect(AT - startOfDay(AT)).toBeLessThan(25 * 3_600_000);
  });
});

describe('UTC', () => {
  it('is what times are written in once it is chosen', () => {
    rememberZone('utc');
    expect([zoneName(), wallClock(AT).getUTCDate(), startOfDay(AT)]).toEqual(['UTC', 4, Date.parse('2026-03-04')]);
    expect(formatDateTime(AT, 'en-GB')).toMatch(/4 Mar 2026, 23:30:00/);
  });
});
