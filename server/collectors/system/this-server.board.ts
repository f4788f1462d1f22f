import type { BoardInput, Layout, Panel } from '../../../wire/schemas/board.js';

const BUSY = { warn: 75, crit: 90 };
const FULL = { warn: 80, crit: 90 };

type Rectangle = readonly [x: number, y: number, w: number, h: number];

interface PanelSettings {
  tags?: Record<string, string>;
  options?: Panel['options'];
}

function panel(
  id: string,
  type: string,
  title: string,
  metric: string,
  rectangle: Rectangle,
  settings: PanelSettings = {},
): Panel {
  const [x, y, w, h] = rectangle;
  const layout: Layout = { x, y, w, h };
  const rows = type === 'bars' ? { as: 'value', aggregate: 'last' } : {};
  const { tags, options = {} } = settings;
  return {
    id,
    type,
    title,
    query: { source: 'metrics', metric, ...(tags && { tags }), ...rows },
    layout,
    options,
  };
}

/** The board that is created at the first start. It shows all system metrics. */
export const thisServerBoard: BoardInput = {
  slug: 'this-server',
  title: 'This server',
  // Short enough to show movement within the first minute.
  range: '15m',
  panels: [
    panel('cpu', 'number', 'CPU', 'system.cpu', [0, 0, 3, 2], {
      options: { decimals: 1, goodDirection: 'down', thresholds: BUSY },
    }),
    panel('memory', 'number', 'Memory used', 'system.memory.percent', [3, 0, 3, 2], {
      options: { decimals: 1, goodDirection: 'down', thresholds: FULL },
    }),
    panel('load', 'number', 'Load, 1 minute', 'system.load', [6, 0, 3, 2], {
      tags: { window: '1m' },
      options: { decimals: 2, goodDirection: 'down' },
    }),
    panel('loop', 'number', 'Event loop delay, p99', 'system.process.loop', [9, 0, 3, 2], {
      tags: { quantile: 'p99' },
      options: {
        decimals: 1,
        goodDirection: 'down',
        thresholds: { warn: 50, crit: 200 },
      },
    }),

    panel('cpu-history', 'chart', 'CPU over time', 'system.cpu', [0, 2, 8, 4], {
      options: { min: 0, max: 100, fill: true, thresholds: BUSY },
    }),
    panel('cores', 'bars', 'CPU by core', 'system.cpu.core', [8, 2, 4, 4], {
      options: { min: 0, max: 100, decimals: 0, thresholds: BUSY, sort: 'name' },
    }),

    panel('disk', 'gauge', 'Disk used', 'system.disk.percent', [0, 6, 3, 3], {
      tags: { mount: '/' },
      options: { min: 0, max: 100, decimals: 0, thresholds: FULL },
    }),
    panel('disks', 'bars', 'Disks', 'system.disk.percent', [3, 6, 4, 3], {
      options: { min: 0, max: 100, decimals: 0, thresholds: FULL },
    }),
    panel('network', 'chart', 'Network', 'system.network.io', [7, 6, 5, 3], { options: { min: 0, fill: true } }),

    panel('memory-history', 'chart', 'Memory', 'system.memory.bytes', [0, 9, 4, 3], { options: { min: 0 } }),
    panel('disk-io', 'chart', 'Disk reads and writes', 'system.disk.io', [4, 9, 4, 3], {
      options: { min: 0, fill: true },
    }),
    panel('load-history', 'chart', 'Load', 'system.load', [8, 9, 4, 3], { options: { min: 0 } }),

    panel('uptime', 'number', 'Uptime', 'system.uptime', [0, 12, 3, 2], { options: { delta: false } }),
    panel('process-cpu', 'number', 'CPU of Boardcast', 'system.process.cpu', [3, 12, 3, 2], {
      options: { decimals: 1, goodDirection: 'down' },
    }),
    panel('disk-bytes', 'bars', 'Disk space used', 'system.disk.bytes', [6, 12, 6, 2], { options: { min: 0 } }),

    panel('loop-history', 'chart', 'Event loop delay of Boardcast', 'system.process.loop', [0, 14, 6, 3], {
      options: { min: 0 },
    }),
    panel('process-memory', 'chart', 'Memory of Boardcast', 'system.process.memory', [6, 14, 6, 3], {
      options: { min: 0 },
    }),
  ],
};
