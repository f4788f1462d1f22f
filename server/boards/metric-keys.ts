import type { Board } from '../../wire/board.js';

/** The metrics that the board shows: those that its panels ask the source `metrics` for. */
export function metricKeysOf(board: Pick<Board, 'panels'>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { query } of board.panels) {
    if (query?.source === 'metrics' && typeof query.metric === 'string') keys.add(query.metric);
  }
  return keys;
}
