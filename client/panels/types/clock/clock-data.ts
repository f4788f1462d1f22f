import { isTimeZone } from '../../../../wire/time-zone';
import { textOption, type PanelOptions } from '../../options/panel-option-values';
import { viewerZone } from '../../../i18n/format/time-zone-choice';
import { viewerLocale } from '../../../i18n/language';

export interface ClockPart {
  readonly text: string;
  /** Whether it is shown small: `AM`, `PM`. */
  readonly small: boolean;
}

export interface ClockReading {
  readonly time: readonly ClockPart[];
  readonly date?: string;
  /** The place of a chosen time zone: `Tokyo`. */
  readonly place?: string;
  /** The message if no time can be shown. */
  readonly problem?: string;
}

/**
 * Returns what a clock shows.
 *
 * Options: `timeZone` (IANA, like `Europe/Berlin`; default: the viewer's), `format: '12' | '24'` (default: by the
 * viewer's language), `seconds: true`, `date: false`.
 *
 * @param nowMs ms since 1970
 */
export function readClock(nowMs: number, options: PanelOptions, locale?: string): ClockReading {
  const timeZone = textOption(options, 'timeZone');
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return {
      time: [],
      problem: $localize`This browser does not know the time zone “${timeZone}:name:”. Use one like Europe/Berlin or UTC.`,
    };
  }
  const zone = timeZone ?? viewerZone();
  return {
    time: timeParts(nowMs, options, zone, locale),
    date: options.date === false ? undefined : formatOf(locale, { ...DATE, timeZone: zone }).format(nowMs),
    place: timeZone && placeOf(timeZone),
  };
}

const DATE: Intl.DateTimeFormatOptions = { weekday: 'long', month: 'long', day: 'numeric' };

function timeParts(
  nowMs: number,
  options: PanelOptions,
  timeZone: string | undefined,
  locale: string | undefined,
): readonly ClockPart[] {
  const hours = String(options.format);
  const parts = formatOf(locale, {
    hour: 'numeric',
    minute: '2-digit',
    second: options.seconds === true ? '2-digit' : undefined,
    hourCycle: hours === '12' ? 'h12' : hours === '24' ? 'h23' : undefined,
    timeZone,
  }).formatToParts(nowMs);
  const styled = parts.map(({ type, value }) => ({ text: value, small: type === 'dayPeriod' }));
  // CSS adds the space before or after AM.
  return styled.filter(({ text }) => text.trim() !== '');
}

function placeOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Creating a format takes about 50 µs, and each clock uses one each second. */
function formatOf(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  let found = formats.get(key);
  if (found === undefined) formats.set(key, (found = new Intl.DateTimeFormat(locale ?? viewerLocale(), options)));
  return found;
}
