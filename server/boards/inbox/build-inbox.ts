import { createHash } from 'node:crypto';
import type { Board, Panel } from '../../../wire/schemas/board.js';
import { GRID_COLUMNS } from '../../../wire/grid.js';
import { originalName } from '../../../wire/escaped-names.js';

export const INBOX_SLUG = 'inbox';

/** The maximum number of metrics in the inbox. */
export const INBOX_SIZE = 60;

const PANEL_WIDTH = 3;
const PANEL_HEIGHT = 2;
const PANELS_PER_ROW = GRID_COLUMNS / PANEL_WIDTH;

/** A metric that no stored board shows. */
export interface InboxMetric {
  readonly key: string;
  /** Whether it has series with tags, which need a chart instead of a number. */
  readonly tagged: boolean;
}

/**
 * Builds the board that shows metrics, in the given order. The same metrics give the same board in every process.
 *
 * @param limit why new series were rejected recently; it is shown above the metrics
 */
export function buildInbox(metrics: readonly InboxMetric[], limit?: string): Board {
  const panels =
    limit === undefined
      ? metrics.map((metric, index) => panelOf(metric, index, 0))
      : [limitPanel(limit), ...metrics.map((metric, index) => panelOf(metric, index, PANEL_HEIGHT))];
  return { slug: INBOX_SLUG, title: 'Inbox', version: versionOf(panels), auto: true, panels };
}

/** The panel IDs of metrics end with a hash, so none of them is `limit`. */
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
      x: (index % PANELS_PER_ROW) * PANEL_WIDTH,
      y: top + Math.floor(index / PANELS_PER_ROW) * PANEL_HEIGHT,
      w: PANEL_WIDTH,
      h: PANEL_HEIGHT,
    },
    options: {},
  };
}

/** Panel IDs allow fewer characters than keys, so the ID has a readable part and a hash that makes it unique. */
export function panelIdOf(key: string): string {
  const readable = key.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 48);
  return `${readable}-${createHash('sha256').update(key).digest('base64url').slice(0, 12)}`;
}

/**
 * Returns a number that depends on the definition. A counter would restart with the process, so that an entity tag from
 * before a restart could match another definition.
 */
function versionOf(panels: readonly Panel[]): number {
  const identity = panels.map(({ type, title }) => `${type} ${title}`).join('\n');
  return createHash('sha256').update(identity).digest().readUIntBE(0, 6);
}
