// The page in a real browser, held back to a phone's network and processor: first sight, second sight, and what updates cost.
import { setTimeout as pause } from 'node:timers/promises';
import { PAGE_BUDGET_KIB } from '../../scripts/page-budget.mjs';
import { launchBrowser } from '../../test/support/browser/launch-browser.ts';
import { LARGE_BOARD, LARGE_METRICS, makeLargeBoard, makeWideBoard, WIDE_BOARD, wideItems } from '../boards.mjs';
import { withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/aims.mjs';
import { median } from '../report/statistics.mjs';

const SLOWER = 4;
/** A usual laptop's window. */
const VIEWPORT = { width: 1440, height: 900 };
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

const LIMITS = { scriptBytes: PAGE_BUDGET_KIB * 1024, coldS: 3, warmS: 1, updateMs: 50 };

/** Long enough for whatever follows a load to be over. */
const SETTLE_MS = 3_000;
const UPDATE_MS = 1_000;

/** @param {import('../options.mjs').Options} options */
export async function measurePage({ quick, progress }) {
  const browser = await launchBrowser();
  try {
    return await withChildren([Server.boardcast()], async (server) => {
      await makeLargeBoard(server);
      await makeWideBoard(server);
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

/** A first and a second visit, seconds from the start of the navigation until every panel shows its values. */
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
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const scripts = new Set();
  let scriptBytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(addressOf(server, LARGE_BOARD), { waitUntil: 'commit' });
  const shown = await page.waitForFunction(everyPanelShown, LARGE_METRICS.length, { polling: 'raf' });
  const seconds = (await shown.jsonValue()) / 1_000;
  await page.close();
  return { seconds, scriptBytes };
}

/** Runs in the page: the time (ms since the navigation began) once every panel has something to show. */
function everyPanelShown(count) {
  const { document } = globalThis;
  const panels = document.querySelectorAll('bc-panel').length;
  return panels === count && document.querySelector('bc-panel bc-panel-skeleton') === null && performance.now();
}

/** Main-thread time per update of everything on a board of forty panels, less what an idle page takes. */
async function update(browser, server, updates) {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(addressOf(server, WIDE_BOARD));
    await page.waitForFunction(everyPanelShown, wideItems(0).length / 2, { polling: 'raf' });
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
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
  const how = '1.6 Mbit/s, 150 ms round trip, 4x slower CPU';
  return [
    {
      measure: 'JavaScript until a board of twelve shows its values, compressed',
      unit: 'B',
      ours: scriptBytes,
      aim: atMost(scriptBytes, LIMITS.scriptBytes, `${PAGE_BUDGET_KIB} KiB`),
    },
    {
      measure: `cold load until every panel shows its values (${how})`,
      unit: 's',
      ours: coldS,
      aim: atMost(coldS, LIMITS.coldS, '3 s'),
    },
    {
      measure: `warm load until every panel shows its values (${how})`,
      unit: 's',
      ours: warmS,
      aim: atMost(warmS, LIMITS.warmS, '1 s'),
    },
  ];
}

function updateRow(ms) {
  return {
    measure:
      'main thread per update of all of 20 charts (600 points, 2 series) and 20 numbers, ' +
      `${VIEWPORT.width} x ${VIEWPORT.height}, 4x slower CPU`,
    unit: 'ms',
    ours: ms,
    aim: atMost(ms, LIMITS.updateMs, '50 ms'),
  };
}
