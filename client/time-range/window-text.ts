import { DAY_MS } from '../../wire/duration';
import { lengthOf, type TimeWindow } from '../../wire/range';
import { startOfDay, viewerZone, wallClock } from '../i18n/format/time-zone-choice';
import { viewerLocale } from '../i18n/language';

/** Fixed time ranges shorter than this are shown with seconds. */
const SECONDS_BELOW_MS = 5 * 60_000;

/**
 * Formats a fixed time range in the time zone and locale of the viewer: `Nov 23, 10:00 – 11:30 AM`, with other years than
 * the current one.
 */
export function windowText(window: TimeWindow, now: number, locale?: string): string {
  const date: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  const year = yearOf(window.from) !== yearOf(now) || yearOf(window.to) !== yearOf(now);
  return between(window, { ...date, ...(year && { year: 'numeric' }), ...clockOf(window) }, locale);
}

/** Formats a fixed time range for narrow screens: `10:00 – 12:00`, or only the days. */
export function shortWindowText(window: TimeWindow, locale?: string): string {
  const sameDay = lengthOf(window) < DAY_MS && startOfDay(window.from) === startOfDay(window.to);
  return between(window, sameDay ? clockOf(window) : { month: 'short', day: 'numeric' }, locale);
}

function clockOf(window: TimeWindow): Intl.DateTimeFormatOptions {
  const seconds = lengthOf(window) < SECONDS_BELOW_MS;
  return { hour: 'numeric', minute: '2-digit', ...(seconds && { second: '2-digit' }) };
}

function between({ from, to }: TimeWindow, options: Intl.DateTimeFormatOptions, locale?: string): string {
  return new Intl.DateTimeFormat(locale ?? viewerLocale(), { ...options, timeZone: viewerZone() }).formatRange(
    from,
    to,
  );
}

function yearOf(ms: number): number {
  return wallClock(ms).getUTCFullYear();
}
