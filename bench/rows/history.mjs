// What a history takes on disk, and how long it takes to ask for a day and a month of it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, DAY_POINTS, HISTORY_METRIC, HISTORY_SERIES } from '../history-data.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server, temporaryFolder } from '../processes/server.mjs';
import { atMost } from '../report/aims.mjs';
import { quantile } from '../report/statistics.mjs';

const HOUR_MS = 3_600_000;

/** The history ends so many minutes after a full hour: some of it is sealed, and the rest waits, as always. */
const PAST_HOUR_MS = 10 * 60_000;

const BYTES_LIMIT = 8;
const DELAY_LIMIT_MS = 20;

const QUERIES = [
  { range: '24h', span: DAY_MS, step: 180_000, limitMs: 50 },
  { range: '30d', span: 30 * DAY_MS, step: 7_200_000, limitMs: 150 },
];

/** @param {import('../options.mjs').Options} options */
export async function measureHistory({ quick, progress }) {
  const plan = quick ? { days: 2, cold: 3, warm: 30, bare: 2 } : { days: 30, cold: 7, warm: 100, bare: 2 };
  const folder = await temporaryFolder();
  const end = Math.floor((Date.now() - PAST_HOUR_MS) / HOUR_MS) * HOUR_MS + PAST_HOUR_MS;
  try {
    const sizes = await makeHistories(plan, { folder, end, progress });
    const cold = await measureCold(plan, { folder, progress });
    progress('history, warm');
    const { warm, delay } = await withServer(folder, (server) => measureWarm(plan, server));
    progress('history, bare');
    const bare = await measureBare(plan, { folder, end });
    return [
      {
        measure: `bytes a point on disk after a day, ${HISTORY_SERIES} series every 10 s`,
        unit: 'B',
        ours: sizes.ours / DAY_POINTS,
        bare: sizes.bare / DAY_POINTS,
        baseline: 'node:sqlite, a table clustered by series and time',
        aim: atMost(sizes.ours / DAY_POINTS, BYTES_LIMIT, `${BYTES_LIMIT} B`),
      },
      ...QUERIES.flatMap((query, index) => [
        rowOf(query, 'cold', cold[index], bare[index].slice(0, 1)),
        rowOf(query, 'warm', warm[index], bare[index]),
      ]),
      {
        measure: 'event-loop delay p99 during these queries',
        unit: 'ms',
        ours: delay.p99,
        aim: atMost(delay.p99, DELAY_LIMIT_MS, `${DELAY_LIMIT_MS} ms`),
      },
    ].map((row) => (plan.days < 30 ? { ...row, note: `of a history of ${plan.days} days alone` } : row));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<{ ours: number, bare: number }>} bytes after the first day */
async function makeHistories({ days }, { folder, end, progress }) {
  const children = [new Child('processes/history-maker.mjs'), new Child('baselines/bare-history.mjs')];
  return withChildren(children, async (maker, bare) => {
    await bare.call('open', { path: join(folder, 'bare.db') });
    let sizes;
    for (let day = days - 1; day >= 0; day -= 1) {
      progress(`history, day ${days - day} of ${days}`);
      const ours = await maker.call('day', { dataDir: folder, end: end - day * DAY_MS });
      sizes ??= { ours, bare: await bare.call('day', { end: end - day * DAY_MS }) };
      if (day < days - 1) await bare.call('day', { end: end - day * DAY_MS });
    }
    return sizes;
  });
}

/** The first answers of processes that have just started. @returns times (ms) of each query */
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

async function measureBare({ bare }, { folder, end }) {
  return withChildren([new Child('baselines/bare-history.mjs')], async (sqlite) => {
    await sqlite.call('open', { path: join(folder, 'bare.db') });
    const times = QUERIES.map(() => []);
    for (let round = 0; round < bare; round += 1) {
      for (const [index, { span, step }] of QUERIES.entries()) {
        times[index].push(await sqlite.call('query', { from: end - span, to: end, step }));
      }
    }
    return times;
  });
}

/** @returns {Promise<number>} ms from the request to the last byte */
async function timed(server, { range }) {
  const begun = performance.now();
  const answer = await server.unopened(`/api/v1/metrics/${HISTORY_METRIC}?range=${range}`);
  const ms = performance.now() - begun;
  if (answer.body.length < 10_000) throw new Error(`${range}: only ${answer.body.length} bytes came`);
  return ms;
}

function withServer(folder, work) {
  return withChildren([Server.boardcast({ DATA_DIR: folder })], work);
}

function rowOf({ range, limitMs }, how, times, bare) {
  const ours = quantile(times, 0.95);
  return {
    measure: `history over ${range} of ${HISTORY_SERIES} series of 10 s, ${how}, p95`,
    unit: 'ms',
    ours,
    bare: quantile(bare, 0.95),
    baseline: 'node:sqlite, GROUP BY, rows to JSON',
    aim: atMost(ours, limitMs, `${limitMs} ms`),
  };
}
