import { formatNumber, MINUS } from './number';
import type { FormatOptions, ValuePart } from './format-options';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds in the unit that reads best: `184 ms`, `1.5 s`, `2 min 11 s`, `4 h 12 min`, `3 d 4 h`. */
export function formatDuration(seconds: number, options: FormatOptions): readonly ValuePart[] {
  const size = Math.abs(seconds);
  const one = (value: number, unit: string): readonly ValuePart[] => [{ text: formatNumber(value, options), unit }];
  if (size < 0.9995e-6) return one(seconds * 1e9, 'ns');
  if (size < 0.9995e-3) return one(seconds * 1e6, 'µs');
  if (size < 0.9995) return one(seconds * 1e3, 'ms');
  if (size < 59.95) return one(seconds, 's');
  const whole = Math.round(size);
  const parts =
    whole < HOUR
      ? two(whole, MINUTE, 'min', 1, 's')
      : whole < DAY
        ? two(whole, HOUR, 'h', MINUTE, 'min')
        : two(whole, DAY, 'd', HOUR, 'h');
  return seconds < 0
    ? parts.map((part, index) => (index === 0 ? { ...part, text: `${MINUS}${part.text}` } : part))
    : parts;

  function two(value: number, big: number, bigUnit: string, small: number, smallUnit: string): ValuePart[] {
    const count = Math.floor(value / big);
    const rest = Math.floor((value % big) / small);
    const first = { text: formatNumber(count, { locale: options.locale }), unit: bigUnit };
    return rest === 0 ? [first] : [first, { text: String(rest), unit: smallUnit }];
  }
}
