import { MINUTE_MS } from '../../../wire/duration';
import type { FrameField } from '../../../wire/schemas/frame';
import { timeFormat, formatSpan } from '../../i18n/format/format-time';
import { startOfDay, wallClock } from '../../i18n/format/time-zone-choice';
import { dateAt, MAX_TIME_MS, numberAt } from '../data/frame-columns';

const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;

/**
 * Returns how long ago a time was, as a text that changes at most once a minute: `just now`, `4 min ago`; `in 3 d` for
 * times in the future.
 */
export function agoText(at: number, now: number): string {
  const span = now - at;
  if (span < -MINUTE_MS) return $localize`in ${spanOrYears(-span)}:span:`;
  return span < MINUTE_MS ? $localize`just now` : $localize`${spanOrYears(span)}:span: ago`;
}

/** Returns how long a state has lasted: `under 1 min`, `4 min`. */
export function spanText(since: number, now: number): string {
  return now - since < MINUTE_MS ? $localize`under ${formatSpan(MINUTE_MS)}:span:` : spanOrYears(now - since);
}

/** Durations of two years and more are in years: `3 y`. */
function spanOrYears(ms: number): string {
  return ms < 2 * YEAR_MS ? formatSpan(ms) : $localize`${Math.floor(ms / YEAR_MS)}:years: y`;
}

const dateTime = timeFormat({
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
const dayTime = timeFormat({
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const day = timeFormat({ year: 'numeric', month: 'short', day: 'numeric' });
const date = timeFormat({ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
const shortDate = timeFormat({ month: 'short', day: 'numeric', timeZone: 'UTC' });
const time = timeFormat({ hour: 'numeric', minute: '2-digit', second: '2-digit' });

/**
 * Formats a row of a time column: a date without a time as the same date in all time zones, else day and time to the
 * second.
 */
export function formatTimeField(field: FrameField, row: number): string {
  const text = dateAt(field, row);
  return text === undefined ? formatRecordTime(numberAt(field, row) ?? NaN) : formatDate(text);
}

/** Formats a date without a time, like `2026-12-06`, as the same date in all time zones. */
export function formatDate(text: string): string {
  return write(date, Date.parse(text));
}

/** Like `formatDate`, without the year if it is that of `now`. */
export function formatShortDate(text: string, now: number): string {
  const at = Date.parse(text);
  return write(new Date(at).getUTCFullYear() === wallClock(now).getUTCFullYear() ? shortDate : date, at);
}

/** Formats day and time to the second; `–` for invalid times. */
export function formatRecordTime(at: number): string {
  return write(dateTime, at);
}

/**
 * Formats a time: the time of day if it is on the same day as `now`, else day and time, in another year day and year.
 */
export function formatShortTime(at: number, now: number): string {
  if (startOfDay(at) === startOfDay(now)) return write(time, at);
  return write(wallClock(at).getUTCFullYear() === wallClock(now).getUTCFullYear() ? dayTime : day, at);
}

function write(format: () => Intl.DateTimeFormat, at: number): string {
  return Math.abs(at) <= MAX_TIME_MS ? format().format(at) : '–';
}
