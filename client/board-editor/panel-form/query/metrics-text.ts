import type { Query } from '../../../../wire/schemas/board';

const METRIC_MEMBERS: readonly string[] = ['source', 'metric', 'metrics', 'match'];

/** Returns the metrics of a query as one text: a key, several keys separated by commas, or a pattern with `*`. */
export function metricsText({ metric, metrics, match }: Query): string {
  const names = [metric, ...(Array.isArray(metrics) ? (metrics as unknown[]) : []), match];
  return names.filter((name) => typeof name === 'string' && name !== '').join(', ');
}

/** Returns the query with the metrics of the text. If the text is empty, `metric` is empty. */
export function withMetricsText(query: Query, text: string): Query {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  // A query has one pattern. Any further pattern is treated as a key, which the validation rejects.
  const [match, ...others] = names.filter((name) => name.includes('*'));
  const keys = [...names.filter((name) => !name.includes('*')), ...others];
  const rest = Object.fromEntries(Object.entries(query).filter(([name]) => !METRIC_MEMBERS.includes(name)));
  return {
    source: query.source,
    ...(keys.length > 1 ? { metrics: keys } : {}),
    ...(keys.length === 1 || names.length === 0 ? { metric: keys[0] ?? '' } : {}),
    ...(match === undefined ? {} : { match }),
    ...rest,
  };
}
