import { type Codec, DURATION, numberCodec, TEXT } from '../../ui/form/codecs';
import type { Choice } from '../../ui/form/select-field';

/** How one of a panel's options is filled in. */
export type OptionField =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly codec: Codec<unknown>;
      readonly placeholder?: string;
      readonly hint?: string;
      readonly lines?: number;
      readonly numeric?: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly choices: readonly Choice<unknown>[];
      readonly hint?: string;
    }
  /** Yes or no; `usual` is what it is without being given. */
  | { readonly kind: 'check'; readonly name: string; readonly label: string; readonly usual: boolean }
  | { readonly kind: 'unit' | 'thresholds' | 'zone'; readonly name: string };

type Words = Pick<Extract<OptionField, { kind: 'text' }>, 'placeholder' | 'hint' | 'lines'>;

function text(name: string, label: string, words: Words = {}, codec: Codec<string> = TEXT): OptionField {
  return { kind: 'text', name, label, codec, ...words };
}

function number(
  name: string,
  label: string,
  limits: Parameters<typeof numberCodec>[0] = {},
  placeholder = $localize`as it comes`,
): OptionField {
  return { kind: 'text', name, label, codec: numberCodec(limits), placeholder, numeric: true };
}

const UNIT: OptionField = { kind: 'unit', name: 'unit' };
const THRESHOLDS: OptionField = { kind: 'thresholds', name: 'thresholds' };
const DECIMALS = number('decimals', $localize`Decimals`, { min: 0, max: 10, whole: true });
const MIN = number('min', $localize`Least`);
const MAX = number('max', $localize`Most`);

const GOOD: OptionField = {
  kind: 'choice',
  name: 'goodDirection',
  label: $localize`It is good when it goes`,
  choices: [
    { value: undefined, label: $localize`either way` },
    { value: 'up', label: $localize`:it is good when it goes|:up` },
    { value: 'down', label: $localize`:it is good when it goes|:down` },
  ],
};

const COLOUR: OptionField = {
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
const FIELDS: Readonly<Record<string, readonly OptionField[]>> = {
  number: [
    UNIT,
    DECIMALS,
    THRESHOLDS,
    GOOD,
    { kind: 'check', name: 'delta', label: $localize`Compare with an earlier value`, usual: true },
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
    number('min', $localize`:start of a scale|:From`, {}, '0'),
    number('max', $localize`:end of a scale|:To`, {}, $localize`100 for percent`),
    THRESHOLDS,
  ],
  bars: [
    UNIT,
    DECIMALS,
    number('limit', $localize`Bars at most`, { min: 1, max: 100, whole: true }, '10'),
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
        { value: undefined, label: $localize`the worst first in a crowd` },
        { value: 'state', label: $localize`the worst first` },
        { value: 'name', label: $localize`as the source has it` },
      ],
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
    number('limit', $localize`Events at most`, { min: 1, max: 200, whole: true }, $localize`all that the source sends`),
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
    number('limit', $localize`Parts at most`, { min: 1, max: 8, whole: true }, '6'),
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
    { kind: 'zone', name: 'timeZone' },
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

export function optionFieldsOf(type: string): readonly OptionField[] {
  return Object.hasOwn(FIELDS, type) ? (FIELDS[type] ?? []) : [];
}
