import type { Suggestion } from '../../ui/combobox/suggest';
import { formatValue } from '../../ui/format/value';

const NAMES: readonly (readonly [unit: string, label: string])[] = [
  ['percent', 'Percent (0 to 100)'],
  ['ratio', 'Percent (0 to 1)'],
  ['ms', 'Milliseconds'],
  ['s', 'Seconds'],
  ['us', 'Microseconds'],
  ['ns', 'Nanoseconds'],
  ['min', 'Minutes'],
  ['h', 'Hours'],
  ['bytes', 'Bytes, in powers of two'],
  ['si-bytes', 'Bytes, in powers of ten'],
  ['bytes/s', 'Bytes per second'],
  ['bits', 'Bits'],
  ['bits/s', 'Bits per second'],
  ['reqps', 'Requests per second'],
  ['ops', 'Operations per second'],
  ['celsius', 'Degrees Celsius'],
  ['fahrenheit', 'Degrees Fahrenheit'],
  ['W', 'Watt'],
  ['Hz', 'Hertz'],
  ['count', 'A plain number'],
];

const SAMPLES: Readonly<Record<string, number>> = { percent: 42.5, ratio: 0.425 };

/** Every unit that values are written in: with how one looks. Any other word is written behind the number. */
export function unitSuggestions(): readonly Suggestion[] {
  return [...NAMES, ...currencies()].map(([value, label]) => ({
    value,
    label,
    note: formatValue(SAMPLES[value] ?? 12_345, { unit: value }),
  }));
}

/** The viewer's language names them. */
function currencies(): readonly (readonly [unit: string, label: string])[] {
  const names = new Intl.DisplayNames(undefined, { type: 'currency' });
  const common = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'];
  const all = new Set([...common, ...Intl.supportedValuesOf('currency')]);
  return [...all].map((code) => [code, names.of(code) ?? code] as const);
}
