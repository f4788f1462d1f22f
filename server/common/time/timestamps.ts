/** Times as they are sent in: whole microseconds since 1970, exact as numbers until the year 2255. */

const MICROS_PER_MS = 1_000;
const DAY_MICROS = 86_400_000_000;

/** Numbers below each bound are seconds, milliseconds, microseconds; beyond, nanoseconds. */
const SECONDS_BELOW = 1e11;
const MILLIS_BELOW = 1e14;
const MICROS_BELOW = 1e17;

/**
 * A date, or a date and time with a zone. Beside RFC 3339's own form: a blank instead of `T` (section 5.6, SQL, Python), a
 * blank before the zone (Ruby, git), a comma before the fraction and zones without a colon (both ISO 8601).
 */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?([Zz]|[+-]\d{2}(?::?\d{2})?))?$/;

/** The same without its zone. */
const ZONELESS = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?$/;

/**
 * Nothing was measured in 1970: such times are counters since the start of a device, clocks that were never set, or seconds
 * that were sent as milliseconds, microseconds or nanoseconds.
 */
const EARLIEST_MEASURED = Date.UTC(1971, 0, 1) * MICROS_PER_MS;

/** Which times points may have, in microseconds. */
export interface AcceptedTimes {
  readonly nowUs: number;
  /** Before it nothing is kept: a point would be answered with success and never be seen. Undefined: all is kept. */
  readonly oldestUs?: number | undefined;
}

export function msToUs(ms: number): number {
  return Math.round(ms * MICROS_PER_MS);
}

export function usToMs(micros: number): number {
  return micros / MICROS_PER_MS;
}

/** ISO 8601 in UTC with milliseconds. */
export function usToIso(micros: number): string {
  return new Date(Math.floor(micros / MICROS_PER_MS)).toISOString();
}

/**
 * Microseconds of a time as it is sent in: ISO 8601 with a zone (a bare date is UTC's), or a number whose size tells
 * its unit. A string says what is wrong.
 *
 * @param now microseconds; more than a day ahead of it is refused.
 */
export function parseTime(time: unknown, now: number): number | string {
  const micros = typeof time === 'number' ? fromNumber(time) : typeof time === 'string' ? fromIso(time) : undefined;
  if (micros !== undefined) return checkTime(micros, now);
  if (typeof time === 'string' && ZONELESS.test(time)) {
    return "must be ISO 8601 with a zone: add 'Z' for UTC, or an offset like '+02:00'";
  }
  return "must be ISO 8601 with a zone, like '2026-01-31T12:00:00Z', or a number since 1970";
}

/** The same of something that was measured or happened, which did not happen in 1970 nor before anything is kept. */
export function parseMeasuredTime(time: unknown, times: AcceptedTimes): number | string {
  const micros = parseTime(time, times.nowUs);
  return typeof micros === 'string' ? micros : checkMeasuredTime(micros, times);
}

/** The time itself, or what is wrong with it, of something that was measured or happened. All in microseconds. */
export function checkMeasuredTime(micros: number, { nowUs, oldestUs = -Infinity }: AcceptedTimes): number | string {
  const time = checkTime(micros, nowUs);
  if (typeof time === 'string') return time;
  if (time < EARLIEST_MEASURED) {
    return `is ${usToIso(time)}: it was sent in a wrong unit, or the sender's clock is not set`;
  }
  return time < oldestUs ? `is ${usToIso(time)}, older than anything that is kept (RETENTION, RETENTION_1H)` : time;
}

/** The time itself, or what is wrong with it. All in microseconds. */
export function checkTime(micros: number, now: number): number | string {
  if (Number.isNaN(micros)) return 'must be a number';
  if (micros < 0) return 'must not be before 1970';
  if (micros > now + DAY_MICROS) return 'must not be more than 24 h ahead';
  return micros;
}

function fromNumber(time: number): number | undefined {
  if (!Number.isFinite(time)) return undefined;
  const size = Math.abs(time);
  if (size < SECONDS_BELOW) return Math.round(time * 1e6);
  if (size < MILLIS_BELOW) return Math.round(time * 1e3);
  if (size < MICROS_BELOW) return Math.round(time);
  return Math.round(time / 1e3);
}

function fromIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const offset = zoneMinutes(zone);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60 || offset === undefined) return undefined;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC takes the 31st of February for the 3rd of March, and the years 0-99 for 1900-1999.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  const seconds = Number(hour) * 3_600 + (Number(minute) - offset) * 60 + Number(second);
  if (second === '60' && !isLeapSecond(midnight + seconds * 1_000)) return undefined;
  return midnight * MICROS_PER_MS + seconds * 1e6 + Math.round(Number(`0.${fraction}`) * 1e6);
}

/**
 * Whether the second before this one (ms) may be 23:59:60: at the end of June or December in UTC, RFC 3339, section 5.7. Clocks
 * that count since 1970 have no such second: it is the next one.
 */
function isLeapSecond(next: number): boolean {
  return /-0[17]-01T00:00:00/.test(new Date(next).toISOString());
}

function zoneMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
