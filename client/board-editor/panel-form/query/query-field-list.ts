import type { Query } from '../../../../wire/board';
import { type Codec, DURATION, JSON_OBJECT, TAGS } from '../../../ui/form/codecs';
import type { FormField } from '../fields/form-field-types';
import { number, text } from '../fields/form-field-types';
import type { MetricList, TableList } from './key-lists';
import { AGGREGATES, LEVELS, SHAPES } from './panel-queries';

/** What can be chosen from. */
export interface QueryLists {
  readonly metrics: MetricList;
  readonly tables: TableList;
}

const KNOWN: readonly string[] = ['metrics', 'statuses', 'events', 'tables'];

/** Whether there are fields for what the source is asked; else it is JSON. */
export function isKnownSource(source: string): boolean {
  return KNOWN.includes(source);
}

/** Names with commas between them. */
const NAMES: Codec<readonly string[]> = {
  format: (names) => names.join(', '),
  parse(given) {
    const names = given
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return { value: names.length === 0 ? undefined : names };
  },
};

const SHAPE: FormField = { kind: 'choice', name: 'as', label: $localize`Shape`, choices: SHAPES };

const EVERY = text(
  'every',
  $localize`One value every`,
  { placeholder: $localize`as the range allows, or like 5m` },
  DURATION,
);

const ACROSS: FormField = {
  kind: 'choice',
  name: 'across',
  label: $localize`Put together as`,
  more: true,
  choices: [
    { value: undefined, label: $localize`whatever suits` },
    { value: 'sum', label: $localize`Sum` },
    { value: 'avg', label: $localize`Average` },
    { value: 'min', label: $localize`Smallest` },
    { value: 'max', label: $localize`Largest` },
    { value: 'count', label: $localize`How many there are` },
  ],
};

const FILL: FormField = {
  kind: 'choice',
  name: 'fill',
  label: $localize`Where nothing came`,
  more: true,
  choices: [
    { value: undefined, label: $localize`a gap` },
    { value: 'zero', label: $localize`zero` },
    { value: 'last', label: $localize`the value before` },
    { value: 'linear', label: $localize`a straight line` },
  ],
};

const RATE: FormField = {
  kind: 'check',
  name: 'rate',
  label: $localize`Counters: increase per second`,
  usual: false,
  more: true,
};

/** The fields of what a source is asked, in their order. */
export function queryFieldsOf(query: Query, lists: QueryLists): readonly FormField[] {
  switch (query.source) {
    case 'metrics':
      return query.expression === undefined && query.queries === undefined ? metricFields(query, lists) : ARITHMETIC;
    case 'statuses':
      return STATUSES;
    case 'events':
      return EVENTS;
    case 'tables':
      return [
        {
          kind: 'suggest',
          name: 'table',
          label: $localize`Table`,
          placeholder: $localize`Search, or write a key`,
          suggestions: lists.tables.known,
          nothing: lists.tables.nothing,
          look: () => {
            lists.tables.look();
          },
        },
      ];
    default:
      return [];
  }
}

function metricFields(query: Query, { metrics }: QueryLists): readonly FormField[] {
  const chosen = metrics.known().find(({ value }) => value === query.metric);
  return [
    {
      kind: 'suggest',
      name: 'metric',
      label: $localize`Metric`,
      placeholder: $localize`Search, or write a key`,
      hint:
        [chosen?.label, chosen?.note].filter((words) => words !== undefined).join(' · ') ||
        $localize`Several with commas between them; * stands for any letters: shop.*`,
      suggestions: metrics.known,
      nothing: metrics.nothing,
      look: () => {
        metrics.look();
      },
    },
    text(
      'tags',
      $localize`Only with tags`,
      { placeholder: $localize`all, or like region=eu`, hint: tagsHint(chosen?.tags) },
      TAGS,
    ),
    { kind: 'choice', name: 'aggregate', label: $localize`Combine by`, choices: AGGREGATES },
    SHAPE,
    query.as === 'value'
      ? number('limit', $localize`Series at most`, { min: 1, max: 100, whole: true }, { placeholder: '20' })
      : EVERY,
    text(
      'by',
      $localize`One series for each`,
      { placeholder: $localize`series, or tags like region`, more: true },
      NAMES,
    ),
    ACROSS,
    number(
      'top',
      $localize`Only the largest`,
      { min: 1, max: 100, whole: true },
      { placeholder: $localize`all, or like 5`, more: true },
    ),
    RATE,
    text(
      'difference',
      $localize`Less what was before`,
      { placeholder: $localize`not, or like 24h`, more: true },
      DURATION,
    ),
    text('shift', $localize`As it was before`, { placeholder: $localize`now, or like 24h`, more: true }, DURATION),
    FILL,
  ];
}

function tagsHint(tags: readonly string[] = []): string | undefined {
  const shown = [...tags.slice(0, 6), ...(tags.length > 6 ? ['…'] : [])].join(', ');
  return tags.length === 0 ? undefined : $localize`Known: ${shown}:tags:`;
}

/** Arithmetic over several queries. */
const ARITHMETIC: readonly FormField[] = [
  text('expression', $localize`Arithmetic`, {
    placeholder: $localize`like errors / requests * 100`,
    hint: $localize`Over the queries below, by their names: + - * / % and brackets.`,
  }),
  text('queries', $localize`Queries, as JSON`, { lines: 8, code: true }, JSON_OBJECT),
  text('name', $localize`What it is called`, { placeholder: $localize`as it is calculated` }),
  SHAPE,
  EVERY,
];

const STATUSES: readonly FormField[] = [
  text('match', $localize`Only names like`, {
    placeholder: $localize`all, or like shop.*`,
    hint: $localize`* stands for any letters.`,
  }),
  {
    kind: 'choice',
    name: 'as',
    label: $localize`Tell`,
    choices: [
      { value: undefined, label: $localize`how they are` },
      { value: 'uptime', label: $localize`how they are and were, with uptime` },
      { value: 'history', label: $localize`what changed` },
    ],
  },
];

const EVENTS: readonly FormField[] = [
  text('levels', $localize`Only levels`, { placeholder: $localize`all, or like warn, crit` }, LEVELS),
  text('tags', $localize`Only with tags`, { placeholder: $localize`all, or like service=shop` }, TAGS),
  text('match', $localize`Only with the words`, { placeholder: $localize`all, or like certificate expired` }),
  number('limit', $localize`Events at most`, { min: 1, max: 500, whole: true }, { placeholder: '50' }),
];
