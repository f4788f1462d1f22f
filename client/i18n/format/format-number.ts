import { viewerLocale } from '../language';
import { roundWithin, type Limit, type Rounded } from './rounding-limits';
import { exponentOf, fractionDigitsOf, roundTo, withoutNoise } from './decimals';
import type { FormatOptions } from './format-options';

/** From this on, numbers are compact: 1.2M. */
export const COMPACT_FROM = 1_000_000;

/** Larger and smaller numbers have an exponent: 1.2E20, 3E-9. */
export const HUGE_FROM = 1e15;
const TINY_BELOW = 1e-8;

/** Digits before the decimal point are never omitted. */
const MAX_SIGNIFICANT_DIGITS = 4;

/** Maximum for numbers from 1 on. */
const MAX_FRACTION_DIGITS_FROM_ONE = 2;

/** The maximum number of fraction digits that Intl accepts. */
const INTL_MAX_FRACTION_DIGITS = 20;

/** The minus sign. In most languages Intl uses a hyphen, which is shorter and narrower than a digit. */
export const MINUS = '\u2212';

/** The text in place of a missing number. */
export const NO_NUMBER = '–';

/** What the digits of a number depend on, besides its value. */
export interface NumberContext {
  /** Limits that rounding must not cross, as absolute values. */
  readonly limits?: readonly Limit[];
  /** Whether the number was converted to another unit. Its fraction digits then depend only on its size. */
  readonly unitChanged?: boolean;
  /** The maximum number of fraction digits that are used to stay within the limits. */
  readonly mostPlaces?: number;
}

/** Formats a number: with grouping, the original fraction up to four digits in total, and compact if it is huge. */
export function formatNumber(
  value: number,
  options: FormatOptions,
  style: Intl.NumberFormatOptions = {},
  { limits = [], unitChanged = false, mostPlaces = INTL_MAX_FRACTION_DIGITS }: NumberContext = {},
): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const size = withoutNoise(Math.abs(value));
  const down = options.roundDown === true;
  const notation = notationOf(size, options);
  const fixed = options.decimals !== undefined;
  const plain =
    notation === undefined
      ? roundWithin(
          size,
          { places: placesOf(size, options, style, unitChanged), fixed, down, most: mostPlaces },
          limits,
        )
      : undefined;
  const { value: rounded, places } =
    plain ??
    roundWithin(
      size,
      { places: MAX_SIGNIFICANT_DIGITS - 1 - exponentOf(size), fixed: false, down, most: Infinity },
      limits,
    ) ??
    allDigitsOf(size);
  const digits =
    plain !== undefined
      ? { minimumFractionDigits: options.trim === true ? 0 : places, maximumFractionDigits: places }
      : { notation: notation ?? 'scientific', maximumSignificantDigits: places + 1 + exponentOf(size) };
  // The largest doubles cannot be rounded up, so Intl rounds them.
  const shown = Number.isFinite(rounded) ? rounded : size;
  // A number that is shown as 0 has no minus sign.
  return write(options.locale, { ...style, ...digits }, value < 0 && shown > 0 ? -shown : shown);
}

/** The number of fraction digits, in standard notation. */
function placesOf(
  size: number,
  { decimals, roundDown }: FormatOptions,
  style: Intl.NumberFormatOptions = {},
  unitChanged = false,
): number {
  if (decimals !== undefined) return decimals;
  const sent = fractionDigitsOf(size);
  if (sent === 0) return 0;
  const exponent = exponentOf(size);
  // Money has all fraction digits of its currency (none for yen), or more for prices below the smallest coin.
  if (style.style === 'currency') {
    return Math.max(moneyDigits(style), exponent < 0 ? Math.min(sent, maxFractionDigits(exponent)) : 0);
  }
  const places = unitChanged ? maxFractionDigits(exponent) : Math.min(sent, maxFractionDigits(exponent));
  const rounded = exponentOf(roundTo(size, places, roundDown));
  return rounded > exponent ? Math.min(places, maxFractionDigits(rounded)) : places;
}

/** The number of fraction digits that are shown; negative for compact numbers. */
export function shownPlacesOf(value: number, options: FormatOptions, style?: Intl.NumberFormatOptions): number {
  const size = withoutNoise(Math.abs(value));
  return notationOf(size, options) === undefined
    ? placesOf(size, options, style)
    : MAX_SIGNIFICANT_DIGITS - 1 - exponentOf(size);
}

/** Rounds to 17 significant digits, which distinguish any two doubles. */
function allDigitsOf(size: number): Rounded {
  return { value: size, places: 16 - exponentOf(size) };
}

function maxFractionDigits(exponent: number): number {
  return exponent < 0
    ? MAX_SIGNIFICANT_DIGITS - 1 - exponent
    : Math.max(0, Math.min(MAX_FRACTION_DIGITS_FROM_ONE, MAX_SIGNIFICANT_DIGITS - 1 - exponent));
}

function notationOf(size: number, { decimals }: FormatOptions): 'compact' | 'scientific' | undefined {
  if (size >= HUGE_FROM) return 'scientific';
  if (decimals !== undefined) return undefined;
  if (size > 0 && size < TINY_BELOW) return 'scientific';
  return size >= COMPACT_FROM ? 'compact' : undefined;
}

/** Formats all digits of a number. */
export function formatAllDigits(value: number, locale?: string, style: Intl.NumberFormatOptions = {}): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  // 99.99999999999999 % is not 100 %.
  const exact = Number.isInteger(withoutNoise(value)) ? value : withoutNoise(value);
  const size = Math.abs(exact);
  if (size >= 1e21 || (size > 0 && size < TINY_BELOW)) {
    return write(locale, { ...style, notation: 'scientific', maximumSignificantDigits: 17 }, exact);
  }
  const sent = fractionDigitsOf(exact);
  const least = style.style === 'currency' && sent > 0 ? moneyDigits(style) : 0;
  const places = Math.max(sent, least);
  const digits = { minimumFractionDigits: least, maximumFractionDigits: Math.min(INTL_MAX_FRACTION_DIGITS, places) };
  return write(locale, { ...style, ...digits }, exact === 0 ? 0 : exact);
}

function write(locale: string | undefined, style: Intl.NumberFormatOptions, value: number): string {
  return withMinus(numberFormat(locale, style).format(value));
}

export function withMinus(text: string): string {
  return text.replaceAll('-', MINUS);
}

/** The number of fraction digits of a currency (ISO 4217). */
function moneyDigits(style: Intl.NumberFormatOptions): number {
  return numberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Returns a cached formatter, because creating one is expensive. */
export function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (found === undefined) formats.set(key, (found = new Intl.NumberFormat(locale ?? viewerLocale(), options)));
  return found;
}
