import { querySchema, type Query } from '../../../wire/schemas/board.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { firstErrorMessage, toInputErrors } from '../../common/validation/validate.js';
import type { Source } from '../contracts/source.js';

/** A query as its source understands it. */
export interface ResolvedQuery {
  readonly source: Source;
  /** The query after validation by the schema of its source. */
  readonly query: Query;
  readonly topics: readonly string[];
  /** Whether the result changes as time passes. True as well if nothing else would ever report a change. */
  readonly dependsOnTime: boolean;
}

/**
 * Finds the source of a query, and lets it validate and describe the query. Without a source, for an invalid query, or if the
 * source throws, the query resolves to a source that always fails: the mistake then affects only the panels with this query.
 */
export function resolveQuery(sources: ReadonlyMap<string, Source>, query: Query): ResolvedQuery {
  try {
    return resolve(sources, query);
  } catch (error) {
    return { source: failingSource(errorMessage(error)), query, topics: [], dependsOnTime: false };
  }
}

function resolve(sources: ReadonlyMap<string, Source>, input: Query): ResolvedQuery {
  const source = sources.get(input.source);
  if (!source) throw new Error(`There is no source '${input.source}'. Install the module that provides it.`);
  const { success, data: query, error } = source.schema.safeParse(input);
  if (!success) throw new Error(`The query is invalid: ${firstErrorMessage(toInputErrors(error.issues))}`);
  const topics = source.topics(query);
  const dependsOnTime = source.dependsOnTime?.(query) ?? (topics.length === 0 && !source.changes$);
  return { source, query, topics, dependsOnTime };
}

/** Each load fails with the message, which the panel shows. */
function failingSource(message: string): Source {
  return {
    name: 'none',
    schema: querySchema,
    topics: () => [],
    load: () => Promise.reject(new Error(message)),
  };
}
