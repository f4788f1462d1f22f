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
  placeholder = 'as it comes',
): OptionField {
  return { kind: 'text', name, label, codec: numberCodec(limits), placeholder, numeric: true };
}

const UNIT: OptionField = { kind: 'unit', name: 'unit' };
const THRESHOLDS: OptionField = { kind: 'thresholds', name: 'thresholds' };
const DECIMALS = number('decimals', 'Decimals', { min: 0, max: 10, whole: true });
const MIN = number('min', 'Least');
const MAX = number('max', 'Most');

const GOOD: OptionField = {
  kind: 'choice',
  name: 'goodDirection',
  label: 'It is good when it goes',
  choices: [
    { value: undefined, label: 'either way' },
    { value: 'up', label: 'up' },
    { value: 'down', label: 'down' },
  ],
};

const COLOUR: OptionField = {
  kind: 'choice',
  name: 'color',
  label: 'Colour',
  choices: [
    { value: undefined, label: 'its own' },
    ...['blue', 'orange', 'teal', 'violet', 'pink', 'green', 'sky', 'sand'].map((label, index) => ({
      value: index + 1,
      label,
    })),
  ],
};

/** The options of each type, as its panel reads them; those of every panel are in the form itself. */
const FIELDS: Readonly<Record<string, readonly OptionField[]>> = {
  number: [
    UNIT,
    DECIMALS,
    THRESHOLDS,
    GOOD,
    { kind: 'check', name: 'delta', label: 'Compare with an earlier value', usual: true },
    COLOUR,
  ],
  chart: [
    {
      kind: 'choice',
      name: 'style',
      label: 'Drawn as',
      choices: [
        { value: undefined, label: 'whatever suits' },
        { value: 'line', label: 'lines' },
        { value: 'area', label: 'areas' },
        { value: 'bars', label: 'bars' },
      ],
    },
    { kind: 'check', name: 'stacked', label: 'On top of each other', usual: false },
    UNIT,
    DECIMALS,
    THRESHOLDS,
    {
      kind: 'choice',
      name: 'thresholdStyle',
      label: 'Thresholds as',
      choices: [
        { value: undefined, label: 'lines' },
        { value: 'band', label: 'bands' },
        { value: 'both', label: 'lines and bands' },
      ],
    },
    MIN,
    MAX,
    { kind: 'check', name: 'log', label: 'Logarithmic scale', usual: false },
    { kind: 'check', name: 'connectNulls', label: 'Draw across gaps', usual: false },
  ],
  gauge: [UNIT, DECIMALS, number('min', 'From', {}, '0'), number('max', 'To', {}, '100 for percent'), THRESHOLDS],
  bars: [
    UNIT,
    DECIMALS,
    number('limit', 'Bars at most', { min: 1, max: 100, whole: true }, '10'),
    {
      kind: 'choice',
      name: 'sort',
      label: 'Order',
      choices: [
        { value: undefined, label: 'the largest first' },
        { value: 'name', label: 'by name' },
      ],
    },
    MAX,
    THRESHOLDS,
  ],
  status: [
    {
      kind: 'choice',
      name: 'sort',
      label: 'Order',
      choices: [
        { value: undefined, label: 'the worst first in a crowd' },
        { value: 'state', label: 'the worst first' },
        { value: 'name', label: 'as the source has it' },
      ],
    },
    THRESHOLDS,
    UNIT,
    DECIMALS,
  ],
  table: [
    text('sort', 'Sorted by', {
      placeholder: 'as the source has it',
      hint: 'The name of a column; with - in front the largest first.',
    }),
    UNIT,
    DECIMALS,
    THRESHOLDS,
  ],
  events: [number('limit', 'Events at most', { min: 1, max: 200, whole: true }, 'all that the source sends')],
  heatmap: [
    {
      kind: 'choice',
      name: 'rows',
      label: 'A row is',
      choices: [
        { value: undefined, label: 'whatever suits' },
        { value: 'series', label: 'a series' },
        { value: 'values', label: 'a part of all values' },
      ],
    },
    UNIT,
    DECIMALS,
    number('min', 'Scale from'),
    number('max', 'Scale to'),
  ],
  pie: [
    {
      kind: 'choice',
      name: 'style',
      label: 'Drawn as',
      choices: [
        { value: undefined, label: 'a ring' },
        { value: 'pie', label: 'a pie' },
      ],
    },
    UNIT,
    DECIMALS,
    number('limit', 'Parts at most', { min: 1, max: 8, whole: true }, '6'),
  ],
  text: [text('text', 'Text, in Markdown', { lines: 10, hint: '# heading, **bold**, - item, [words](address)' })],
  image: [
    text('url', 'Address of the image', { placeholder: 'https://…' }),
    text('alt', 'What it shows, in words', { placeholder: 'the title' }),
    {
      kind: 'choice',
      name: 'fit',
      label: 'Size',
      choices: [
        { value: undefined, label: 'the whole image' },
        { value: 'cover', label: 'all of the panel' },
      ],
    },
    text('refreshEvery', 'Fetched again every', { placeholder: 'never, or like 30s' }, DURATION),
  ],
  web: [text('url', 'Address of the page', { placeholder: 'https://…' })],
  clock: [
    { kind: 'zone', name: 'timeZone' },
    {
      kind: 'choice',
      name: 'format',
      label: 'Hours',
      choices: [
        { value: undefined, label: "as the viewer's language has it" },
        { value: '24', label: '0 to 23' },
        { value: '12', label: 'AM and PM' },
      ],
    },
    { kind: 'check', name: 'seconds', label: 'Seconds', usual: false },
    { kind: 'check', name: 'date', label: 'The date below', usual: true },
  ],
};

export function optionFieldsOf(type: string): readonly OptionField[] {
  return Object.hasOwn(FIELDS, type) ? (FIELDS[type] ?? []) : [];
}
