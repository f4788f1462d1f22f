// Measures the page in Chromium with the network and CPU of a phone: first and second load, and the cost of updates.
import { setTimeout as pause } from 'node:timers/promises';
import { PAGE_BUDGET_KIB } from '../../scripts/page-budget.mjs';
import { launchBrowser } from '../../test/support/browser/launch-browser.ts';
import { LARGE_BOARD, LARGE_METRICS, createLargeBoard, createWideBoard, WIDE_BOARD, wideItems } from '../boards.mjs';
import { withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';
import { median } from '../report/statistics.mjs';

const CPU_SLOWDOWN = 4;
/** The window of a typical laptop. */
const VIEWPORT = { width: 1440, height: 900 };
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

const LIMITS = { scriptBytes: PAGE_BUDGET_KIB * 1024, coldS: 3, warmS: 1, updateMs: 50 };

/** After this pause, all work of a page load is done. */
const SETTLE_MS = 3_000;
const UPDATE_MS = 1_000;

/** @param {import('../options.mjs').Options} options */
export async function measurePage({ quick, progress }) {
  const browser = await launchBrowser();
  try {
    return await withChildren([Server.boardcast()], async (server) => {
      await createLargeBoard(server);
      await createWideBoard(server);
      progress('page, loads');
      const loads = [];
      for (let repetition = 0; repetition < (quick ? 2 : 5); repetition += 1) loads.push(await load(browser, server));
      progress('page, updates');
      return [...loadRows(loads), updateRow(await update(browser, server, quick ? 10 : 30))];
    });
  } finally {
    await browser.close();
  }
}

/** Measures a first and a second visit, in seconds from the start of the navigation until every panel shows its values. */
async function load(browser, server) {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' });
  try {
    const cold = await visit(context, server);
    const warm = await visit(context, server);
    return { scriptBytes: cold.scriptBytes, coldS: cold.seconds, warmS: warm.seconds };
  } finally {
    await context.close();
  }
}

async function visit(context, server) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const scripts = new Set();
  let scriptBytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(addressOf(server, LARGE_BOARD), { waitUntil: 'commit' });
  const shown = await page.waitForFunction(allPanelsShown, LARGE_METRICS.length, { polling: 'raf' });
  const seconds = (await shown.jsonValue()) / 1_000;
  await page.close();
  return { seconds, scriptBytes };
}

/** Runs in the page. Returns the time (ms) since the start of the navigation once every panel shows its values, or else false. */
function allPanelsShown(count) {
  const { document } = globalThis;
  const panels = document.querySelectorAll('bc-panel').length;
  return panels === count && document.querySelector('bc-panel bc-panel-skeleton') === null && performance.now();
}

/** Measures the main-thread time per update of all forty panels, minus that of an idle page. */
async function update(browser, server, updates) {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(addressOf(server, WIDE_BOARD));
    await page.waitForFunction(allPanelsShown, wideItems(0).length / 2, { polling: 'raf' });
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await pause(SETTLE_MS);

    const idleBefore = await busyMs(session);
    await pause(updates * UPDATE_MS);
    const idle = (await busyMs(session)) - idleBefore;

    const before = await busyMs(session);
    for (let index = 0; index < updates; index += 1) {
      await server.json('POST', '/api/v1/metrics', wideItems(index));
      await pause(UPDATE_MS);
    }
    return ((await busyMs(session)) - before - idle) / updates;
  } finally {
    await context.close();
  }
}

async function busyMs(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
}

function addressOf(server, board) {
  return `http://localhost:${server.port}/boards/${board}`;
}

function loadRows(loads) {
  const [scriptBytes, coldS, warmS] = ['scriptBytes', 'coldS', 'warmS'].map((key) =>
    median(loads.map((one) => one[key])),
  );
  const conditions = '1.6 Mbit/s, 150 ms round trip, 4x slower CPU';
  return [
    {
      measure: 'JavaScript until a board of twelve shows its values, compressed',
      unit: 'B',
      ours: scriptBytes,
      target: atMost(scriptBytes, LIMITS.scriptBytes, `${PAGE_BUDGET_KIB} KiB`),
    },
    {
      measure: `cold load until every panel shows its values (${conditions})`,
      unit: 's',
      ours: coldS,
      target: atMost(coldS, LIMITS.coldS, '3 s'),
    },
    {
      measure: `warm load until every panel shows its values (${conditions})`,
      unit: 's',
      ours: warmS,
      target: atMost(warmS, LIMITS.warmS, '1 s'),
    },
  ];
}

function updateRow(ms) {
  return {
    measure:
      'main-thread time per update of 20 charts (600 points, 2 series) and 20 numbers, ' +
      `${VIEWPORT.width} x ${VIEWPORT.height}, 4x slower CPU`,
    unit: 'ms',
    ours: ms,
    target: atMost(ms, LIMITS.updateMs, '50 ms'),
  };
}
