import { formatDuration } from './duration';
import { formatNumber } from './number';
import { parseUnit } from './unit';

/** A piece of a formatted value: figures and the unit behind them. A duration may have two (`3 d 4 h`). */
export interface ValuePart {
  readonly text: string;
  readonly unit: string;
}

export interface FormatOptions {
  /** The unit as it was pushed: `percent`, `bytes`, `ms`, `EUR`, or any other word, which is shown as it is. */
  readonly unit?: string;
  /** Digits after the point; without it as many as are worth reading. */
  readonly decimals?: number;
  /** Without zeros at the end: for values that stand still. */
  readonly trim?: boolean;
  /** BCP 47; without it the browser's. */
  readonly locale?: string;
}

/** A value ready to be set in type: figures large, units small. */
export function formatParts(value: number, options: FormatOptions = {}): readonly ValuePart[] {
  const unit = parseUnit(options.unit);
  switch (unit.kind) {
    case 'duration':
      return formatDuration(value * unit.seconds, options);
    case 'scaled': {
      const { scaled, symbol } = scale(value, unit.base, unit.symbols);
      return [{ text: formatNumber(scaled, options), unit: symbol }];
    }
    case 'currency':
      return [{ text: formatNumber(value, options, { style: 'currency', currency: unit.code }), unit: '' }];
    case 'percent':
      return [{ text: formatNumber(value * unit.factor, options), unit: '%' }];
    case 'plain':
      return [{ text: formatNumber(value, options), unit: unit.symbol }];
  }
}

/** The same in one line, with the narrow space that belongs between figures and unit. */
export function formatValue(value: number, options: FormatOptions = {}): string {
  return formatParts(value, options)
    .map(({ text, unit }) => (unit === '' ? text : `${text}\u202f${unit}`))
    .join(' ');
}

function scale(value: number, base: number, symbols: readonly string[]): { scaled: number; symbol: string } {
  let scaled = value;
  let step = 0;
  // 999.95 and above would be rounded to 1000 of the smaller unit.
  while (Math.abs(scaled) >= base - 0.05 && step < symbols.length - 1) {
    scaled /= base;
    step += 1;
  }
  return { scaled, symbol: symbols[step] ?? '' };
}
