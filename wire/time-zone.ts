/** Time zones of the IANA database, by `Intl`. No imports: what the client takes from here must not bring zod along. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Local time is at most this far behind and ahead of UTC. */
const MOST_BEHIND = 13 * HOUR;
const MOST_AHEAD = 15 * HOUR;

/** A formatter takes some 50 us to make and tens of KB to keep. */
const MAX_ZONES = 64;

/** Some ten years of each zone. */
const MAX_DAYS = 4_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** When each local day starts, by its number. */
  readonly starts: Map<number, number>;
}

const zones = new Map<string, Zone>();

/** Whether `Intl` knows a time zone of this name. Offsets like `+02:00`, which only some engines know, are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** How far local time is ahead of UTC at a moment, in ms. @throws RangeError if there is no such zone. */
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
  // Some older browsers call midnight 24.
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(at / 1_000) * 1_000;
}

/** The local day at a moment, as the days from 1970-01-01 to it. */
export function localDay(timeZone: string, at: number): number {
  return Math.floor((at + offsetAt(timeZone, at)) / DAY);
}

/**
 * The first moment (ms) of a local day: most often its midnight. Where clocks skip midnight it is the moment of the
 * change, where the day is skipped as a whole the start of the next one.
 *
 * @param day days from 1970-01-01 to it
 */
export function startOfLocalDay(timeZone: string, day: number): number {
  if (timeZone === 'UTC') return day * DAY;
  const { starts } = zoneOf(timeZone);
  const known = starts.get(day);
  if (known !== undefined) return known;
  const start = findStart(timeZone, day * DAY);
  if (starts.size >= MAX_DAYS) starts.clear();
  starts.set(day, start);
  return start;
}

/** @param midnight as if the zone were UTC */
function findStart(timeZone: string, midnight: number): number {
  const before = midnight - MOST_AHEAD;
  const after = midnight + MOST_BEHIND;
  const offset = offsetAt(timeZone, before);
  const later = offsetAt(timeZone, after);
  if (offset === later) return midnight - offset;
  const change = findChange(timeZone, before, after, offset);
  if (midnight - offset < change) return midnight - offset;
  return Math.max(change, midnight - later);
}

/** When the offset stops being this one: it is at `before`, and is not at `after`. Zones change at whole seconds. */
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
