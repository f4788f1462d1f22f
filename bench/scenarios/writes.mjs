// Measures durable writes, single and in batches, compared with SQLite on a copy of the same database.
import { DatabaseSync } from 'node:sqlite';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PROTOCOLS } from '../clients/batch-bodies.mjs';
import { BATCH_ITEMS, BATCH_METRICS, batchKey, batchTimes } from '../points.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server, temporaryFolder } from '../processes/server.mjs';
import { atLeast, atMost } from '../report/limits.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

const IN_FLIGHT = { singles: 64, batches: 4 };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** @param {import('../options.mjs').Options} options */
export async function measureWrites({ quick, progress }) {
  const plan = quick ? { rounds: 3, singlesMs: 1_000, batches: 10 } : { rounds: 7, singlesMs: 2_000, batches: 20 };
  const folder = await temporaryFolder();
  try {
    const children = [Server.boardcast(), new Child('baselines/sqlite-writes.mjs'), new Child('clients/http-load.mjs')];
    return await withChildren(children, async (server, sqlite, load) => {
      await createSeries(server);
      const firstSeries = await copyDatabase(server.folder, join(folder, 'copy.db'));
      await sqlite.call('open', { file: join(folder, 'copy.db') });
      progress('single writes');
      const singles = await measureSingles(plan, { server, sqlite, load, firstSeries });
      progress('batches');
      return [...singles, ...(await measureBatches(plan, { server, sqlite, load, firstSeries }))];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Creates all metrics before the measurement, because writes rarely create metrics. */
async function createSeries(server) {
  const items = Array.from({ length: BATCH_METRICS }, (_, metric) => ({ key: batchKey(metric), value: 0 }));
  await server.json('POST', '/api/v1/metrics', items);
}

/** @returns {Promise<number>} the ID of the first series; the others have the following IDs */
async function copyDatabase(folder, target) {
  const names = await readdir(folder);
  const name = names.find((candidate) => /\.(db|sqlite3?)$/.test(candidate));
  if (name === undefined) throw new Error(`no database among ${names.join(', ')}`);
  const database = new DatabaseSync(join(folder, name), { readOnly: true });
  try {
    database.exec(`VACUUM INTO '${target}'`);
    const found = database.prepare(
      'SELECT min(series.id) AS first FROM series JOIN metrics ON metrics.id = metric_id WHERE key LIKE ?',
    );
    return Number(found.get('bench.batch.%').first);
  } finally {
    database.close();
  }
}

async function measureSingles({ rounds, singlesMs: ms }, { server, sqlite, load, firstSeries }) {
  const ours = [];
  const baseline = [];
  for (let round = -1; round < rounds; round += 1) {
    const our = await load.call('pushSingles', { port: server.port, connections: IN_FLIGHT.singles, ms });
    const their = await sqlite.call('singles', { ms, firstSeries });
    if (round < 0) continue;
    ours.push((our.count / our.ms) * 1_000);
    baseline.push((their.count / their.ms) * 1_000);
  }
  return [
    {
      measure: `durable single writes over HTTP, ${IN_FLIGHT.singles} connections`,
      unit: '/s',
      ours: median(ours),
      baseline: median(baseline),
      ratio: pairedRatio(ours, baseline),
      baselineName: 'node:sqlite, one commit per value',
    },
  ];
}

async function measureBatches({ rounds, batches }, { server, sqlite, load, firstSeries }) {
  const protocols = Object.keys(PROTOCOLS);
  const ours = protocols.map(() => []);
  const baseline = [];
  for (let round = -1; round < rounds; round += 1) {
    // Rounds and protocols use different times, so that they never replace each other's points.
    const begin = Date.now() - (rounds - round) * (DAY_MS / 4);
    for (const [index, protocol] of protocols.entries()) {
      const times = batchTimes(begin + index * HOUR_MS, batches);
      if (round >= 0) await server.child.call('watchDelay');
      const our = await load.call('pushBatches', {
        port: server.port,
        connections: IN_FLIGHT.batches,
        protocol,
        times,
      });
      if (round < 0) continue;
      await server.child.call('unwatchDelay');
      ours[index].push((our.points / our.ms) * 1_000);
    }
    const their = await sqlite.call('batches', { times: batchTimes(begin, batches), firstSeries });
    if (round >= 0) baseline.push(((batches * BATCH_ITEMS) / their.ms) * 1_000);
  }
  const delay = await server.child.call('delay');
  return [
    ...protocols.map((protocol, index) => batchRow(protocol, ours[index], baseline)),
    {
      measure: 'event-loop delay p99 during batches',
      unit: 'ms',
      ours: delay.p99,
      target: atMost(delay.p99, 20, '20 ms'),
    },
  ];
}

function batchRow(protocol, ours, baseline) {
  const ratio = pairedRatio(ours, baseline);
  return {
    measure: `${protocol}: batch points over HTTP, ${BATCH_ITEMS.toLocaleString('en-US')} per batch, ${IN_FLIGHT.batches} in flight`,
    unit: '/s',
    ours: median(ours),
    baseline: median(baseline),
    ratio,
    baselineName: 'node:sqlite, the same parsed rows, one transaction per batch',
    ...(protocol === 'JSON' && { target: atLeast(ratio, 0.5, '0.5x') }),
  };
}
