import { createHash } from 'node:crypto';
import type { Board, Panel } from '../../wire/board.js';
import { GRID_COLUMNS } from '../../wire/grid.js';
import { originalName } from '../../wire/escaped-names.js';

export const INBOX_SLUG = 'inbox';

/** The inbox shows this many metrics. */
export const INBOX_SIZE = 60;

const PANEL_WIDTH = 3;
const PANEL_HEIGHT = 2;
const PER_ROW = GRID_COLUMNS / PANEL_WIDTH;

/** A metric that no stored board shows. */
export interface InboxMetric {
  readonly key: string;
  /** Whether it has series with tags, which one number could not show. */
  readonly tagged: boolean;
}

/**
 * The computed board of the metrics, in their order. Equal metrics make equal boards, in every process.
 * @param limit why new series were not stored lately; said above the metrics.
 */
export function inboxOf(metrics: readonly InboxMetric[], limit?: string): Board {
  const panels =
    limit === undefined
      ? metrics.map((metric, index) => panelOf(metric, index, 0))
      : [limitPanel(limit), ...metrics.map((metric, index) => panelOf(metric, index, PANEL_HEIGHT))];
  return { slug: INBOX_SLUG, title: 'Inbox', version: versionOf(panels), auto: true, panels };
}

/** The id of a metric's panel ends with a hash, so none is the same. */
function limitPanel(limit: string): Panel {
  return {
    id: 'limit',
    type: 'text',
    title: 'New series are not stored',
    layout: { x: 0, y: 0, w: GRID_COLUMNS, h: PANEL_HEIGHT },
    options: { text: limit },
  };
}

function panelOf({ key, tagged }: InboxMetric, index: number, top: number): Panel {
  return {
    id: panelIdOf(key),
    type: tagged ? 'chart' : 'number',
    title: originalName(key),
    query: { source: 'metrics', metric: key },
    layout: {
      x: (index % PER_ROW) * PANEL_WIDTH,
      y: top + Math.floor(index / PER_ROW) * PANEL_HEIGHT,
      w: PANEL_WIDTH,
      h: PANEL_HEIGHT,
    },
    options: {},
  };
}

/** A key is longer and richer in characters than an id may be, so its hash keeps apart what its readable part does not. */
export function panelIdOf(key: string): string {
  const readable = key.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 48);
  return `${readable}-${createHash('sha256').update(key).digest('base64url').slice(0, 12)}`;
}

/**
 * A number that changes with the definition. Not a counter: that would begin anew with the process, and an entity tag
 * from before a restart would match another definition.
 */
function versionOf(panels: readonly Panel[]): number {
  const identity = panels.map(({ type, title }) => `${type} ${title}`).join('\n');
  return createHash('sha256').update(identity).digest().readUIntBE(0, 6);
}
