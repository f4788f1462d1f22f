import { limitsOf, scaleLimits } from './rounding-limits';
import type { FormatOptions } from './format-options';
import { COMPACT_FROM, HUGE_FROM, formatNumber, numberFormat, withMinus } from './format-number';
import { parseUnit, type Unit } from './value-units';
import { formatValue } from './format-value';

/** A label may differ from its value by this part of the distance between two labels, which nobody can see. */
const TOLERANCE = 0.05;

/** Below this, numbers have an exponent. */
const TINY_BELOW = 1e-6;

/** Numbers are written in millions or more only where so many digits after the point are enough. */
const COMPACT_DIGITS = 2;

/** What `Intl` accepts in every browser. */
const MOST_DIGITS = 20;

/** In seconds. */
const DURATIONS = { ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3_600, d: 86_400 };

/**
 * Writes values that are seen beside each other, as on an axis: in one scale (KiB, ms, millions), and with as many digits
 * as tell them apart. Different values never have the same label.
 *
 * @param step the distance between labels, in the values' unit; without it, the least distance of two of the values
 */
export function formatAxisValues(
  values: readonly number[],
  options: FormatOptions,
  step = smallestDifference(values),
): readonly string[] {
  const unit = parseUnit(options.unit);
  const word = (value: number): string | undefined => (unit.kind === 'words' ? unit.words[value] : undefined);
  const write = shortestFormatter(values, { unit, step, locale: options.locale });
  const labels = values.map((value) => word(value) ?? (value === 0 ? '0' : write(value)));
  if (new Set(labels).size === new Set(values).size) return labels;
  return values.map((value) => word(value) ?? formatAllSignificantDigits(value, unit, options.locale));
}

/** What all values of an axis are written in: seconds, MiB, kW. Not every value alone would be. */
export interface AxisScale {
  /** So many of the unit that the values come in make one. */
  readonly divisor: number;
  readonly symbol: string;
}

/** What `formatAxisValues` writes these values in; undefined for units that are not scaled. */
export function axisScaleOf(values: readonly number[], options: FormatOptions): AxisScale | undefined {
  const unit = parseUnit(options.unit);
  if (unit.kind !== 'duration' && unit.kind !== 'scaled' && unit.kind !== 'prefixed') return undefined;
  return notationFor(values, { unit, step: smallestDifference(values), locale: options.locale })?.notation;
}

/** How precisely the values of an axis are read, and in what scale. */
export interface AxisReading {
  /** Values so far apart must not read the same; in the values' unit. */
  readonly step: number;
  /** Without it, each value is written in the scale that suits it. */
  readonly scale?: AxisScale;
}

/**
 * Writes a value as usual, but in the scale of its axis, and with enough digits to tell it from one that is a step away.
 * `options.decimals` keep it from more digits where each value has a scale of its own.
 */
export function formatAxisReading(value: number, options: FormatOptions, { step, scale }: AxisReading): string {
  const usual = scale === undefined ? formatValue(value, options) : formatInScale(value, options, scale);
  if (!(step > 0) || (options.decimals !== undefined && scale === undefined)) return usual;
  const [precise = usual] = scale === undefined ? formatAxisValues([value], options, step) : [inScale(scale)];
  return digitsIn(precise) > digitsIn(usual) ? precise : usual;

  function inScale({ divisor, symbol }: AxisScale): string {
    const digits = digitsFor([value / divisor], step / divisor);
    const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return withMinus(numberFormat(options.locale, places).format(value / divisor)) + withSpace(symbol);
  }
}

/** Writes a value in the scale of an axis, within its boundaries. */
export function formatInScale(value: number, options: FormatOptions, { divisor, symbol }: AxisScale): string {
  const limits = scaleLimits(limitsOf(value, options.boundaries), (at) => at / divisor);
  return formatNumber(value / divisor, options, {}, { limits }) + withSpace(symbol);
}

