import type { Codec } from '../../../ui/form/codecs';
import type { Query } from '../../../../wire/schemas/board';
import { brokenKeyRule } from '../../../../wire/metric-key';
import { DATALESS_TYPES } from '../../../../wire/panel-options';

/** Panel types that show one value per series, not values over time. */
const VALUE_TYPES: readonly string[] = ['bars', 'pie'];

export function drawsData(type: string): boolean {
  return !DATALESS_TYPES.includes(type);
}

/** The source that a panel type uses most. */
function defaultSource(type: string): string {
  return { status: 'statuses', events: 'events', table: 'tables' }[type] ?? 'metrics';
}

/** Whether a panel type can show data of a built-in source. A table shows any data. */
const CAN_SHOW: Readonly<Record<string, (type: string) => boolean>> = {
  metrics: (type) => type !== 'events',
  statuses: (type) => ['status', 'table'].includes(type),
  events: (type) => ['events', 'table'].includes(type),
};

/**
 * Returns the query of a panel after its type changes: the same query if the type can show its data, or else the previous or
 * a new query of the default source.
 *
 * @param previous the last query of this panel for each source
 */
export function queryForType(
  type: string,
  query: Query | undefined,
  previous: ReadonlyMap<string, Query>,
): Query | undefined {
  if (!drawsData(type)) return undefined;
  const last = query ?? [...previous.values()].at(-1);
  if (last !== undefined && CAN_SHOW[last.source]?.(type) !== false) return adaptToType(type, last);
  const source = defaultSource(type);
  return adaptToType(type, previous.get(source) ?? startQuery(source, type));
}

/** Adapts the result format of a metric query to the panel type. */
function adaptToType(type: string, query: Query): Query {
  if (query.source !== 'metrics') return query;
  const { as, aggregate, ...rest } = query;
  if (VALUE_TYPES.includes(type)) return { ...rest, as: 'value', aggregate: aggregate ?? 'last' };
  // These types show values over time: a query for one value would leave them empty.
  return as === 'value' ? rest : query;
}

/** Returns a new query of a source. Required fields are empty. */
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

/** Returns messages about missing or invalid fields, by field name; empty if the server would accept the query. */
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

/** Whether required fields are missing or invalid, so that the server would reject the query. */
export function isIncomplete(query: Query): boolean {
  return Object.keys(queryProblems(query)).length > 0;
}

function metricProblems(query: Query): Readonly<Record<string, string>> {
  if (query.expression !== undefined || query.queries !== undefined) {
    return query.expression === undefined
      ? { expression: $localize`Enter an expression over the queries, e.g. a / b.` }
      : query.queries === undefined
        ? {
            queries: $localize`Define the queries of the expression, e.g. ${'{ "a": { "metric": "shop.orders" } }'}:example:.`,
          }
        : {};
  }
  const missing = $localize`Choose a metric or type a key that will be sent later.`;
  const metrics: readonly unknown[] = Array.isArray(query.metrics) ? query.metrics : [];
  const isNamed = metrics.length > 0 || query.match !== undefined;
  const keys = query.metric === undefined && isNamed ? metrics : [query.metric, ...metrics];
  const patterns = typeof query.match === 'string' ? [query.match.replaceAll('*', 'x')] : [];
  return Object.assign({}, ...[...keys, ...patterns].map((key) => keyProblems('metric', key, missing))) as Record<
    string,
    string
  >;
}

/** Returns a message if a key is missing or invalid. */
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

/** Event levels separated by commas or spaces. */
export const LEVELS: Codec<readonly string[]> = {
  format: (levels) => levels.join(', '),
  parse(text) {
    const levels = text.split(/[\s,]+/).filter(Boolean);
    const invalid = levels.find((level) => !['info', 'ok', 'warn', 'crit'].includes(level));
    if (invalid !== undefined)
      return { problem: $localize`“${invalid}:word:” is not a level. Use one or more of info, ok, warn, crit.` };
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

export const RESULT_FORMATS = [
  { value: undefined, label: $localize`Time series` },
  { value: 'value', label: $localize`One value per series` },
] as const;

/** Returns an object with one member changed. An undefined member is left out, which keeps board definitions short. */
export function withField<T extends Readonly<Record<string, unknown>>>(object: T, name: string, value: unknown): T {
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) as T;
}
