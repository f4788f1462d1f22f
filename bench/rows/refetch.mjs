// All viewers fetch a new revision: how fast, at what cost, and from how many loads.
import { LARGE_BOARD, LARGE_METRICS, makeLargeBoard } from '../boards.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atLeast, exactly } from '../report/aims.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

/** Rounds until compilers have seen enough of all three servers. */
const WARM_UP_ROUNDS = 3;

/** Ten viewers take turns on a connection. */
const VIEWERS_PER_CONNECTION = 10;
const LOADS = 'boardcast_source_loads_total{source="metrics"}';
const DATA = `/api/v1/boards/${LARGE_BOARD}/data`;

/** What a server adds to every answer by itself. */
const OWN_HEADERS = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

const WAYS = [
  { name: 'what changed (since=)', pathOf: ({ epoch, revision }) => `${DATA}?since=${epoch}.${revision}` },
  { name: 'the whole board', pathOf: () => DATA },
];

/** @param {import('../options.mjs').Options} options */
export async function measureRefetch({ quick, progress }) {
  const plan = { connections: quick ? 500 : 1_000, processes: quick ? 2 : 4, rounds: quick ? 3 : 4 };
  const measured = WAYS.map(() => ({ ours: [], rawHttp: [], emptyNest: [] }));
  // Garbage collection of some processes, ours and others, is by chance many times as slow for as long as they live.
  for (let repetition = 1; repetition <= plan.processes; repetition += 1) {
    progress(`refetch, ${repetition} of ${plan.processes}`);
    const servers = [Server.boardcast(), Server.baseline('raw-http'), Server.baseline('empty-nest')];
    await withChildren([...servers, new Child('clients/load.mjs')], async (ours, rawHttp, emptyNest, load) => {
      await makeLargeBoard(ours);
      for (const { port } of [ours, rawHttp, emptyNest]) {
        await load.call('open', { port, connections: plan.connections });
      }
      for (const [index, way] of WAYS.entries()) {
        await measureWay(way, plan, { ours, rawHttp, emptyNest }, load, measured[index]);
      }
    });
  }
  const viewers = (plan.connections * VIEWERS_PER_CONNECTION).toLocaleString('en-US');
  return WAYS.flatMap(({ name }, index) => rowsOf(`${name}, ${viewers} viewers`, measured[index]));
}

async function measureWay({ pathOf }, { connections, rounds }, { ours: server, ...baselines }, load, measured) {
  const requests = connections * VIEWERS_PER_CONNECTION;
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const path = pathOf(await server.json('GET', DATA));
    const run = (target) => refetch(target, load, { path, requests, connections });

    const loadsBefore = await server.counter(LOADS);
    await changeEverything(server, round);
    const ours = await run(server);
    ours.loads = ((await server.counter(LOADS)) - loadsBefore) / LARGE_METRICS.length;

    const answer = await captured(server, path);
    const results = { ours };
    for (const [key, baseline] of Object.entries(baselines)) {
      await baseline.child.call('serve', answer);
      results[key] = await run(baseline);
    }
    if (round >= 0) for (const key of Object.keys(measured)) measured[key].push(results[key]);
  }
}

async function refetch(server, load, { path, requests, connections }) {
  const { result, cpuMs } = await server.costOf(() =>
    load.call('refetch', { port: server.port, path, requests, connections }),
  );
  const { count, ms, bytes } = result;
  return { perSecond: (count / ms) * 1_000, cpuUs: (cpuMs * 1_000) / count, bytes };
}

/** One write that changes every panel. */
async function changeEverything(server, round) {
  const items = LARGE_METRICS.map((key, metric) => ({ key, value: 100 + round + metric / 100 }));
  await server.json('POST', '/api/v1/metrics', items);
}

/** Headers and bytes as a browser gets them, for the baselines to serve the same. */
async function captured(server, path) {
  const { headers, body } = await server.unopened(path);
  const kept = Object.entries(headers).filter(([header]) => !OWN_HEADERS.has(header));
  return { headers: Object.fromEntries(kept), body: body.toString('base64') };
}

function rowsOf(name, { ours, rawHttp, emptyNest }) {
  const row = (what, unit, key, theirs, baseline) => {
    const [our, bare] = [ours.map((run) => run[key]), theirs.map((run) => run[key])];
    return {
      measure: `${what}: ${name}`,
      unit,
      ours: median(our),
      bare: median(bare),
      ratio: pairedRatio(our, bare),
      baseline,
    };
  };
  const toNest = row('refetches', '/s', 'perSecond', emptyNest, 'an empty Nest route, same bytes');
  const loads = Math.max(...ours.map((run) => run.loads));
  return [
    { ...toNest, aim: atLeast(toNest.ratio, 0.85, '0.85x') },
    row('refetches', '/s', 'perSecond', rawHttp, 'node:http, same bytes'),
    row('server CPU per refetch', 'µs', 'cpuUs', emptyNest, 'an empty Nest route, same bytes'),
    row('bytes per refetch', 'B', 'bytes', emptyNest, 'an empty Nest route, same bytes'),
    { measure: `loads per changed query: ${name}`, unit: '', ours: loads, aim: exactly(loads, 1) },
  ];
}