function digitsIn(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** Of a single value, a thousandth. */
function smallestDifference(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const distances = sorted.slice(1).map((value, index) => value - (sorted[index] ?? value));
  const [first = 0] = values;
  return Math.min(...(values.length > 1 ? distances.filter((distance) => distance > 0) : [Math.abs(first) / 1_000]));
}

/** One way to write all labels: divided by `divisor`, with `symbol` behind. */
interface Notation {
  readonly divisor: number;
  readonly symbol: string;
  readonly style?: Intl.NumberFormatOptions;
}

function notationsOf(unit: Unit, most: number, locale: string | undefined): readonly Notation[] {
  switch (unit.kind) {
    case 'duration':
      return Object.entries(DURATIONS).map(([symbol, seconds]) => ({ symbol, divisor: seconds / unit.seconds }));
    case 'scaled':
    case 'prefixed':
      return unit.symbols.map((symbol, index) => ({ symbol, divisor: unit.base ** (index - unit.start) }));
    case 'percent':
      return [{ symbol: unit.symbol, divisor: 1 / unit.factor }];
    case 'currency':
      return plainAndCompact({ symbol: unit.symbol, style: { style: 'currency', currency: unit.code } }, most, locale);
    default:
      return plainAndCompact({ symbol: unit.kind === 'plain' ? unit.symbol : '' }, most, locale);
  }
}

/** Digits alone, and in the words of the language for thousands, millions … where it has these. */
function plainAndCompact(plain: Omit<Notation, 'divisor'>, most: number, locale?: string): readonly Notation[] {
  const full = { ...plain, divisor: 1 };
  if (most < COMPACT_FROM || most >= HUGE_FROM) return [full];
  const divisor = 1_000 ** Math.floor(Math.log10(most) / 3);
  const style = { ...plain.style, notation: 'compact' as const };
  const parts = numberFormat(locale, style).formatToParts(divisor);
  // Chinese counts in ten thousands.
  return parts.some(({ type, value }) => type === 'integer' && value === '1')
    ? [full, { ...plain, divisor, style }]
    : [full];
}

type Formatter = (value: number) => string;

interface AxisFormat {
  readonly unit: Unit;
  readonly step: number;
  readonly locale?: string;
}

function shortestFormatter(values: readonly number[], wanted: AxisFormat): Formatter {
  const { unit, locale } = wanted;
  const chosen = notationFor(values, wanted);
  if (chosen === undefined) return (value) => formatAllSignificantDigits(value, unit, locale);
  const { notation, digits, exponent } = chosen;
  const { divisor, symbol, style } = notation;
  const compact = style?.notation !== undefined;
  const end = `${exponent === 0 ? '' : withMinus(`E${exponent}`)}${withSpace(symbol)}`;
  const format = numberFormat(locale, {
    ...style,
    minimumFractionDigits: compact ? 0 : digits,
    maximumFractionDigits: digits,
  });
  return (value) => withMinus(format.format(compact ? value : value / divisor / 10 ** exponent)) + end;
}

interface ChosenNotation {
  readonly notation: Notation;
  /** After the point. */
  readonly digits: number;
  /** Of ten, where the numbers are too large or too small to be written in full. */
  readonly exponent: number;
  /** Whether the labels are just their values: 102 MiB is not 0.1 GiB. */
  readonly isExact: boolean;
}

/**
 * The notation that needs the shortest labels; of several ones the largest in which not all values are fractions: 200 ms
 * rather than 0.2 s. Undefined where there is none.
 */
function notationFor(values: readonly number[], { unit, step, locale }: AxisFormat): ChosenNotation | undefined {
  const most = Math.max(...values.map(Math.abs));
  let shortest = Infinity;
  let best: ChosenNotation | undefined;
  for (const notation of notationsOf(unit, most, locale)) {
    const { divisor, style } = notation;
    if (best?.isExact === true && most < divisor) break;
    const compact = style?.notation !== undefined;
    const exponent = compact ? 0 : exponentOf(most / divisor);
    const scaled = (value: number): number => value / divisor / 10 ** exponent;
    const digits = digitsFor(values.map(scaled), scaled(step));
    const places = Math.max(0, Math.floor(Math.log10(scaled(most))));
    const length = places + Math.floor(places / 3) + digits + Math.sign(digits) + (exponent === 0 ? 0 : 4);
    if (!Number.isFinite(length) || length > shortest || (compact && digits > COMPACT_DIGITS)) continue;
    shortest = length;
    best = { notation, digits, exponent, isExact: values.every((value) => isWritten(scaled(value), digits)) };
  }
  return best;
}

/** 0 where a number of this size is written in full. */
function exponentOf(size: number): number {
  return size >= HUGE_FROM || size < TINY_BELOW ? Math.floor(Math.log10(size)) : 0;
}

/** How many digits after the point show each value. */
function digitsFor(values: readonly number[], step: number): number {
  let digits = 0;
  const isRough = (value: number): boolean => {
    const shifted = value * 10 ** digits;
    return Math.abs(shifted - Math.round(shifted)) > TOLERANCE * step * 10 ** digits;
  };
  while (digits < MOST_DIGITS && values.some(isRough)) digits += 1;
  return digits;
}

/** Whether so many digits after the point are all that a number has. */
function isWritten(value: number, digits: number): boolean {
  return Math.abs(Number(value.toFixed(digits)) - value) <= Math.abs(value) * 1e-9;
}

/** All digits that a number has. */
function formatAllSignificantDigits(value: number, unit: Unit, locale: string | undefined): string {
  const style = { notation: 'scientific', maximumSignificantDigits: 17 } as const;
  if (unit.kind === 'percent' && unit.factor !== 1) {
    // A multiplication by 100 could make one number of two.
    return withMinus(numberFormat(locale, { ...style, style: 'percent' }).format(value));
  }
  const symbol = 'symbols' in unit ? (unit.symbols[unit.start] ?? '') : 'symbol' in unit ? unit.symbol : '';
  return withMinus(numberFormat(locale, style).format(value)) + withSpace(symbol);
}

function withSpace(symbol: string): string {
  return symbol === '' ? '' : `\u202f${symbol}`;
}
