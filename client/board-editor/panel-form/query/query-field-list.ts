import type { Query } from '../../../../wire/schemas/board';
import { BUCKET_LENGTH, type Codec, DURATION, JSON_OBJECT, TAGS } from '../../../ui/form/codecs';
import type { FormField } from '../fields/form-field-types';
import { number, text } from '../fields/form-field-types';
import type { MetricList, TableList } from './key-lists';
import { AGGREGATES, LEVELS, RESULT_FORMATS } from './panel-queries';

/** The lists of existing keys. */
export interface QueryLists {
  readonly metrics: MetricList;
  readonly tables: TableList;
}

const BUILT_IN_SOURCES: readonly string[] = ['metrics', 'statuses', 'events', 'tables'];

/** Whether the form has fields for the queries of the source. Other queries are edited as JSON. */
export function isKnownSource(source: string): boolean {
  return BUILT_IN_SOURCES.includes(source);
}

/** Names separated by commas. */
const NAMES: Codec<readonly string[]> = {
  format: (names) => names.join(', '),
  parse(text) {
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return { value: names.length === 0 ? undefined : names };
  },
};

const RESULT: FormField = { kind: 'choice', name: 'as', label: $localize`Result`, choices: RESULT_FORMATS };

const INTERVAL = text('every', $localize`Interval`, { placeholder: $localize`Auto, e.g. 5m` }, BUCKET_LENGTH);

const ACROSS: FormField = {
  kind: 'choice',
  name: 'across',
  label: $localize`Aggregate series by`,
  more: true,
  choices: [
    { value: undefined, label: $localize`Auto` },
    { value: 'sum', label: $localize`Sum` },
    { value: 'avg', label: $localize`Average` },
    { value: 'min', label: $localize`Min` },
    { value: 'max', label: $localize`Max` },
    { value: 'count', label: $localize`Count` },
  ],
};

const FILL: FormField = {
  kind: 'choice',
  name: 'fill',
  label: $localize`Fill missing values`,
  more: true,
  choices: [
    { value: undefined, label: $localize`Leave gaps` },
    { value: 'zero', label: $localize`Zero` },
    { value: 'last', label: $localize`Previous value` },
    { value: 'linear', label: $localize`Linear interpolation` },
  ],
};

const RATE: FormField = {
  kind: 'check',
  name: 'rate',
  label: $localize`Rate per second (for counters)`,
  defaultValue: false,
  more: true,
};

/** Returns the fields of a query, in the order of the form. */
export function queryFieldsOf(query: Query, lists: QueryLists): readonly FormField[] {
  switch (query.source) {
    case 'metrics':
      return query.expression === undefined && query.queries === undefined
        ? metricFields(query, lists)
        : EXPRESSION_FIELDS;
    case 'statuses':
      return STATUS_FIELDS;
    case 'events':
      return EVENT_FIELDS;
    case 'tables':
      return [
        {
          kind: 'suggest',
          name: 'table',
          label: $localize`Table`,
          placeholder: $localize`Search or type a key`,
          suggestions: lists.tables.suggestions,
          emptyText: lists.tables.emptyText,
          load: () => {
            lists.tables.load();
          },
        },
      ];
    default:
      return [];
  }
}

function metricFields(query: Query, { metrics }: QueryLists): readonly FormField[] {
  const chosen = metrics.suggestions().find(({ value }) => value === query.metric);
  return [
    {
      kind: 'suggest',
      name: 'metric',
      label: $localize`Metric`,
      placeholder: $localize`Search or type a key`,
      hint:
        [chosen?.label, chosen?.note].filter((part) => part !== undefined).join(' · ') ||
        $localize`Separate keys with commas. Use * as a wildcard, e.g. shop.*`,
      suggestions: metrics.suggestions,
      emptyText: metrics.emptyText,
      load: () => {
        metrics.load();
      },
    },
    text(
      'tags',
      $localize`Filter by tags`,
      { placeholder: $localize`e.g. region=eu`, hint: tagsHint(chosen?.tags) },
      TAGS,
    ),
    { kind: 'choice', name: 'aggregate', label: $localize`Values in each interval`, choices: AGGREGATES },
    RESULT,
    query.as === 'value'
      ? number('limit', $localize`Limit series to`, { min: 1, max: 100, whole: true }, { placeholder: '20' })
      : INTERVAL,
    text('by', $localize`Group by tag`, { placeholder: $localize`e.g. region`, more: true }, NAMES),
    ACROSS,
    number(
      'top',
      $localize`Top N series`,
      { min: 1, max: 100, whole: true },
      { placeholder: $localize`e.g. 5`, more: true },
    ),
    RATE,
    text('difference', $localize`Difference since`, { placeholder: $localize`e.g. 24h`, more: true }, DURATION),
    text('shift', $localize`Time shift`, { placeholder: $localize`e.g. 24h`, more: true }, DURATION),
    FILL,
  ];
}

function tagsHint(tags: readonly string[] = []): string | undefined {
  const shown = [...tags.slice(0, 6), ...(tags.length > 6 ? ['…'] : [])].join(', ');
  return tags.length === 0 ? undefined : $localize`Known tags: ${shown}:tags:`;
}

/** The fields of an expression over several queries. */
const EXPRESSION_FIELDS: readonly FormField[] = [
  text('expression', $localize`Expression`, {
    placeholder: $localize`e.g. errors / requests * 100`,
    hint: $localize`Refers to the queries below by name. Operators: + - * / % and parentheses.`,
  }),
  text('queries', $localize`Queries (JSON)`, { lines: 8, code: true }, JSON_OBJECT),
  text('name', $localize`Name of the result`, { placeholder: $localize`Default: the expression` }),
  RESULT,
  INTERVAL,
];

const STATUS_FIELDS: readonly FormField[] = [
  text('match', $localize`Filter by key`, {
    placeholder: $localize`e.g. shop.*`,
    hint: $localize`Use * as a wildcard.`,
  }),
  {
    kind: 'choice',
    name: 'as',
    label: $localize`Show`,
    choices: [
      { value: undefined, label: $localize`Current state` },
      { value: 'uptime', label: $localize`State with uptime history` },
      { value: 'history', label: $localize`Log of changes` },
    ],
  },
];

const EVENT_FIELDS: readonly FormField[] = [
  text('levels', $localize`Filter by level`, { placeholder: $localize`e.g. warn, crit` }, LEVELS),
  text('tags', $localize`Filter by tags`, { placeholder: $localize`e.g. service=shop` }, TAGS),
  text('match', $localize`Filter by text`, { placeholder: $localize`e.g. certificate expired` }),
  number('limit', $localize`Limit events to`, { min: 1, max: 500, whole: true }, { placeholder: '50' }),
];
