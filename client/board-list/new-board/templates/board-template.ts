import type { Panel, Query } from '../../../../wire/schemas/board';
import type { Range } from '../../../../wire/range';

/** A template for a new board. */
export interface BoardTemplate {
  readonly id: string;
  readonly name: string;
  /** What the board shows, in a sentence. */
  readonly about: string;
  readonly range?: Range;
  readonly panels: readonly Panel[];
}

export type Position = readonly [x: number, y: number, w: number, h: number];

function panel(
  type: string,
  title: string,
  position: Position,
  query: Query | undefined,
  options: Panel['options'],
): Panel {
  const [x, y, w, h] = position;
  // The id is derived from the position, which is unique. Titles are translated.
  const id = `${type}-${x}-${y}`;
  return { id, type, title, ...(query && { query }), layout: { x, y, w, h }, options };
}

/** Returns a panel that shows one metric. */
export function metric(
  type: string,
  title: string,
  key: string,
  position: Position,
  options: Panel['options'] = {},
  more: Readonly<Record<string, unknown>> = {},
): Panel {
  return panel(type, title, position, { source: 'metrics', metric: key, ...more }, options);
}

/** Returns a panel that shows one value for each value of a tag. */
export function values(
  type: string,
  title: string,
  key: string,
  by: string,
  position: Position,
  options: Panel['options'] = {},
  aggregate = 'last',
): Panel {
  return metric(type, title, key, position, options, { as: 'value', aggregate, by: [by] });
}

export function statuses(title: string, match: string, position: Position): Panel {
  return panel('status', title, position, { source: 'statuses', match }, {});
}

export function events(title: string, tags: Readonly<Record<string, string>>, position: Position): Panel {
  return panel('events', title, position, { source: 'events', tags, limit: 20 }, {});
}

/** Returns the metrics of a board without duplicates, in the order of its panels. */
export function metricsOf({ panels }: Pick<BoardTemplate, 'panels'>): readonly string[] {
  return [...new Set(panels.flatMap(({ query }) => (typeof query?.metric === 'string' ? [query.metric] : [])))];
}
