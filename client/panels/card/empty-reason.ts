import type { Query } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { matchesGlob } from '../../../wire/glob';

/**
 * Why a panel is empty: its metrics have `never` had a value, have none in the selected `range`, or have none with the
 * requested `tags`. `unknown` until the list of metrics is loaded.
 */
export type EmptyReason = 'never' | 'range' | 'tags' | 'unknown';

/**
 * @param frame the frame that the source returned, without any value; a metric that has had values has a number column in it
 * @param known the keys of all metrics, for queries that can be empty although their metrics exist
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
