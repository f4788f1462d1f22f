/** IANA time zones, based on `Intl`. This file is without zod, so that the client can use it. */

import { DAY_MS, HOUR_MS } from './duration.js';

/** Local time is at most this far behind or ahead of UTC. */
const MAX_BEHIND_MS = 13 * HOUR_MS;
const MAX_AHEAD_MS = 15 * HOUR_MS;

/** Formatters are cached, because creating one takes about 50 µs. Each uses tens of KB of memory. */
const MAX_ZONES = 64;

/** The number of cached days per zone: about ten years. */
const MAX_DAYS = 4_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Start times of local days, by day number. */
  readonly starts: Map<number, number>;
}

const zones = new Map<string, Zone>();

/** Whether `Intl` supports a time zone name. Offsets like `+02:00` are not accepted, because only some engines support them. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns how far local time is ahead of UTC, in ms.
 *
 * @param at ms since 1970
 * @throws RangeError if the time zone does not exist
 */
export function offsetAt(timeZone: string, at: number): number {
  if (timeZone === 'UTC') return 0;
  const fields = zoneOf(timeZone).format.format(at).match(/\d+/g) ?? [];
  const [month, day, year, hour, minute, second] = fields.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // Some older browsers format midnight as 24.
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(at / 1_000) * 1_000;
}

/** Returns the local day at a time, as the number of days since 1970-01-01. */
export function localDay(timeZone: string, at: number): number {
  return Math.floor((at + offsetAt(timeZone, at)) / DAY_MS);
}

/**
 * Returns the start (ms) of a local day, which is usually its midnight. If the clocks skip midnight, it is the time of the
 * change. If the whole day is skipped, it is the start of the next day.
 *
 * @param day days since 1970-01-01
 */
export function startOfLocalDay(timeZone: string, day: number): number {
  if (timeZone === 'UTC') return day * DAY_MS;
  const { starts } = zoneOf(timeZone);
  const known = starts.get(day);
  if (known !== undefined) return known;
  const start = findStart(timeZone, day * DAY_MS);
  if (starts.size >= MAX_DAYS) starts.clear();
  starts.set(day, start);
  return start;
}

/** @param midnight midnight of the day in UTC, in ms */
function findStart(timeZone: string, midnight: number): number {
  const before = midnight - MAX_AHEAD_MS;
  const after = midnight + MAX_BEHIND_MS;
  const offset = offsetAt(timeZone, before);
  const later = offsetAt(timeZone, after);
  if (offset === later) return midnight - offset;
  const change = findChange(timeZone, before, after, offset);
  if (midnight - offset < change) return midnight - offset;
  return Math.max(change, midnight - later);
}

/** Finds the time between `before` and `after` at which the offset changes. Offsets change at whole seconds. */
function findChange(timeZone: string, before: number, after: number, offset: number): number {
  let [low, high] = [before / 1_000, after / 1_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle * 1_000) === offset) low = middle;
    else high = middle;
  }
  return high * 1_000;
}

function zoneOf(timeZone: string): Zone {
  const key = timeZone.toLowerCase();
  const known = zones.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone = { format, starts: new Map<number, number>() };
  const [oldest] = zones.keys();
  if (zones.size >= MAX_ZONES && oldest !== undefined) zones.delete(oldest);
  zones.set(key, zone);
  return zone;
}
