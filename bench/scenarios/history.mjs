// Measures the size of a history on disk, and the duration of queries for a day and for a month.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, DAY_POINTS, HISTORY_METRIC, HISTORY_SERIES } from '../history-data.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server, temporaryFolder } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';
import { quantile } from '../report/statistics.mjs';

const HOUR_MS = 3_600_000;

/** The history ends this long after a full hour, so that, as usual, some of it is not sealed yet. */
const PAST_HOUR_MS = 10 * 60_000;

const BYTES_LIMIT = 8;
const DELAY_LIMIT_MS = 20;

const QUERIES = [
  { range: '24h', span: DAY_MS, step: 180_000, limitMs: 50 },
  { range: '30d', span: 30 * DAY_MS, step: 7_200_000, limitMs: 150 },
];

/** @param {import('../options.mjs').Options} options */
export async function measureHistory({ quick, progress }) {
  const plan = quick ? { days: 2, cold: 3, warm: 30, baseline: 2 } : { days: 30, cold: 7, warm: 100, baseline: 2 };
  const folder = await temporaryFolder();
  const end = Math.floor((Date.now() - PAST_HOUR_MS) / HOUR_MS) * HOUR_MS + PAST_HOUR_MS;
  try {
    const sizes = await createHistories(plan, { folder, end, progress });
    const cold = await measureCold(plan, { folder, progress });
    progress('history, warm');
    const { warm, delay } = await withServer(folder, (server) => measureWarm(plan, server));
    progress('history, baseline');
    const baseline = await measureBaseline(plan, { folder, end });
    return [
      {
        measure: `bytes per point on disk after a day, ${HISTORY_SERIES} series every 10 s`,
        unit: 'B',
        ours: sizes.ours / DAY_POINTS,
        baseline: sizes.baseline / DAY_POINTS,
        baselineName: 'node:sqlite, a table clustered by series and time',
        target: atMost(sizes.ours / DAY_POINTS, BYTES_LIMIT, `${BYTES_LIMIT} B`),
      },
      ...QUERIES.flatMap((query, index) => [
        rowOf(query, 'cold', cold[index], baseline[index].slice(0, 1)),
        rowOf(query, 'warm', warm[index], baseline[index]),
      ]),
      {
        measure: 'event-loop delay p99 during these queries',
        unit: 'ms',
        ours: delay.p99,
        target: atMost(delay.p99, DELAY_LIMIT_MS, `${DELAY_LIMIT_MS} ms`),
      },
    ].map((row) => (plan.days < 30 ? { ...row, note: `a history of only ${plan.days} days` } : row));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<{ ours: number, baseline: number }>} bytes after the first day */
async function createHistories({ days }, { folder, end, progress }) {
  const children = [new Child('processes/history-writer.mjs'), new Child('baselines/sqlite-history.mjs')];
  return withChildren(children, async (writer, baseline) => {
    await baseline.call('open', { path: join(folder, 'baseline.db') });
    let sizes;
    for (let day = days - 1; day >= 0; day -= 1) {
      progress(`history, day ${days - day} of ${days}`);
      const ours = await writer.call('day', { dataDir: folder, end: end - day * DAY_MS });
      sizes ??= { ours, baseline: await baseline.call('day', { end: end - day * DAY_MS }) };
      if (day < days - 1) await baseline.call('day', { end: end - day * DAY_MS });
    }
    return sizes;
  });
}

/**
 * Measures the first response of new processes.
 *
 * @returns {Promise<number[][]>} durations (ms) of each query
 */
async function measureCold({ cold }, { folder, progress }) {
  const times = QUERIES.map(() => []);
  for (let round = 0; round < cold; round += 1) {
    progress(`history, cold, round ${round + 1} of ${cold}`);
    for (const [index, query] of QUERIES.entries()) {
      times[index].push(await withServer(folder, (server) => timed(server, query)));
    }
  }
  return times;
}

async function measureWarm({ warm }, server) {
  const times = QUERIES.map(() => []);
  for (const query of QUERIES) for (let round = 0; round < 5; round += 1) await timed(server, query);
  await server.child.call('watchDelay');
  for (let round = 0; round < warm; round += 1) {
    for (const [index, query] of QUERIES.entries()) times[index].push(await timed(server, query));
  }
  return { warm: times, delay: await server.child.call('delay') };
}

async function measureBaseline({ baseline }, { folder, end }) {
  return withChildren([new Child('baselines/sqlite-history.mjs')], async (sqlite) => {
    await sqlite.call('open', { path: join(folder, 'baseline.db') });
    const times = QUERIES.map(() => []);
    for (let round = 0; round < baseline; round += 1) {
      for (const [index, { span, step }] of QUERIES.entries()) {
        times[index].push(await sqlite.call('query', { from: end - span, to: end, step }));
      }
    }
    return times;
  });
}

/** @returns {Promise<number>} ms from the request to the last byte */
async function timed(server, { range }) {
  const startedAt = performance.now();
  const response = await server.requestRaw(`/api/v1/metrics/${HISTORY_METRIC}?range=${range}`);
  const ms = performance.now() - startedAt;
  if (response.body.length < 10_000) throw new Error(`${range}: the response has only ${response.body.length} bytes`);
  return ms;
}

function withServer(folder, work) {
  return withChildren([Server.boardcast({ DATA_DIR: folder })], work);
}

function rowOf({ range, limitMs }, state, times, baseline) {
  const ours = quantile(times, 0.95);
  return {
    measure: `history over ${range} of ${HISTORY_SERIES} series with a point every 10 s, ${state}, p95`,
    unit: 'ms',
    ours,
    baseline: quantile(baseline, 0.95),
    baselineName: 'node:sqlite, GROUP BY, rows to JSON',
    target: atMost(ours, limitMs, `${limitMs} ms`),
  };
}
