import type { FormatOptions, ValuePart } from './format-options';
import { formatDuration } from './duration';
import { formatNumber } from './number';
import { parseUnit, type Scale } from './unit';

/** A value ready to be set in type: figures large, units small. What is no number (NaN, infinite) is a dash. */
export function formatParts(value: number, options: FormatOptions = {}): readonly ValuePart[] {
  const unit = parseUnit(options.unit);
  const one = (number: number, symbol: string, style?: Intl.NumberFormatOptions): readonly ValuePart[] => [
    { text: formatNumber(number, options, style), unit: Number.isFinite(number) ? symbol : '' },
  ];
  if (!Number.isFinite(value)) return one(value, '');
  switch (unit.kind) {
    case 'duration': {
      const seconds = value * unit.seconds;
      // Nothing is nothing in every unit: it keeps the one that it came with.
      return seconds === 0 || !Number.isFinite(seconds) ? one(seconds, unit.symbol) : formatDuration(seconds, options);
    }
    case 'scaled':
    case 'prefixed': {
      const { scaled, symbol } = scale(value, unit);
      return one(scaled, symbol);
    }
    case 'currency':
      return one(value, unit.symbol, { style: 'currency', currency: unit.code });
    case 'percent':
      return one(value * unit.factor, unit.symbol);
    case 'words':
      return [{ text: unit.words[value === 0 ? 0 : 1], unit: '' }];
    case 'plain':
      return one(value, unit.symbol);
  }
}

/** The same in one line, with the narrow space that belongs between figures and unit. */
export function formatValue(value: number, options: FormatOptions = {}): string {
  return formatParts(value, options)
    .map(({ text, unit }) => (unit === '' ? text : `${text}\u202f${unit}`))
    .join(' ');
}

function scale(value: number, { base, symbols, start }: Scale): { scaled: number; symbol: string } {
  // 999.95 and above would be rounded to 1000 of the smaller unit.
  const most = base - 0.05;
  let scaled = value;
  let step = start;
  while (Math.abs(scaled) >= most && step < symbols.length - 1) {
    scaled /= base;
    step += 1;
  }
  while (scaled !== 0 && Math.abs(scaled) * base < most && step > 0) {
    scaled *= base;
    step -= 1;
  }
  return { scaled, symbol: symbols[step] ?? '' };
}
