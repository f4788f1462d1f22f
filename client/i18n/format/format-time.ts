import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../wire/duration';
import { viewerLocale } from '../language';
import { startOfDay, viewerZone, wallClock } from './time-zone-choice';

/** Formats times and ages in the time zone and locale of the viewer. */

const CLOCK: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit' };

/** `14:21:30`, with the date if it is not today. */
export function formatClock(at: number, now: number, locale?: string): string {
  const sameDay = startOfDay(at) === startOfDay(now);
  return (sameDay ? secondFormat : dayFormat)(locale).format(at);
}

/** `14:21`, with the date if it is not today, and with the year if it is not the current one. */
export function formatMinute(at: number, now: number, locale?: string): string {
  if (startOfDay(at) === startOfDay(now)) return minuteFormat(locale).format(at);
  const sameYear = wallClock(at).getUTCFullYear() === wallClock(now).getUTCFullYear();
  return (sameYear ? dayMinuteFormat : yearMinuteFormat)(locale).format(at);
}

/** Date and time with seconds, for tables and details. */
export function formatDateTime(at: number, locale?: string): string {
  return fullFormat(locale).format(at);
}

/** Formats a time span in its largest unit: `12 s`, `3 min`, `5 h`, `2 d`. Always rounded down. */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE_MS) return `${Math.floor(span / SECOND_MS)} s`;
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min`;
  if (span < 2 * DAY_MS) return `${Math.floor(span / HOUR_MS)} h`;
  return `${Math.floor(span / DAY_MS)} d`;
}

const minuteFormat = timeFormat({ hour: 'numeric', minute: '2-digit' });
const dayMinuteFormat = timeFormat({ hour: 'numeric', minute: '2-digit', month: 'short', day: 'numeric' });
const yearMinuteFormat = timeFormat({
  hour: 'numeric',
  minute: '2-digit',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});
const secondFormat = timeFormat(CLOCK);
const dayFormat = timeFormat({ ...CLOCK, month: 'short', day: 'numeric' });
const fullFormat = timeFormat({ year: 'numeric', month: 'short', day: 'numeric', ...CLOCK });

/** Returns a cached formatter. Creating one takes about 50 µs, and an axis needs ten of them for each redraw. */
export function timeFormat(options: Intl.DateTimeFormatOptions): (locale?: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (locale) => {
    const timeZone = options.timeZone ?? viewerZone();
    const key = `${locale ?? ''} ${timeZone ?? ''}`;
    let format = made.get(key);
    if (format === undefined) {
      made.set(key, (format = new Intl.DateTimeFormat(locale ?? viewerLocale(), { ...options, timeZone })));
    }
    return format;
  };
}
