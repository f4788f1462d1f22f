import type { BoardInput } from '../../wire/board.js';

/** A board with every type of panel, for screenshots and for what must hold of each of them. */
export const SHOWCASE = 'showcase';

const MINUTE_MS = 60_000;
const POINTS = 240;
const REGIONS = ['eu', 'us', 'asia'];
const LONG_TITLE =
  'A title as long as people make them when they want to say everything there is to say about a number '.repeat(2);

type Query = Record<string, unknown> & { source: string };

const metric = (key: string, rest: Record<string, unknown> = {}): Query => ({
  source: 'metrics',
  metric: key,
  ...rest,
});

/** Panels by what they are to show; placed in rows of twelve columns in this order. */
const PANELS: readonly (readonly [string, string, number, number, Query | undefined, Record<string, unknown>])[] = [
  ['number', 'Orders', 3, 2, metric('shop.orders'), {}],
  ['number', 'Revenue', 3, 2, metric('shop.revenue'), { unit: 'EUR', decimals: 0, goodDirection: 'up' }],
  ['number', 'Latency', 3, 2, metric('shop.latency'), { unit: 'ms', thresholds: { warn: 200, crit: 400 } }],
  [
    'number',
    LONG_TITLE.slice(0, 200),
    3,
    2,
    metric('shop.balance'),
    { unit: 'EUR', description: 'What is left, negative when more was spent.' },
  ],
  [
    'chart',
    'Latency by region',
    8,
    4,
    metric('shop.latency.by-region'),
    { unit: 'ms', thresholds: { warn: 200, crit: 400 } },
  ],
  [
    'gauge',
    'Disk used',
    4,
    4,
    metric('shop.disk'),
    { unit: 'percent', min: 0, max: 100, thresholds: { warn: 70, crit: 90 } },
  ],
  ['chart', 'Traffic, stacked', 6, 3, metric('shop.traffic'), { style: 'area', stacked: true, unit: 'bytes/s' }],
  ['chart', 'Jobs per five minutes', 6, 3, metric('shop.jobs', { aggregate: 'sum', every: '5m' }), { style: 'bars' }],
  ['bars', 'Orders by region', 4, 3, metric('shop.orders.by-region', { as: 'value', aggregate: 'last' }), {}],
  ['pie', 'Share of regions', 4, 3, metric('shop.orders.by-region', { as: 'value', aggregate: 'last' }), {}],
  ['status', 'Services', 4, 3, { source: 'statuses', match: 'shop.*' }, {}],
  ['table', 'Open tickets', 6, 4, { source: 'tables', table: 'shop.tickets' }, {}],
  ['events', 'What happened', 6, 4, { source: 'events' }, {}],
  ['heatmap', 'Latency, spread', 6, 3, metric('shop.latency.by-region'), { unit: 'ms' }],
  [
    'text',
    'Notes',
    3,
    3,
    undefined,
    { text: '**On call:** Ada\n\n- deploys on Tuesdays\n- [runbook](/boards/inbox)\n' },
  ],
  ['clock', 'Berlin', 3, 3, undefined, { timeZone: 'Europe/Berlin' }],
  ['image', 'Logo', 6, 2, undefined, { url: '/favicon.svg', alt: 'The logo: bars in a frame' }],
  ['web', 'A page that the server does not allow', 6, 2, undefined, { url: 'https://status.example.com' }],
];

/** The definition, for POST /api/v1/boards. */
export function showcaseBoard(): BoardInput {
  let [x, y, rowHeight] = [0, 0, 0];
  const panels = PANELS.map(([type, title, w, h, query, options], index) => {
    if (x + w > 12) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const panel = { id: `p${index}`, type, title, query, options, layout: { x, y, w, h } };
    x += w;
    rowHeight = Math.max(rowHeight, h);
    return panel;
  });
  return { slug: SHOWCASE, title: 'Shop', panels };
}

/** Pushes the data that it shows, as anybody does: an hour of values, and the newest of everything else. */
export async function pushShowcase(
  send: (method: string, path: string, body: unknown) => Promise<unknown>,
): Promise<void> {
  const now = Date.now();
  const items = Array.from({ length: POINTS }, (_, index) => {
    const at = now - (POINTS - 1 - index) * (60 / POINTS) * MINUTE_MS;
    const wave = (period: number, phase = 0): number => Math.sin(index / period + phase);
    const one = (key: string, value: number, tags?: Record<string, string>): object => ({
      key,
      value: Math.round(value * 10) / 10,
      at,
      tags,
    });
    return [
      one('shop.orders', Math.round(120 + index / 4 + 20 * wave(9))),
      one('shop.revenue', 18_400 + index * 30 + 900 * wave(14)),
      one('shop.latency', 150 + 90 * Math.abs(wave(20)) + 12 * wave(3)),
      one('shop.balance', -1_240.5 + 300 * wave(30)),
      one('shop.disk', 62 + index / 20),
      one('shop.jobs', Math.round(6 + 5 * wave(12))),
      ...REGIONS.flatMap((region, number) => [
        one('shop.latency.by-region', 120 + 60 * number + 40 * wave(15, number) + 8 * wave(2, number), { region }),
        one('shop.traffic', 4e5 * (number + 1) * (1.2 + wave(25, number)), { region }),
        one('shop.orders.by-region', Math.round(200 / (number + 1) + 10 * wave(9, number)), { region }),
      ]),
    ];
  }).flat();
  await send('POST', '/api/v1/metrics', items);

  const statuses = [
    ['web', 'ok'],
    ['api', 'ok'],
    ['search', 'warn', 'index 4 min behind'],
    ['mail', 'crit', 'queue does not move'],
    ['backup', 'unknown', 'no report since Friday'],
  ];
  for (const [name, state, message] of statuses) {
    await send('POST', `/api/v1/statuses/shop.${name}`, { state, message });
  }
  const events: [string, string, number][] = [
    ['info', 'Deploy of web 4.12 began', 50],
    ['ok', 'Deploy of web 4.12 is live', 46],
    ['warn', 'Search is 4 minutes behind', 12],
    ['crit', 'Mail does not leave', 3],
  ];
  for (const [level, title, minutesAgo] of events) {
    await send('POST', '/api/v1/events', {
      level,
      title,
      at: now - minutesAgo * MINUTE_MS,
      text: `${minutesAgo} minutes ago`,
    });
  }
  await send('PUT', '/api/v1/tables/shop.tickets', {
    columns: [
      { name: 'ticket' },
      { name: 'opened', type: 'time' },
      { name: 'priority' },
      { name: 'waiting', type: 'number', unit: 'min' },
    ],
    rows: Array.from({ length: 12 }, (_, index) => [
      `#${4_211 - index}`,
      now - index * 37 * MINUTE_MS,
      ['low', 'normal', 'high'][index % 3],
      index % 5 === 4 ? null : index * 37,
    ]),
  });
}
