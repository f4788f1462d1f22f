import { DURATION } from '../../../ui/form/codecs';
import { plural } from '../../../i18n/plural';
import { type FormField, number, text } from './form-field-types';
import { TIME_ZONE_SUGGESTIONS } from './time-zone-suggestions';
import { unitSuggestions } from './unit-suggestions';

const UNIT: FormField = {
  kind: 'suggest',
  name: 'unit',
  label: $localize`Unit`,
  placeholder: $localize`Default`,
  suggestions: unitSuggestions,
  emptyText: () => $localize`Any other text is shown after the number.`,
};

const TIME_ZONE: FormField = {
  kind: 'suggest',
  name: 'timeZone',
  label: $localize`Time zone`,
  placeholder: $localize`Default: the viewer’s`,
  suggestions: () => TIME_ZONE_SUGGESTIONS.map((value) => ({ value })),
  emptyText: () => $localize`No time zone has this name.`,
};
const THRESHOLDS: FormField = { kind: 'thresholds', name: 'thresholds' };
const DECIMALS = number('decimals', $localize`Decimals`, { min: 0, max: 10, whole: true });
const MIN = number('min', $localize`Min`);
const MAX = number('max', $localize`Max`);

const GOOD_DIRECTION: FormField = {
  kind: 'choice',
  name: 'goodDirection',
  label: $localize`Good direction`,
  choices: [
    { value: undefined, label: $localize`None` },
    { value: 'up', label: $localize`:good direction|:Up` },
    { value: 'down', label: $localize`:good direction|:Down` },
  ],
};

const COLOR: FormField = {
  kind: 'choice',
  name: 'color',
  label: $localize`Color`,
  choices: [
    { value: undefined, label: $localize`Default` },
    ...[
      $localize`Blue`,
      $localize`Orange`,
      $localize`Teal`,
      $localize`Violet`,
      $localize`Pink`,
      $localize`Green`,
      $localize`Sky blue`,
      $localize`Sand`,
    ].map((label, index) => ({ value: index + 1, label })),
  ],
};

