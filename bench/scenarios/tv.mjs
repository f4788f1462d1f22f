// Measures the memory of TV mode over a long time. The page's clock runs faster, with an update in every second of it.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { launchBrowser } from '../../test/support/browser/launch-browser.ts';
import { withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atLeast, atMost } from '../report/limits.mjs';

const UPDATES = 20_000;
const QUICK_UPDATES = 2_000;
const WARM_UP = 500;

/** A query is loaded at most every 50 ms. With this pause between pushes to different metrics, no load is delayed. */
const PUSH_PAUSE_MS = 6;
const TYPES = ['number', 'number', 'number', 'number', 'number', 'number', 'chart', 'gauge', 'bars'];
const KEYS = TYPES.map((type, index) => `bench.tv.${type}.${index}`);

/** The factor by which the page's clock runs faster. */
const SPEED = 100;

/** The boards rotate every ten minutes of the page's clock, so each of them is shown many times. */
const BOARDS = ['tv-a', 'tv-b'];
const ROTATION = BOARDS.map((slug) => `${slug}:10m`).join(',');

/** A small window, because without a GPU most of the time would be spent on drawing a large one. */
const VIEWPORT = { width: 960, height: 540 };

const HISTORY_POINTS = 600;
const HISTORY_STEP_MS = 6_000;

const LIMITS = { heapMiB: 2, nodes: 50, listeners: 10 };

/** @param {import('../options.mjs').Options} options */
export async function measureTv({ quick, progress }) {
  const updates = quick ? QUICK_UPDATES : UPDATES;
  const browser = await launchBrowser();
  try {
    return await withChildren([Server.boardcast({ NOTIFY_INTERVAL: '1ms' })], async (server) => {
      progress(`tv, ${updates} updates`);
      await createBoards(server);
      const page = await browser.newPage({ viewport: VIEWPORT, locale: 'en-US' });
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      await page.addInitScript(speedUpClock, SPEED);
      await page.goto(`http://localhost:${server.port}/boards/${BOARDS[0]}?tv&rotate=${ROTATION}`);
      await page.waitForFunction(() => globalThis.document.querySelector('.value') !== null);

      await pushUntil(page, server, WARM_UP);
      const before = await measureHeap(page, session);
      const shown = await pushUntil(page, server, WARM_UP + updates);
      const after = await measureHeap(page, session);
      return rowsOf(shown - WARM_UP, before, after);
    });
  } finally {
    await browser.close();
  }
}

/** Runs in the page before its scripts. It speeds up clock and timers, and counts the updates that the page shows. */
function speedUpClock(speed) {
  const { Date, setTimeout, setInterval, MutationObserver, document } = globalThis;
  const now = Date.now.bind(Date);
  const start = now();
  Date.now = () => start + (now() - start) * speed;
  globalThis.setTimeout = (work, ms = 0, ...rest) => setTimeout(work, ms / speed, ...rest);
  globalThis.setInterval = (work, ms = 0, ...rest) => setInterval(work, ms / speed, ...rest);
  globalThis.shownUpdates = 0;
  let last;
  new MutationObserver(() => {
    const text = [...document.querySelectorAll('.value')].map(({ textContent }) => textContent).join();
    if (text !== last) globalThis.shownUpdates += 1;
    last = text;
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Pushes values until the page has shown `expected` updates. @returns {Promise<number>} the number of shown updates */
async function pushUntil(page, server, expected) {
  for (;;) {
    await server.json('POST', '/api/v1/events', { title: `Deploy ${randomInt(1e6)}`, level: 'ok' });
    for (let burst = 0; burst < 60; burst += 1) {
      const key = KEYS[burst % KEYS.length];
      await server.json('POST', '/api/v1/metrics', [{ key, value: randomInt(1e5) }]);
      await pause(PUSH_PAUSE_MS);
    }
    const shown = await page.evaluate(() => globalThis.shownUpdates);
    if (shown >= expected) return shown;
  }
}

/** Counts heap, DOM nodes and event listeners after garbage collection, on the first board. */
async function measureHeap(page, session) {
  await page.waitForFunction((slug) => globalThis.location.pathname.endsWith(slug), BOARDS[1]);
  await page.waitForFunction((slug) => globalThis.location.pathname.endsWith(slug), BOARDS[0]);
  await page.waitForFunction(() => globalThis.document.querySelectorAll('canvas').length === 1);
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { heapMiB: value('JSHeapUsedSize') / 1024 ** 2, nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

function rowsOf(updates, before, after) {
  const row = (measure, unit, key) => ({
    measure: `TV mode (${measure}), growth over ${updates.toLocaleString('en-US')} updates`,
    unit,
    ours: after[key] - before[key],
    target: atMost(after[key] - before[key], LIMITS[key], String(LIMITS[key])),
    note: `${round(before[key])} before, ${round(after[key])} after`,
  });
  return [
    {
      measure: 'TV mode, updates shown between the measurements',
      unit: '',
      ours: updates,
      target: atLeast(updates, QUICK_UPDATES, QUICK_UPDATES.toLocaleString('en-US')),
    },
    row('heap', 'MiB', 'heapMiB'),
    row('DOM nodes', '', 'nodes'),
    row('event listeners', '', 'listeners'),
  ];
}

function round(number) {
  return Math.round(number * 100) / 100;
}

async function createBoards(server) {
  const now = Date.now();
  const past = Array.from({ length: HISTORY_POINTS }, (_, index) =>
    KEYS.map((key) => ({ key, value: index, at: now - (HISTORY_POINTS - index) * HISTORY_STEP_MS })),
  );
  await server.json('POST', '/api/v1/metrics', past.flat());
  for (let index = 0; index < 60; index += 1) {
    await server.json('POST', '/api/v1/events', { title: `Event ${index}`, level: 'info' });
  }
  const panels = TYPES.map((type, index) => ({
    id: `p${index}`,
    type,
    title: type,
    query: {
      source: 'metrics',
      metric: KEYS[index],
      ...(type === 'bars' && { as: 'value', aggregate: 'last' }),
    },
    layout: { x: (index % 3) * 3, y: Math.floor(index / 3) * 3, w: 3, h: 3 },
  }));
  const events = { id: 'events', type: 'events', title: 'Events', query: { source: 'events' } };
  panels.push({ ...events, layout: { x: 9, y: 0, w: 3, h: 9 } });
  for (const slug of BOARDS) await server.json('POST', '/api/v1/boards', { slug, title: slug, panels });
}
