import type { Suggestion } from '../../../ui/combobox/suggest';
import { formatValue } from '../../../i18n/format/format-value';
import { textLanguage } from '../../../i18n/language';
import { supportedValues } from '../../../common/supported-values';

const NAMES: readonly (readonly [unit: string, label: string])[] = [
  ['percent', $localize`Percent (0 to 100)`],
  ['ratio', $localize`Percent (0 to 1)`],
  ['ms', $localize`Milliseconds`],
  ['s', $localize`Seconds`],
  ['us', $localize`Microseconds`],
  ['ns', $localize`Nanoseconds`],
  ['min', $localize`Minutes`],
  ['h', $localize`Hours`],
  ['bytes', $localize`Bytes (IEC, 1 KiB = 1,024 B)`],
  ['si-bytes', $localize`Bytes (SI, 1 kB = 1,000 B)`],
  ['bytes/s', $localize`Bytes per second`],
  ['bits', $localize`Bits`],
  ['bits/s', $localize`Bits per second`],
  ['reqps', $localize`Requests per second`],
  ['ops', $localize`Operations per second`],
  ['celsius', $localize`Degrees Celsius`],
  ['kelvin', $localize`Kelvin`],
  ['fahrenheit', $localize`Degrees Fahrenheit`],
  ['W', $localize`Watts`],
  ['Wh', $localize`Watt-hours`],
  ['V', $localize`Volts`],
  ['A', $localize`Amperes`],
  ['J', $localize`Joules`],
  ['Pa', $localize`Pascals`],
  ['Hz', $localize`Hertz`],
  ['count', $localize`A plain number`],
  ['short', $localize`A plain number, shortened`],
  ['bool', $localize`Yes or no`],
  ['on-off', $localize`On or off`],
  ['up-down', $localize`Up or down`],
];

const SAMPLES: Readonly<Record<string, number>> = { percent: 42.5, ratio: 0.425 };

/**
 * All units with a format of their own, each with a sample value. Any other unit is shown as it is, after the number.
 */
export function unitSuggestions(): readonly Suggestion[] {
  return [...NAMES, ...currencies()].map(([value, label]) => ({
    value,
    label,
    note: formatValue(SAMPLES[value] ?? 12_345, { unit: value }),
  }));
}

/** All currencies, named in the language of the page. */
function currencies(): readonly (readonly [unit: string, label: string])[] {
  const names = new Intl.DisplayNames(textLanguage(), { type: 'currency' });
  const common = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'];
  const all = new Set([...common, ...supportedValues('currency')]);
  return [...all].map((code) => [code, names.of(code) ?? code] as const);
}
