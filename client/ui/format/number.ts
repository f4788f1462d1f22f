import type { FormatOptions } from './value';

/** From here on a number is read by its size, not by its digits: 1.2M. */
const COMPACT_FROM = 1_000_000;

/** A number for reading: grouped, as many digits as matter at its size, compact where it is huge. */
export function formatNumber(value: number, options: FormatOptions, style: Intl.NumberFormatOptions = {}): string {
  if (!Number.isFinite(value)) return '–';
  const digits = options.decimals ?? worthReading(value);
  const compact = options.decimals === undefined && Math.abs(value) >= COMPACT_FROM;
  return format(options.locale, {
    ...style,
    ...(compact
      ? { notation: 'compact', maximumSignificantDigits: 4 }
      : {
          minimumFractionDigits:
            options.decimals ?? (options.trim || Number.isInteger(value) ? 0 : Math.min(digits, 2)),
          maximumFractionDigits: digits,
        }),
  }).format(value === 0 ? 0 : value); // -0 would be "-0"
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

const made = new Map<string, Intl.NumberFormat>();

function format(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`;
  let found = made.get(key);
  if (found === undefined) made.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}
