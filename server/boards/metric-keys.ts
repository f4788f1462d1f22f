import type { Board } from '../../wire/board.js';

/** The metrics that the board shows: those that its panels ask the source `metrics` for. */
export function metricKeysOf(board: Pick<Board, 'panels'>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { query } of board.panels) {
    if (query?.source !== 'metrics') continue;
    const several: readonly unknown[] = Array.isArray(query.metrics) ? query.metrics : [];
    for (const key of [query.metric, ...several]) if (typeof key === 'string') keys.add(key);
  }
  return keys;
}
