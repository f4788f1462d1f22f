/** A board with one number, the smallest possible board. */
export const SMALL_BOARD = 'bench-small';
export const SMALL_METRIC = 'bench.small';

/** A typical board: twelve panels, each with its own metric and an hour of history. */
export const LARGE_BOARD = 'bench-large';

const TYPES = [
  'number',
  'number',
  'number',
  'number',
  'chart',
  'chart',
  'chart',
  'chart',
  'gauge',
  'gauge',
  'bars',
  'bars',
];
export const LARGE_METRICS = TYPES.map((type, index) => `bench.large.${type}.${index}`);

const HISTORY_POINTS = 360;
const HISTORY_STEP_MS = 10_000;

/** @param {import('./processes/server.mjs').Server} server */
export async function createSmallBoard(server) {
  await server.request('POST', `/api/v1/metrics/${SMALL_METRIC}`, { body: '1' });
  await server.json('POST', '/api/v1/boards', {
    slug: SMALL_BOARD,
    title: 'One number',
    panels: [panel('number', SMALL_METRIC, 0)],
  });
}

/** @param {import('./processes/server.mjs').Server} server */
export async function createLargeBoard(server) {
  const now = Date.now();
  const items = LARGE_METRICS.flatMap((key, metric) =>
    Array.from({ length: HISTORY_POINTS }, (_, index) => ({
      key,
      value: Math.round(100 * (50 + 40 * Math.sin(index / 20 + metric))) / 100,
      at: now - (HISTORY_POINTS - index) * HISTORY_STEP_MS,
    })),
  );
  await server.json('POST', '/api/v1/metrics', items);
  await server.json('POST', '/api/v1/boards', {
    slug: LARGE_BOARD,
    title: 'Twelve panels',
    panels: LARGE_METRICS.map((metric, index) => panel(TYPES[index], metric, index)),
  });
}

/** A board with twenty charts and twenty numbers, each with two series. */
export const WIDE_BOARD = 'bench-wide';

const WIDE_CHARTS = 20;
const WIDE_POINTS = 600;
const WIDE_STEP_MS = 6_000;
const BATCH_ITEMS = 10_000;

/** Creates a new value for every series of the wide board: two for each panel. */
export function wideItems(round, at) {
  return Array.from({ length: WIDE_CHARTS * 4 }, (_, index) => ({
    key: `bench.wide.${Math.floor(index / 2)}`,
    tags: { side: index % 2 === 0 ? 'a' : 'b' },
    value: Math.round(100 * (50 + 40 * Math.sin(round / 20 + index))) / 100,
    at,
  }));
}

/** @param {import('./processes/server.mjs').Server} server */
export async function createWideBoard(server) {
  const now = Date.now();
  const items = Array.from({ length: WIDE_POINTS }, (_, index) =>
    wideItems(index, now - (WIDE_POINTS - index) * WIDE_STEP_MS),
  ).flat();
  for (let begin = 0; begin < items.length; begin += BATCH_ITEMS) {
    await server.json('POST', '/api/v1/metrics', items.slice(begin, begin + BATCH_ITEMS));
  }
  await server.json('POST', '/api/v1/boards', {
    slug: WIDE_BOARD,
    title: 'Forty panels',
    panels: Array.from({ length: WIDE_CHARTS * 2 }, (_, index) =>
      panel(index < WIDE_CHARTS ? 'chart' : 'number', `bench.wide.${index}`, index),
    ),
  });
}

function panel(type, metric, index) {
  const as = type === 'bars' ? { as: 'value', aggregate: 'last' } : {};
  return {
    id: `p${index}`,
    type,
    title: `${type} ${index}`,
    query: { source: 'metrics', metric, ...as },
    layout: { x: (index % 4) * 3, y: Math.floor(index / 4) * 3, w: 3, h: 3 },
    options: { decimals: 1 },
  };
}
