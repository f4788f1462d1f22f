import { afterEach, describe, expect, it } from '@jest/globals';
import { computed } from '@angular/core';
import fc from 'fast-check';
import { startOfLocalDay } from '../../../wire/time-zone';
import { formatDateTime } from './format-time';
import {
  readWallClock,
  storeZoneChoice,
  setBoardTimeZone,
  startOfDay,
  viewerZone,
  wallClock,
  zoneChoice,
  zoneName,
} from './time-zone-choice';

const AT = Date.parse('2026-03-04T23:30:00Z');

afterEach(() => {
  localStorage.clear();
  storeZoneChoice('board');
  setBoardTimeZone(undefined);
});

describe.each([
  ['browser', 'Asia/Tokyo', undefined],
  ['utc', 'Asia/Tokyo', 'UTC'],
  ['board', 'Asia/Tokyo', 'Asia/Tokyo'],
  ['board', 'America/St_Johns', 'America/St_Johns'],
  ['board', undefined, undefined],
  ['board', 'Mars/Phobos', undefined],
] as const)('time zone choice %s on a board with the time zone %s', (choice, board, zone) => {
  const at = (): Date => {
    storeZoneChoice(choice);
    setBoardTimeZone(board);
    return wallClock(AT);
  };

  it('stores the choice', () => {
    at();
    expect(zoneChoice()).toBe(choice);
    expect(viewerZone()).toBe(zone);
  });

  it('reads the times that it writes', () => {
    expect(readWallClock(at().toISOString().slice(0, 19))).toBe(AT);
    expect(readWallClock('')).toBeNaN();
  });

  it('starts days at midnight', () => {
    at();
    expect(wallClock(startOfDay(AT)).getUTCHours()).toBe(0);
    expect(AT - startOfDay(AT)).toBeLessThan(25 * 3_600_000);
  });
});

describe('time zone choice UTC', () => {
  it('is used for all times', () => {
    storeZoneChoice('utc');
    expect([zoneName(), wallClock(AT).getUTCDate(), startOfDay(AT)]).toEqual(['UTC', 4, Date.parse('2026-03-04')]);
    expect(formatDateTime(AT, 'en-GB')).toMatch(/4 Mar 2026, 23:30:00/);
  });
});

describe('the time zone of a board', () => {
  it('is used for all times as soon as it is known or changes', () => {
    const written = computed(() => formatDateTime(AT, 'en-GB'));
    setBoardTimeZone('Asia/Tokyo');
    expect(written()).toMatch(/5 Mar 2026, 0?8:30:00/);
    setBoardTimeZone('America/New_York');
    expect(written()).toMatch(/4 Mar 2026, 18:30:00/);
  });

  it('has the right offset before and after a clock change', () => {
    setBoardTimeZone('Europe/Berlin');
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

/** Time zones that skip or repeat midnights, change clocks by half an hour, or skipped a whole day. */
const ODD_ZONES = [
  'America/Havana',
  'America/Sao_Paulo',
  'America/Asuncion',
  'Asia/Beirut',
  'Asia/Gaza',
  'Africa/Cairo',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/New_York',
  'Europe/Berlin',
];

const DAY = 86_400_000;

describe('readWallClock', () => {
  it.each([
    ['America/Havana', '2026-03-08T00:00', '2026-03-08T05:00Z'],
    ['America/Havana', '2026-11-01T00:00', '2026-11-01T04:00Z'],
    ['America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00Z'],
    ['America/Sao_Paulo', '2018-02-18T00:00', '2018-02-18T03:00Z'],
    ['Asia/Beirut', '2026-03-29T00:00', '2026-03-28T22:00Z'],
    ['Pacific/Apia', '2011-12-30T00:00', '2011-12-30T10:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45Z'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30Z'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30Z'],
  ])('in %s, reads %s as %s if it is skipped or repeated', (zone, text, at) => {
    setBoardTimeZone(zone);
    expect(new Date(readWallClock(text))).toEqual(new Date(at));
  });

  it.each(ODD_ZONES)('reads midnight as the start of the day in %s', (zone) => {
    setBoardTimeZone(zone);
    fc.assert(
      fc.property(fc.integer({ min: 366, max: 80 * 366 }), (day) => {
        const midnight = new Date(day * DAY).toISOString().slice(0, 16);
        expect(readWallClock(midnight)).toBe(startOfLocalDay(zone, day));
      }),
    );
  });

  it.each(ODD_ZONES)('reads the wall clock of any time in %s as the first time with that wall clock', (zone) => {
    setBoardTimeZone(zone);
    fc.assert(
      fc.property(fc.integer({ min: DAY / 60_000, max: (80 * 366 * DAY) / 60_000 }), (minute) => {
        const at = minute * 60_000;
        const text = wallClock(at).toISOString().slice(0, 19);
        const read = readWallClock(text);
        expect(read).toBeLessThanOrEqual(at);
        expect(wallClock(read).toISOString().slice(0, 19)).toBe(text);
      }),
    );
  });
});
