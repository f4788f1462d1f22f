import { viewerLocale } from '../language/language';
import type { FormatOptions } from './format-options';

/** From here on a number is read by its size, not by its digits: 1.2M. */
const COMPACT_FROM = 1_000_000;

/** Beyond these nobody counts zeros: 1.2E20, 3E-9. */
const HUGE_FROM = 1e15;
const TINY_BELOW = 1e-8;

/** What Intl writes in most languages is a hyphen: too short, and in the midst of a figure's width. */
export const MINUS = '\u2212';

/** A number for reading: grouped, as many digits as matter at its size, compact where it is huge. */
export function formatNumber(value: number, options: FormatOptions, style: Intl.NumberFormatOptions = {}): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= HUGE_FROM || (size > 0 && size < TINY_BELOW && options.decimals === undefined)) {
    return write(options.locale, { ...style, notation: 'scientific', maximumSignificantDigits: 4 }, value);
  }
  const compact = options.decimals === undefined && size >= COMPACT_FROM;
  const digits = compact
    ? { notation: 'compact' as const, maximumSignificantDigits: 4 }
    : fractionOf(value, options, style);
  return write(options.locale, { ...style, ...digits }, value === 0 ? 0 : value); // -0 would be "-0"
}

function write(locale: string | undefined, style: Intl.NumberFormatOptions, value: number): string {
  return format(locale, style).format(value).replaceAll('-', MINUS);
}

function fractionOf(
  value: number,
  { decimals, trim }: FormatOptions,
  style: Intl.NumberFormatOptions,
): Intl.NumberFormatOptions {
  if (decimals !== undefined) return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const worth = worthReading(value);
  const digits = style.style === 'currency' ? moneyDigits(style) : undefined;
  // Money has all the digits of its currency (yen have none) or none; a price of a thousandth has as many as it needs.
  const most = digits === undefined || worth === 0 ? worth : Math.abs(value) >= 0.1 ? digits : Math.max(digits, worth);
  return {
    minimumFractionDigits: trim === true || Number.isInteger(value) ? 0 : Math.min(most, digits ?? 2),
    maximumFractionDigits: most,
  };
}

/** A last value that jumps between 9.9 and 10.01 keeps its width; below 1 what counts are the leading digits. */
function worthReading(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1_000) return 0;
  if (size >= 100) return size % 1 < 0.05 || size % 1 > 0.95 ? 0 : 1;
  if (size >= 10) return 1;
  if (size >= 0.1) return 2;
  return Math.min(8, 1 - Math.floor(Math.log10(size)));
}

/** Digits after the point in the smallest coin (ISO 4217). */
function moneyDigits(style: Intl.NumberFormatOptions): number {
  return format('en', style).resolvedOptions().maximumFractionDigits ?? 2;
}

const made = new Map<string, Intl.NumberFormat>();

function format(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`;
  let found = made.get(key);
  if (found === undefined) made.set(key, (found = new Intl.NumberFormat(locale ?? viewerLocale(), options)));
  return found;
}
