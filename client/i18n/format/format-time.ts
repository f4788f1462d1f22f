import { viewerLocale } from '../language';
import { startOfDay, viewerZone, wallClock } from './time-zone-choice';

/** Times and ages, in the viewer's zone and locale. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CLOCK: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit' };

/** `14:21:30`, with the day in front where it is not today. */
export function formatClock(at: number, now: number, locale?: string): string {
  const sameDay = startOfDay(at) === startOfDay(now);
  return (sameDay ? secondFormat : dayFormat)(locale).format(at);
}

/** `14:21`, with the day in front where it is not today, and its year where that is not this one. */
export function formatMinute(at: number, now: number, locale?: string): string {
  if (startOfDay(at) === startOfDay(now)) return minuteFormat(locale).format(at);
  const sameYear = wallClock(at).getUTCFullYear() === wallClock(now).getUTCFullYear();
  return (sameYear ? dayMinuteFormat : yearMinuteFormat)(locale).format(at);
}

/** Day and time to the second, for tables and details. */
export function formatDateTime(at: number, locale?: string): string {
  return fullFormat(locale).format(at);
}

/** How long something took or lasts, in its one largest unit: `12 s`, `3 min`, `5 h`, `2 d`. Never rounded up. */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`;
  return `${Math.floor(span / DAY)} d`;
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

/** Making an Intl formatter costs some 50 us, and an axis asks for ten of them on each redraw. */
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
