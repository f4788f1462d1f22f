import { afterEach, describe, expect, it } from '@jest/globals';
import { computed } from '@angular/core';
import { formatDateTime } from './time';
import {
  readWallClock,
  rememberZone,
  showBoardZone,
  startOfDay,
  viewerZone,
  wallClock,
  zoneChoice,
  zoneName,
} from './zone';

const AT = Date.parse('2026-03-04T23:30:00Z');

afterEach(() => {
  localStorage.clear();
  rememberZone('board');
  showBoardZone(undefined);
});

describe.each([
  ['browser', 'Asia/Tokyo', undefined],
  ['utc', 'Asia/Tokyo', 'UTC'],
  ['board', 'Asia/Tokyo', 'Asia/Tokyo'],
  ['board', 'America/St_Johns', 'America/St_Johns'],
  ['board', undefined, undefined],
  ['board', 'Mars/Phobos', undefined],
] as const)('a viewer with the clock of %s on a board of %s', (choice, board, zone) => {
  const at = (): Date => {
    rememberZone(choice);
    showBoardZone(board);
    return wallClock(AT);
  };

  it('finds the choice again', () => {
    at();
    expect(zoneChoice()).toBe(choice);
    expect(viewerZone()).toBe(zone);
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

describe('the time zone of a board', () => {
  it('is what times are written in as soon as it is known, and as soon as it changes', () => {
    const written = computed(() => formatDateTime(AT, 'en-GB'));
    showBoardZone('Asia/Tokyo');
    expect(written()).toMatch(/5 Mar 2026, 0?8:30:00/);
    showBoardZone('America/New_York');
    expect(written()).toMatch(/4 Mar 2026, 18:30:00/);
  });

  it('reads times on both sides of a change of its clocks', () => {
    showBoardZone('Europe/Berlin');
    for (const [text, at] of [
      ['2026-03-29T01:59', '2026-03-29T00:59Z'],
      ['2026-03-29T03:00', '2026-03-29T01:00Z'],
      ['2026-10-25T01:59', '2026-10-24T23:59Z'],
      ['2026-10-25T03:00', '2026-10-25T02:00Z'],
    ] as const) {
      expect(readWallClock(text)).toBe(Date.parse(at));
    }
  });
});
