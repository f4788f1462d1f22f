/** Times as they are sent in: whole microseconds since 1970, exact as numbers until the year 2255. */

const MICROS_PER_MS = 1_000;
const DAY_MICROS = 86_400_000_000;

/** Numbers below each bound are seconds, milliseconds, microseconds; beyond, nanoseconds. */
const SECONDS_BELOW = 1e11;
const MILLIS_BELOW = 1e14;
const MICROS_BELOW = 1e17;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}(?::?\d{2})?))?$/;

export function microsOf(ms: number): number {
  return Math.round(ms * MICROS_PER_MS);
}

export function millisOf(micros: number): number {
  return micros / MICROS_PER_MS;
}

/** ISO 8601 in UTC with milliseconds. */
export function isoOf(micros: number): string {
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
  if (micros === undefined) return "must be ISO 8601 with a zone, like '2026-01-31T12:00:00Z', or a number since 1970";
  return checkTime(micros, now);
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
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || offset === undefined) return undefined;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC takes the 31st of February for the 3rd of March, and the years 0-99 for 1900-1999.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  const seconds = Number(hour) * 3_600 + (Number(minute) - offset) * 60 + Number(second);
  return midnight * MICROS_PER_MS + seconds * 1e6 + Math.round(Number(`0.${fraction}`) * 1e6);
}

function zoneMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
