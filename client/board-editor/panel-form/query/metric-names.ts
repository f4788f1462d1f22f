import type { Query } from '../../../../wire/board';

const MEMBERS: readonly string[] = ['source', 'metric', 'metrics', 'match'];

/** The metrics of a query as one text: a key, several with commas between them, or a pattern with `*` in it. */
export function namesOf({ metric, metrics, match }: Query): string {
  const names = [metric, ...(Array.isArray(metrics) ? (metrics as unknown[]) : []), match];
  return names.filter((name) => typeof name === 'string' && name !== '').join(', ');
}

/** The query of these metrics; without any it lacks its metric. */
export function withNames(query: Query, text: string): Query {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  // A query has one pattern: another one stays among the keys, where it is told to be none.
  const [match, ...others] = names.filter((name) => name.includes('*'));
  const keys = [...names.filter((name) => !name.includes('*')), ...others];
  const rest = Object.fromEntries(Object.entries(query).filter(([name]) => !MEMBERS.includes(name)));
  return {
    source: query.source,
    ...(keys.length > 1 ? { metrics: keys } : {}),
    ...(keys.length === 1 || names.length === 0 ? { metric: keys[0] ?? '' } : {}),
    ...(match === undefined ? {} : { match }),
    ...rest,
  };
}
