import { formatSpan } from '../../ui/format/time';

const MINUTE = 60_000;

/** The furthest times that can be written at all (ECMA-262, section 21.4.1.1). */
const FURTHEST_MS = 8.64e15;

/**
 * How long ago, in words that stand still for a minute at least: a page of counting seconds is a nervous page.
 * `just now`, `4 min ago`; `in 3 d` for what is yet to come.
 */
export function agoWords(at: number, now: number): string {
  const span = now - at;
  if (span < -MINUTE) return `in ${formatSpan(-span)}`;
  return span < MINUTE ? 'just now' : `${formatSpan(span)} ago`;
}

/** How long something has been so: `under 1 min`, `4 min`. */
export function spanWords(since: number, now: number): string {
  return now - since < MINUTE ? 'under 1 min' : formatSpan(now - since);
}

const dateTime = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
const dayTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit' });

/** Day and time to the second. */
export function writeDateTime(at: number): string {
  return write(dateTime, at);
}

/** The time alone for times of the same day as `now`, else the day with it. */
export function writeMoment(at: number, now: number): string {
  return write(sameDay(at, now) ? time : dayTime, at);
}

/** For `<time datetime>`; undefined where there is no such time. */
export function isoOf(at: number): string | undefined {
  return Math.abs(at) <= FURTHEST_MS ? new Date(at).toISOString() : undefined;
}

function write(format: Intl.DateTimeFormat, at: number): string {
  return Math.abs(at) <= FURTHEST_MS ? format.format(at) : '–';
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
