// Timestamps are whole microseconds since 1970. They are exact as numbers until the year 2255.
import type { TimeWindow } from '../../../wire/range.js';

const US_PER_MS = 1_000;
export const MINUTE_US = 60_000_000;
export const HOUR_US = 60 * MINUTE_US;
export const DAY_US = 24 * HOUR_US;

/** An assigned time is later than stored ones that are at most this far ahead, so that a time far in the future affects no others. */
export const MAX_AHEAD_US = MINUTE_US;

/** Data up to this far in the future is shown, because the times that the server assigns may be ahead of the clock. */
export const SHOWN_AHEAD_MS = MAX_AHEAD_US / US_PER_MS;

/** A number below each bound is in that unit. Larger numbers are nanoseconds. */
const SECONDS_BELOW = 1e11;
const MILLISECONDS_BELOW = 1e14;
const MICROSECONDS_BELOW = 1e17;

/**
 * A date, or a date and time with a zone. It accepts more than RFC 3339: a space instead of `T` (section 5.6, SQL, Python), a
 * space before the zone (Ruby, git), a comma before the fraction and zones without a colon (both ISO 8601).
 */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?([Zz]|[+-]\d{2}(?::?\d{2})?))?$/;

/** A date and time without a zone. */
const ZONELESS = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?$/;

/**
 * A time in 1970 is an error: the time since a device started, a clock that was never set, or seconds that were sent as
 * milliseconds, microseconds or nanoseconds.
 */
const EARLIEST_US = Date.UTC(1971, 0, 1) * US_PER_MS;

/**
 * A time from code: a `Date`, or what the REST API accepts: ISO 8601 with a time zone, or a number since 1970, in seconds,
 * milliseconds, microseconds or nanoseconds, depending on its size.
 */
export type TimeInput = Date | string | number;

/** The times that new points may have. */
export interface AcceptedTimes {
  readonly nowUs: number;
  /** Retention deletes older points, so they are rejected: they would never be shown. Undefined if there is no limit. */
  readonly oldestUs?: number | undefined;
}

export function msToUs(ms: number): number {
  return Math.round(ms * US_PER_MS);
}

export function usToMs(us: number): number {
  return us / US_PER_MS;
}

/** A time window in microseconds. */
export interface TimeWindowUs {
  readonly fromUs: number;
  readonly toUs: number;
}

export function windowToUs({ from, to }: TimeWindow): TimeWindowUs {
  return { fromUs: msToUs(from), toUs: msToUs(to) };
}

/** Formats microseconds as ISO 8601 in UTC with milliseconds. */
export function usToIso(us: number): string {
  return new Date(Math.floor(us / US_PER_MS)).toISOString();
}

/**
 * Parses a time that a client sent: ISO 8601 with a zone (a date alone is in UTC), or a number whose size determines its unit. Code
 * may also use a `Date`.
 *
 * @param nowUs times more than a day after it are rejected
 * @returns microseconds, or an error message
 */
export function parseTimeUs(time: unknown, nowUs: number): number | string {
  const us = toUs(time);
  if (us !== undefined) return timeProblem(us, nowUs) ?? us;
  if (typeof time === 'string' && ZONELESS.test(time)) {
    return "must be ISO 8601 with a zone: add 'Z' for UTC, or an offset like '+02:00'";
  }
  return "must be ISO 8601 with a zone, like '2026-01-31T12:00:00Z', or a number since 1970";
}

/** Like `parseTimeUs`, for the time of a new point, report or event: not in 1970 and not older than the retention. */
export function parseMeasuredTimeUs(time: unknown, times: AcceptedTimes): number | string {
  const us = parseTimeUs(time, times.nowUs);
  return typeof us === 'string' ? us : (measuredTimeProblem(us, times) ?? us);
}

/** Returns what is wrong with the time of a new point, report or event; undefined if it is valid. */
export function measuredTimeProblem(
  timeUs: number,
  { nowUs, oldestUs = -Infinity }: AcceptedTimes,
): string | undefined {
  const problem = timeProblem(timeUs, nowUs);
  if (problem !== undefined) return problem;
  if (timeUs < EARLIEST_US) {
    return `is ${usToIso(timeUs)}: it was sent in a wrong unit, or the sender's clock is not set`;
  }
  return timeUs < oldestUs
    ? `is ${usToIso(timeUs)}, older than anything that is kept (RETENTION, RETENTION_1H)`
    : undefined;
}

/** Returns what is wrong with a time; undefined if it is valid. */
export function timeProblem(timeUs: number, nowUs: number): string | undefined {
  if (Number.isNaN(timeUs)) return 'must be a number';
  if (timeUs < 0) return 'must not be before 1970';
  return timeUs > nowUs + DAY_US ? 'must not be more than 24 h ahead' : undefined;
}

function toUs(time: unknown): number | undefined {
  if (typeof time === 'number') return numberToUs(time);
  if (typeof time === 'string') return isoToUs(time);
  if (!(time instanceof Date)) return undefined;
  const us = msToUs(time.getTime());
  return Number.isNaN(us) ? undefined : us;
}

function numberToUs(time: number): number | undefined {
  if (!Number.isFinite(time)) return undefined;
  const size = Math.abs(time);
  if (size < SECONDS_BELOW) return Math.round(time * 1e6);
  if (size < MILLISECONDS_BELOW) return Math.round(time * 1e3);
  if (size < MICROSECONDS_BELOW) return Math.round(time);
  return Math.round(time / 1e3);
}

function isoToUs(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const offset = zoneMinutes(zone);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60 || offset === undefined) return undefined;
  const midnightMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC reads February 31 as March 3, and the years 0-99 as 1900-1999.
  if (new Date(midnightMs).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  const seconds = Number(hour) * 3_600 + (Number(minute) - offset) * 60 + Number(second);
  if (second === '60' && !isLeapSecond(midnightMs + seconds * 1_000)) return undefined;
  return midnightMs * US_PER_MS + seconds * 1e6 + Math.round(Number(`0.${fraction}`) * 1e6);
}

/**
 * Whether the second before `nextMs` may be a leap second, 23:59:60: only at the end of June or December in UTC (RFC 3339, section
 * 5.7). Unix time has no leap seconds, so it is stored as the next second.
 */
function isLeapSecond(nextMs: number): boolean {
  return /-0[17]-01T00:00:00/.test(new Date(nextMs).toISOString());
}

function zoneMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
