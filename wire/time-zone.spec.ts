import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isTimeZone, localDay, offsetAt, startOfLocalDay } from './time-zone.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const zones = fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone'));
const times = fc.integer({ min: Date.UTC(1970, 0, 3), max: Date.UTC(2045, 0) });

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats a local date and time with another `Intl` format than the implementation. */
function localTime(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

const dayOf = (timeZone: string, at: number): string => localTime(timeZone, at).slice(0, 10);
const iso = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

describe('isTimeZone', () => {
  it.each(['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'america/argentina/buenos_aires'])('accepts %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Mars/Phobos', '+02:00', 'CET-1CEST', ':Europe/Berlin', 'Europe/Berlin ', `A${'b'.repeat(64)}`])(
    'rejects %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

describe('offsetAt', () => {
  it('returns the offset of Intl', () => {
    fc.assert(
      fc.property(zones, times, (zone, at) => {
        const local = new Date(at + offsetAt(zone, at)).toISOString();
        expect(`${local.slice(0, 10)} ${local.slice(11, 19)}`).toBe(localTime(zone, at));
      }),
    );
  });
});

describe('startOfLocalDay', () => {
  it('returns the first time of each day, in any zone', () => {
    fc.assert(
      fc.property(zones, times, (zone, at) => {
        const day = localDay(zone, at);
        const start = startOfLocalDay(zone, day);
        expect(start).toBeLessThanOrEqual(at);
        expect(dayOf(zone, start)).toBe(iso(day));
        expect(dayOf(zone, start - 1) < iso(day)).toBe(true);
        expect(startOfLocalDay(zone, day + 1)).toBeGreaterThan(start);
      }),
    );
  });

  it.each([
    ['an ordinary day', 'Europe/Berlin', '2026-11-15', '2026-11-14T23:00:00.000Z', 24],
    ['a day that is one hour shorter', 'Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['a day that is one hour longer', 'Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['an offset of half an hour', 'Asia/Kolkata', '2026-11-15', '2026-11-14T18:30:00.000Z', 24],
    ['an offset of a quarter', 'Asia/Kathmandu', '2026-11-15', '2026-11-14T18:15:00.000Z', 24],
    ['a change of half an hour', 'Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5],
    ['clocks that skip midnight', 'America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 23],
    ['clocks that go back at midnight', 'America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', 25],
    ['clocks that skip midnight elsewhere', 'Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z', 23],
    ['a skipped day', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
    ['the day after it', 'Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 24],
    ['a day that starts twice', 'America/St_Johns', '2010-11-07', '2010-11-07T02:30:00.000Z', 25],
  ])('returns the start of %s', (_, zone, day, start, hours) => {
    const number = Date.parse(day) / DAY;
    expect(new Date(startOfLocalDay(zone, number)).toISOString()).toBe(start);
    expect((startOfLocalDay(zone, number + 1) - startOfLocalDay(zone, number)) / HOUR).toBe(hours);
  });
});
