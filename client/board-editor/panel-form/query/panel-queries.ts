import type { Codec } from '../../../ui/form/codecs';
import type { Query } from '../../../../wire/board';
import { brokenKeyRule } from '../../../../wire/metric-key';
import { DATALESS_TYPES } from '../../../../wire/panel-options';

/** Panel types that show one value for each series, not a course. */
const VALUE_TYPES: readonly string[] = ['bars', 'pie'];

export function drawsData(type: string): boolean {
  return !DATALESS_TYPES.includes(type);
}

/** The source that most panels of a type ask. */
function usualSource(type: string): string {
  return { status: 'statuses', events: 'events', table: 'tables' }[type] ?? 'metrics';
}

/** Which types can show something of a built-in source's answers; a table shows anything. */
const SHOWN_BY: Readonly<Record<string, (type: string) => boolean>> = {
  metrics: (type) => type !== 'events',
  statuses: (type) => ['status', 'table'].includes(type),
  events: (type) => ['events', 'table'].includes(type),
};

/**
 * What the panel asks once it is drawn as this type: the same where that can be shown, in the shape that it takes; else
 * what it asked of the type's usual source before.
 *
 * @param before what this panel asked of each source last
 */
export function queryForType(
  type: string,
  query: Query | undefined,
  before: ReadonlyMap<string, Query>,
): Query | undefined {
  if (!drawsData(type)) return undefined;
  const last = query ?? [...before.values()].at(-1);
  if (last !== undefined && SHOWN_BY[last.source]?.(type) !== false) return shaped(type, last);
  const usual = usualSource(type);
  return shaped(type, before.get(usual) ?? startQuery(usual, type));
}

function shaped(type: string, query: Query): Query {
  if (query.source !== 'metrics') return query;
  const { as, aggregate, ...rest } = query;
  if (VALUE_TYPES.includes(type)) return { ...rest, as: 'value', aggregate: aggregate ?? 'last' };
  // A chart of values over the whole range would be empty.
  return as === 'value' ? rest : query;
}

/** The query that a source's fields begin with; what must be filled in is empty. */
export function startQuery(source: string, type: string): Query {
  const values = VALUE_TYPES.includes(type) ? { as: 'value', aggregate: 'last' } : {};
  switch (source) {
    case 'metrics':
      return { source, metric: '', ...values };
    case 'tables':
      return { source, table: '' };
    default:
      return { source };
  }
}

/** What is missing or wrong, by field; empty where the server would take it. */
export function queryProblems(query: Query): Readonly<Record<string, string>> {
  switch (query.source) {
    case 'metrics':
      return metricProblems(query);
    case 'tables':
      return keyProblems('table', query.table, $localize`Choose a table or type a key that will be sent later.`);
    default:
      return {};
  }
}

/** Whether its builder is not done: the server would only say so. */
export function isIncomplete(query: Query): boolean {
  return Object.keys(queryProblems(query)).length > 0;
}

function metricProblems(query: Query): Readonly<Record<string, string>> {
  if (query.expression !== undefined || query.queries !== undefined) {
    return query.expression === undefined
      ? { expression: $localize`Enter an expression over the queries, e.g. a / b.` }
      : query.queries === undefined
        ? { queries: $localize`Define the queries of the expression, e.g. ${'{ "a": { "metric": "shop.orders" } }'}:example:.` }
        : {};
  }
  const missing = $localize`Choose a metric or type a key that will be sent later.`;
  const several: readonly unknown[] = Array.isArray(query.metrics) ? query.metrics : [];
  const isNamed = several.length > 0 || query.match !== undefined;
  const keys = query.metric === undefined && isNamed ? several : [query.metric, ...several];
  const patterns = typeof query.match === 'string' ? [query.match.replaceAll('*', 'x')] : [];
  return Object.assign({}, ...[...keys, ...patterns].map((key) => keyProblems('metric', key, missing))) as Record<
    string,
    string
  >;
}

/** What is wrong with the key of a metric. */
function keyProblems(field: string, key: unknown, missing: string): Readonly<Record<string, string>> {
  const rule = brokenKeyRule(typeof key === 'string' ? key : '');
  switch (rule) {
    case undefined:
      return {};
    case 'not empty':
      return { [field]: missing };
    case 'segments':
      return { [field]: $localize`A key must not start or end with /, contain //, or have . or .. as a segment.` };
    default:
      return { [field]: $localize`Use 1–200 of these characters: A-Z a-z 0-9 . _ - : /` };
  }
}

/** Several words, with commas between them. */
export const LEVELS: Codec<readonly string[]> = {
  format: (levels) => levels.join(', '),
  parse(text) {
    const levels = text.split(/[\s,]+/).filter(Boolean);
    const wrong = levels.find((level) => !['info', 'ok', 'warn', 'crit'].includes(level));
    if (wrong !== undefined)
      return { problem: $localize`“${wrong}:word:” is not a level. Use one or more of info, ok, warn, crit.` };
    return { value: levels.length === 0 ? undefined : levels };
  },
};

export const AGGREGATES = [
  { value: undefined, label: $localize`Average` },
  { value: 'min', label: $localize`Min` },
  { value: 'max', label: $localize`Max` },
  { value: 'sum', label: $localize`Sum` },
  { value: 'last', label: $localize`Last` },
  { value: 'count', label: $localize`Count` },
  { value: 'p50', label: $localize`Median` },
  { value: 'p95', label: $localize`95th percentile (p95)` },
  { value: 'p99', label: $localize`99th percentile (p99)` },
] as const;

export const SHAPES = [
  { value: undefined, label: $localize`Time series` },
  { value: 'value', label: $localize`One value per series` },
] as const;

/** A query with one field changed; what is not given is left out, so that definitions stay short. */
export function withField<T extends Readonly<Record<string, unknown>>>(of: T, name: string, value: unknown): T {
  if (value !== undefined) return { ...of, [name]: value };
  return Object.fromEntries(Object.entries(of).filter(([key]) => key !== name)) as T;
}
