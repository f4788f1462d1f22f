import type { Panel, Query } from '../../../../wire/board';
import type { Range } from '../../../../wire/range';

/** A board to begin with. */
export interface BoardTemplate {
  readonly id: string;
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly about: string;
  readonly range?: Range;
  readonly panels: readonly Panel[];
}

export type Place = readonly [x: number, y: number, w: number, h: number];

function panel(type: string, title: string, place: Place, query: Query | undefined, options: Panel['options']): Panel {
  const [x, y, w, h] = place;
  // After its place: titles are in the viewer's language, and no two panels stand there.
  const id = `${type}-${x}-${y}`;
  return { id, type, title, ...(query && { query }), layout: { x, y, w, h }, options };
}

/** A panel of one metric. */
export function metric(
  type: string,
  title: string,
  key: string,
  place: Place,
  options: Panel['options'] = {},
  more: Readonly<Record<string, unknown>> = {},
): Panel {
  return panel(type, title, place, { source: 'metrics', metric: key, ...more }, options);
}

/** A panel of one value for each value of a tag. */
export function values(
  type: string,
  title: string,
  key: string,
  by: string,
  place: Place,
  options: Panel['options'] = {},
  aggregate = 'last',
): Panel {
  return metric(type, title, key, place, options, { as: 'value', aggregate, by: [by] });
}

export function statuses(title: string, match: string, place: Place): Panel {
  return panel('status', title, place, { source: 'statuses', match }, {});
}

export function events(title: string, tags: Readonly<Record<string, string>>, place: Place): Panel {
  return panel('events', title, place, { source: 'events', tags, limit: 20 }, {});
}

/** The metrics that feed a board, each once, in the order of its panels. */
export function metricsOf({ panels }: Pick<BoardTemplate, 'panels'>): readonly string[] {
  return [...new Set(panels.flatMap(({ query }) => (typeof query?.metric === 'string' ? [query.metric] : [])))];
}