/** The option fields of each panel type. Fields that all types have are in the panel form. */
const FIELDS: Readonly<Record<string, readonly FormField[]>> = {
  number: [
    UNIT,
    DECIMALS,
    THRESHOLDS,
    GOOD_DIRECTION,
    { kind: 'check', name: 'delta', label: $localize`Compare with an earlier value`, defaultValue: true },
    text('deltaFrom', $localize`Change since`, { placeholder: $localize`Start of the range, e.g. 24h` }, DURATION),
    COLOR,
  ],
  chart: [
    {
      kind: 'choice',
      name: 'style',
      label: $localize`Style`,
      choices: [
        { value: undefined, label: $localize`Auto` },
        { value: 'line', label: $localize`Lines` },
        { value: 'area', label: $localize`Areas` },
        { value: 'bars', label: $localize`Bars` },
      ],
    },
    { kind: 'check', name: 'stacked', label: $localize`Stacked`, defaultValue: false },
    UNIT,
    DECIMALS,
    THRESHOLDS,
    {
      kind: 'choice',
      name: 'thresholdStyle',
      label: $localize`Show thresholds as`,
      choices: [
        { value: undefined, label: $localize`Lines` },
        { value: 'band', label: $localize`Bands` },
        { value: 'both', label: $localize`Lines and bands` },
      ],
    },
    MIN,
    MAX,
    { kind: 'check', name: 'log', label: $localize`Logarithmic scale`, defaultValue: false },
    { kind: 'check', name: 'connectNulls', label: $localize`Connect across gaps`, defaultValue: false },
  ],
  gauge: [
    UNIT,
    DECIMALS,
    number('min', $localize`Min`, {}, { placeholder: '0' }),
    number('max', $localize`Max`, {}, { placeholder: $localize`100 for percent` }),
    THRESHOLDS,
  ],
  bars: [
    UNIT,
    DECIMALS,
    number('limit', $localize`Limit bars to`, { min: 1, max: 100, whole: true }, { placeholder: '10' }),
    {
      kind: 'choice',
      name: 'sort',
      label: $localize`Sort by`,
      choices: [
        { value: undefined, label: $localize`Largest first` },
        { value: 'name', label: $localize`By name` },
      ],
    },
    MAX,
    THRESHOLDS,
  ],
  status: [
    {
      kind: 'choice',
      name: 'sort',
      label: $localize`Sort by`,
      choices: [
        { value: 'state', label: $localize`Worst first` },
        { value: 'name', label: $localize`Order of the source` },
      ],
      defaultValue: 'state',
    },
    THRESHOLDS,
    UNIT,
    DECIMALS,
  ],
  table: [
    text('sort', $localize`Sort by`, {
      placeholder: $localize`Order of the source`,
      hint: $localize`The name of a column. Put - in front to sort in descending order.`,
    }),
    UNIT,
    DECIMALS,
    THRESHOLDS,
  ],
  events: [
    number('limit', $localize`Events shown`, { min: 1, max: 200, whole: true }, { placeholder: $localize`All` }),
  ],
  heatmap: [
    {
      kind: 'choice',
      name: 'rows',
      label: $localize`Rows`,
      choices: [
        { value: undefined, label: $localize`Auto` },
        { value: 'series', label: $localize`Series` },
        { value: 'values', label: $localize`Value ranges` },
      ],
    },
    UNIT,
    DECIMALS,
    number('min', $localize`Min`),
    number('max', $localize`Max`),
  ],
  pie: [
    {
      kind: 'choice',
      name: 'style',
      label: $localize`Style`,
      choices: [
        { value: undefined, label: $localize`Donut` },
        { value: 'pie', label: $localize`Pie` },
      ],
    },
    UNIT,
    DECIMALS,
    number('limit', $localize`Limit slices to`, { min: 1, max: 8, whole: true }, { placeholder: '6' }),
  ],
  text: [
    text('text', $localize`Text (Markdown)`, {
      lines: 10,
      hint: $localize`# heading, **bold**, - item, [text](URL)`,
    }),
  ],
  image: [
    text('url', $localize`Image URL`, { placeholder: 'https://…' }),
    text('alt', $localize`Alternative text`, { placeholder: $localize`Default: the title` }),
    {
      kind: 'choice',
      name: 'fit',
      label: $localize`Size`,
      choices: [
        { value: undefined, label: $localize`Fit the whole image` },
        { value: 'cover', label: $localize`Fill the panel` },
      ],
    },
    text('refreshEvery', $localize`Reload every`, { placeholder: $localize`Never, e.g. 30s` }, DURATION),
  ],
  web: [text('url', $localize`Page URL`, { placeholder: 'https://…' })],
  clock: [
    TIME_ZONE,
    {
      kind: 'choice',
      name: 'format',
      label: $localize`Hour format`,
      choices: [
        { value: undefined, label: $localize`Default` },
        { value: '24', label: $localize`24-hour` },
        { value: '12', label: $localize`12-hour (AM/PM)` },
      ],
    },
    { kind: 'check', name: 'seconds', label: $localize`Show seconds`, defaultValue: false },
    { kind: 'check', name: 'date', label: $localize`Show date`, defaultValue: true },
  ],
};

const COMBINE_CHOICES = [
  { value: 'last', label: $localize`:of several series|:Newest` },
  { value: 'sum', label: $localize`Sum` },
  { value: 'avg', label: $localize`Average` },
  { value: 'min', label: $localize`Min` },
  { value: 'max', label: $localize`Max` },
];

/**
 * Returns the field that selects how several series are combined into one number; undefined for types that show all series.
 *
 * @param series number of known series, 0 if it is unknown
 */
export function combineField(type: string, series: number): FormField | undefined {
  if (type !== 'number' && type !== 'gauge') return undefined;
  const found = plural(
    series,
    $localize`{COUNT, plural, =1 {There is 1 series. Its latest value is shown.} other {There are {COUNT} series. Choose how to combine them.}}`,
  );
  return {
    kind: 'choice',
    name: 'combine',
    label: $localize`Combine series`,
    hint: series > 0 ? found : $localize`How to combine several series. Series that have ended are left out.`,
    defaultValue: 'last',
    choices: COMBINE_CHOICES,
  };
}

export function optionFieldsOf(type: string): readonly FormField[] {
  return Object.hasOwn(FIELDS, type) ? (FIELDS[type] ?? []) : [];
}
