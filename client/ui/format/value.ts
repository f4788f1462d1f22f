import type { FormatOptions, ValuePart } from './format-options';
import { formatDuration } from './duration';
import { formatNumber } from './number';
import { parseUnit } from './unit';

/** A value ready to be set in type: figures large, units small. */
export function formatParts(value: number, options: FormatOptions = {}): readonly ValuePart[] {
  const unit = parseUnit(options.unit);
  switch (unit.kind) {
    case 'duration':
      // Nothing is nothing in every unit: it keeps the one that it came with.
      if (value === 0) return [{ text: formatNumber(0, options), unit: unit.symbol }];
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
