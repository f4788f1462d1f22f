import { DURATION } from '../../../ui/form/codecs';
import { plural } from '../../../i18n/plural';
import { type FormField, number, text } from './form-field-types';
import { TIME_ZONE_SUGGESTIONS } from './time-zone-suggestions';
import { unitSuggestions } from './unit-suggestions';

const UNIT: FormField = {
  kind: 'suggest',
  name: 'unit',
  label: $localize`Unit`,
  placeholder: $localize`as it is pushed`,
  suggestions: unitSuggestions,
  nothing: () => $localize`Any other word is written behind the number.`,
};

const ZONE: FormField = {
  kind: 'suggest',
  name: 'timeZone',
  label: $localize`Time zone`,
  placeholder: $localize`the viewer's own`,
  suggestions: () => TIME_ZONE_SUGGESTIONS.map((value) => ({ value })),
  nothing: () => $localize`No time zone is called like this.`,
};
const THRESHOLDS: FormField = { kind: 'thresholds', name: 'thresholds' };
const DECIMALS = number('decimals', $localize`Decimals`, { min: 0, max: 10, whole: true });
const MIN = number('min', $localize`Least`);
const MAX = number('max', $localize`Most`);

const GOOD: FormField = {
  kind: 'choice',
  name: 'goodDirection',
  label: $localize`It is good when it goes`,
  choices: [
    { value: undefined, label: $localize`either way` },
    { value: 'up', label: $localize`:it is good when it goes|:up` },
    { value: 'down', label: $localize`:it is good when it goes|:down` },
  ],
};

const COLOUR: FormField = {
  kind: 'choice',
  name: 'color',
  label: $localize`Colour`,
  choices: [
    { value: undefined, label: $localize`its own` },
    ...[
      $localize`blue`,
      $localize`orange`,
      $localize`teal`,
      $localize`violet`,
      $localize`pink`,
      $localize`green`,
      $localize`sky`,
      $localize`sand`,
    ].map((label, index) => ({ value: index + 1, label })),
  ],
};

/** The options of each type, as its panel reads them; those of every panel are in the form itself. */
const FIELDS: Readonly<Record<string, readonly FormField[]>> = {
  number: [
    UNIT,
    DECIMALS,
    THRESHOLDS,
    GOOD,
    { kind: 'check', name: 'delta', label: $localize`Compare with an earlier value`, usual: true },
    text('deltaFrom', $localize`How much earlier`, { placeholder: $localize`the range, or like 24h` }, DURATION),
    COLOUR,
  ],
  chart: [
    {
      kind: 'choice',
      name: 'style',
      label: $localize`Drawn as`,
      choices: [
        { value: undefined, label: $localize`whatever suits` },
        { value: 'line', label: $localize`lines` },
        { value: 'area', label: $localize`areas` },
        { value: 'bars', label: $localize`bars` },
      ],
    },
    { kind: 'check', name: 'stacked', label: $localize`On top of each other`, usual: false },
    UNIT,
    DECIMALS,
    THRESHOLDS,
    {
      kind: 'choice',
      name: 'thresholdStyle',
      label: $localize`Thresholds as`,
      choices: [
        { value: undefined, label: $localize`lines` },
        { value: 'band', label: $localize`bands` },
        { value: 'both', label: $localize`lines and bands` },
      ],
    },
    MIN,
    MAX,
    { kind: 'check', name: 'log', label: $localize`Logarithmic scale`, usual: false },
    { kind: 'check', name: 'connectNulls', label: $localize`Draw across gaps`, usual: false },
  ],
  gauge: [
    UNIT,
    DECIMALS,
    number('min', $localize`:start of a scale|:From`, {}, { placeholder: '0' }),
    number('max', $localize`:end of a scale|:To`, {}, { placeholder: $localize`100 for percent` }),
    THRESHOLDS,
  ],
  bars: [
    UNIT,
    DECIMALS,
    number('limit', $localize`Bars at most`, { min: 1, max: 100, whole: true }, { placeholder: '10' }),
    {
      kind: 'choice',
      name: 'sort',
      label: $localize`Order`,
      choices: [
        { value: undefined, label: $localize`the largest first` },
        { value: 'name', label: $localize`by name` },
      ],
    },
    MAX,
    THRESHOLDS,
  ],
  status: [
    {
      kind: 'choice',
      name: 'sort',
      label: $localize`Order`,
      choices: [
        { value: 'state', label: $localize`the worst first` },
        { value: 'name', label: $localize`as the source has it` },
      ],
      usual: 'state',
    },
    THRESHOLDS,
    UNIT,
    DECIMALS,
  ],
  table: [
    text('sort', $localize`Sorted by`, {
      placeholder: $localize`as the source has it`,
      hint: $localize`The name of a column; with - in front the largest first.`,
    }),
    UNIT,
    DECIMALS,
    THRESHOLDS,
  ],
  events: [
    number(
      'limit',
      $localize`Events at most`,
      { min: 1, max: 200, whole: true },
      { placeholder: $localize`all that the source sends` },
    ),
  ],
  heatmap: [
    {
      kind: 'choice',
      name: 'rows',
      label: $localize`A row is`,
      choices: [
        { value: undefined, label: $localize`whatever suits` },
        { value: 'series', label: $localize`a series` },
        { value: 'values', label: $localize`a part of all values` },
      ],
    },
    UNIT,
    DECIMALS,
    number('min', $localize`Scale from`),
    number('max', $localize`Scale to`),
  ],
  pie: [
    {
      kind: 'choice',
      name: 'style',
      label: $localize`Drawn as`,
      choices: [
        { value: undefined, label: $localize`a ring` },
        { value: 'pie', label: $localize`a pie` },
      ],
    },
    UNIT,
    DECIMALS,
    number('limit', $localize`Parts at most`, { min: 1, max: 8, whole: true }, { placeholder: '6' }),
  ],
  text: [
    text('text', $localize`Text, in Markdown`, {
      lines: 10,
      hint: $localize`# heading, **bold**, - item, [words](address)`,
    }),
  ],
  image: [
    text('url', $localize`Address of the image`, { placeholder: 'https://…' }),
    text('alt', $localize`What it shows, in words`, { placeholder: $localize`the title` }),
    {
      kind: 'choice',
      name: 'fit',
      label: $localize`Size`,
      choices: [
        { value: undefined, label: $localize`the whole image` },
        { value: 'cover', label: $localize`all of the panel` },
      ],
    },
    text('refreshEvery', $localize`Fetched again every`, { placeholder: $localize`never, or like 30s` }, DURATION),
  ],
  web: [text('url', $localize`Address of the page`, { placeholder: 'https://…' })],
  clock: [
    ZONE,
    {
      kind: 'choice',
      name: 'format',
      label: $localize`Hours`,
      choices: [
        { value: undefined, label: $localize`as the viewer's language has it` },
        { value: '24', label: $localize`0 to 23` },
        { value: '12', label: $localize`AM and PM` },
      ],
    },
    { kind: 'check', name: 'seconds', label: $localize`Seconds`, usual: false },
    { kind: 'check', name: 'date', label: $localize`The date below`, usual: true },
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
 * How several series become one number; undefined for types that show them all.
 *
 * @param series how many there are, as far as it is known
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
    usual: 'last',
    choices: COMBINE_CHOICES,
  };
}

export function optionFieldsOf(type: string): readonly FormField[] {
  return Object.hasOwn(FIELDS, type) ? (FIELDS[type] ?? []) : [];
}
