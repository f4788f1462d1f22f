import { hasBoundaryBetween, limitOfHundred, limitsOf, scaleLimits, type Limit } from './rounding-limits';
import { fractionDigitsOf, roundTo, withoutNoise } from './decimals';
import { formatDuration } from './format-duration';
import type { FormatOptions, ValuePart } from './format-options';
import { formatAllDigits, formatNumber, NO_NUMBER, shownPlacesOf, type NumberContext } from './format-number';
import { parseUnit, type Scale } from './value-units';

/** Formats a value in parts, so that numbers and units can have different sizes. NaN and infinity are a dash. */
export function formatParts(value: number, options: FormatOptions = {}): readonly ValuePart[] {
  const unit = parseUnit(options.unit);
  if (!Number.isFinite(value)) return [{ text: NO_NUMBER, unit: '' }];
  const limits = limitsOf(value, options.boundaries);
  const one = (
    number: number,
    symbol: string,
    context: NumberContext = { limits },
    style?: Intl.NumberFormatOptions,
  ): readonly ValuePart[] => [
    { text: formatNumber(number, options, style, context), unit: Number.isFinite(number) ? symbol : '' },
  ];
  switch (unit.kind) {
    case 'duration': {
      const inSeconds = (size: number): number => size * unit.seconds;
      const seconds = inSeconds(value);
      const scaled = scaleLimits(limits, inSeconds);
      // Zero keeps its own unit. So does a value that is too small for a number of seconds, which would lose its sign.
      if (seconds === 0) return one(value, unit.symbol);
      return Number.isFinite(seconds)
        ? formatDuration(seconds, unit.symbol, options, scaled)
        : one(seconds, unit.symbol);
    }
    case 'scaled':
    case 'prefixed': {
      const { scale, symbol } = scaleOf(value, unit, options, limits);
      const scaled = symbol !== unit.symbols[unit.start];
      return one(scale(value), symbol, { limits: scaleLimits(limits, scale), unitChanged: scaled });
    }
    case 'currency':
      return one(value, unit.symbol, { limits }, currencyStyle(unit.code));
    case 'percent': {
      const percent = value * unit.factor;
      const scaled = scaleLimits(limits, (size) => size * unit.factor);
      return one(percent, unit.symbol, { limits: [...scaled, limitOfHundred(percent)] });
    }
    case 'labels':
      return [{ text: unit.labels[value === 0 ? 0 : 1], unit: '' }];
    case 'plain':
      return one(value, unit.symbol);
  }
}

/** Formats a value as one text, with a narrow space between number and unit. */
export function formatValue(value: number, options: FormatOptions = {}): string {
  return formatParts(value, options)
    .map(({ text, unit }) => join(text, unit))
    .join(' ');
}

/** Formats a value with all its digits, in its original unit. Ratios are shown as percentages. */
export function formatExactValue(value: number, { unit: name, locale }: FormatOptions = {}): string {
  const unit = parseUnit(name);
  switch (unit.kind) {
    case 'percent':
      return exactly(value * unit.factor, unit.symbol);
    case 'scaled':
    case 'prefixed':
      return exactly(value, unit.symbols[unit.start] ?? '');
    case 'currency':
      return exactly(value, unit.symbol, currencyStyle(unit.code));
    case 'labels':
      return exactly(value, '');
    case 'duration':
    case 'plain':
      return exactly(value, unit.symbol);
  }

  function exactly(number: number, symbol: string, style?: Intl.NumberFormatOptions): string {
    return join(formatAllDigits(number, locale, style), Number.isFinite(number) ? symbol : '');
  }
}

/** Returns the exact value for a tooltip; undefined if the text already shows it. */
export function exactValueIfDifferent(text: string, value: number, options: FormatOptions = {}): string | undefined {
  const exact = formatExactValue(value, options);
  return exact === text || !Number.isFinite(value) ? undefined : exact;
}

/**
 * Returns the difference of two values, with the digits that are shown: 0.11 for 20.1 and 19.99, and 0 if both texts are equal.
 * The difference of percentages and ratios is in percentage points.
 */
export function differenceOf(one: number, other: number, options: FormatOptions): number {
  const unit = parseUnit(options.unit);
  const factor = unit.kind === 'percent' ? unit.factor : 1;
  const both = [one, other].map((value) => withoutNoise(value * factor));
  const sent = Math.max(...both.map(fractionDigitsOf));
  // The shown digits of a scaled value do not apply to the difference, which may have another scale.
  const isScaled = unit.kind === 'duration' || unit.kind === 'scaled' || unit.kind === 'prefixed';
  const style = unit.kind === 'currency' ? currencyStyle(unit.code) : undefined;
  const shown = isScaled ? sent : Math.max(...both.map((value) => shownPlacesOf(value, options, style)));
  return roundTo(Math.abs(one - other) * factor, Math.min(sent, shown));
}

function currencyStyle(code: string): Intl.NumberFormatOptions {
  return { style: 'currency', currency: code };
}

function join(text: string, unit: string): string {
  return unit === '' ? text : `${text}\u202f${unit}`;
}

/** The scale of a value: the shown number is at least 1 and less than `base`. */
function scaleOf(
  value: number,
  { base, symbols, start }: Scale,
  { decimals, roundDown = false }: FormatOptions,
  limits: readonly Limit[],
): { readonly scale: (size: number) => number; readonly symbol: string } {
  const scaleBy =
    (step: number) =>
    (size: number): number =>
      step < start ? size * base ** (start - step) : size / base ** (step - start);
  // With three integer digits, there is one fraction digit. With four, there is none.
  const rounding = 10 ** -(decimals ?? (base === 1000 ? 1 : 0)) / 2;
  const isFull = (step: number): boolean => {
    const scale = scaleBy(step);
    const size = Math.abs(scale(value));
    if (size < base - rounding) return false;
    return size >= base || !(roundDown || hasBoundaryBetween(size, base, scaleLimits(limits, scale)));
  };
  let step = start;
  while (step < symbols.length - 1 && isFull(step)) step += 1;
  while (value !== 0 && step > 0 && !isFull(step - 1)) step -= 1;
  return { scale: scaleBy(step), symbol: symbols[step] ?? '' };
}
