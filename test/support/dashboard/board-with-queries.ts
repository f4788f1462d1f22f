import type { Board, Query } from '../../../wire/schemas/board.js';

/** Returns a board with a number panel `p0`, `p1`, … for each query. */
export function boardWithQueries(slug: string, queries: Query[], version = 1): Board {
  const panels = queries.map((query, index) => ({
    id: `p${index}`,
    type: 'number',
    title: `Panel ${index}`,
    query,
    layout: { x: 0, y: index, w: 3, h: 1 },
    options: {},
  }));
  return { slug, title: slug, version, panels };
}
