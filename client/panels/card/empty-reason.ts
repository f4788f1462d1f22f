import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { matchesGlob } from '../../../wire/glob';

/**
 * Why a panel is empty: what it asks for has `never` had a value, has none in the `range` that is shown, or none with the
 * `tags` that are asked for. `unknown` until the metrics that there are have been looked up.
 */
export type EmptyReason = 'never' | 'range' | 'tags' | 'unknown';

/**
 * @param frame what the panel's source answered, without any value: a metric that has had one has columns of numbers in it
 * @param known the keys of all metrics, for queries that can be empty though their metrics are not
 */
export function emptyReasonOf(
  query: Query | undefined,
  frame: Frame | undefined,
  known: ReadonlySet<string> | undefined,
): EmptyReason {
  if (query?.source !== 'metrics') return 'never';
  if (frame?.fields.some(({ type }) => type === 'number')) return 'range';
  const parts = partsOf(query);
  const isComposed = query.queries !== undefined;
  if (!isComposed && !parts.some(({ tags }) => tags !== undefined)) return 'never';
  if (known === undefined) return 'unknown';
  if (!parts.some((part) => isKnown(part, known))) return 'never';
  return isComposed ? 'range' : 'tags';
}

type QueryPart = Readonly<Record<string, unknown>>;

function partsOf(query: Query): readonly QueryPart[] {
  const { queries } = query;
  if (typeof queries !== 'object' || queries === null) return [query];
  return Object.values(queries).filter((part): part is QueryPart => typeof part === 'object' && part !== null);
}

function isKnown({ metric, metrics, match }: QueryPart, known: ReadonlySet<string>): boolean {
  const keys: readonly unknown[] = Array.isArray(metrics) ? [metric, ...(metrics as unknown[])] : [metric];
  if (keys.some((key) => typeof key === 'string' && known.has(key))) return true;
  return typeof match === 'string' && [...known].some((key) => matchesGlob(match, key));
}
