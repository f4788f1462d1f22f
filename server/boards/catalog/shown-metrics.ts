import type { Board, Query } from '../../../wire/schemas/board.js';
import { isExact } from '../../../wire/glob.js';
import { metricsQuerySchema, namesIn } from '../../metrics/metrics-query.js';

/** The metrics that a board shows, as keys and as patterns of keys. */
export interface ShownMetrics {
  readonly keys: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
}

/** Returns the metrics that the panels of a board query from the source `metrics`. */
export function metricsShownBy(board: Pick<Board, 'panels'>): ShownMetrics {
  const names = board.panels.flatMap(({ query }) => (query ? namesOf(query) : []));
  return {
    keys: new Set(names.filter((name) => isExact(name))),
    patterns: new Set(names.filter((name) => !isExact(name))),
  };
}

function namesOf(query: Query): readonly string[] {
  const { success, data } = metricsQuerySchema.safeParse(query);
  return success ? namesIn(data) : [];
}
