/** A board of one number, the smallest there is. */
export const SMALL_BOARD = 'bench-small';
export const SMALL_METRIC = 'bench.small';

/** A board as people make them: a dozen panels, each with a metric of its own and an hour of history. */
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
export async function makeSmallBoard(server) {
  await server.request('POST', `/api/v1/metrics/${SMALL_METRIC}`, { body: '1' });
  await server.json('POST', '/api/v1/boards', {
    slug: SMALL_BOARD,
    title: 'One number',
    panels: [panel('number', SMALL_METRIC, 0)],
  });
}

/** @param {import('./processes/server.mjs').Server} server */
export async function makeLargeBoard(server) {
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
    title: 'A dozen panels',
    panels: LARGE_METRICS.map((metric, index) => panel(TYPES[index], metric, index)),
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
