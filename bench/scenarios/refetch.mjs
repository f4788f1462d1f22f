// Measures how all clients fetch a new revision: the rate, the CPU time and the number of loads.
import { LARGE_BOARD, LARGE_METRICS, createLargeBoard } from '../boards.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atLeast, exactly } from '../report/limits.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

/** Rounds for the JIT compilers of all three servers. */
const WARM_UP_ROUNDS = 3;

/** Requests of several clients are sent over the same connection. */
const CLIENTS_PER_CONNECTION = 10;
const LOADS = 'boardcast_source_loads_total{source="metrics"}';
const DATA = `/api/v1/boards/${LARGE_BOARD}/data`;

/** Headers that every server adds itself. */
const OWN_HEADERS = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

const VARIANTS = [
  { name: 'what changed (since=)', pathOf: ({ epoch, revision }) => `${DATA}?since=${epoch}.${revision}` },
  { name: 'the whole board', pathOf: () => DATA },
];

/** @param {import('../options.mjs').Options} options */
export async function measureRefetch({ quick, progress }) {
  const plan = { connections: quick ? 500 : 1_000, processes: quick ? 2 : 4, rounds: quick ? 3 : 4 };
  const measured = VARIANTS.map(() => ({ ours: [], rawHttp: [], emptyNest: [] }));
  // New processes for each repetition: in some processes, garbage collection is many times slower for their whole life.
  for (let repetition = 1; repetition <= plan.processes; repetition += 1) {
    progress(`refetch, ${repetition} of ${plan.processes}`);
    const servers = [Server.boardcast(), Server.baseline('raw-http'), Server.baseline('empty-nest')];
    await withChildren([...servers, new Child('clients/http-load.mjs')], async (ours, rawHttp, emptyNest, load) => {
      await createLargeBoard(ours);
      for (const { port } of [ours, rawHttp, emptyNest]) {
        await load.call('open', { port, connections: plan.connections });
      }
      for (const [index, variant] of VARIANTS.entries()) {
        await measureVariant(variant, plan, { ours, rawHttp, emptyNest }, load, measured[index]);
      }
    });
  }
  const clients = (plan.connections * CLIENTS_PER_CONNECTION).toLocaleString('en-US');
  return VARIANTS.flatMap(({ name }, index) => rowsOf(`${name}, ${clients} clients`, measured[index]));
}

async function measureVariant({ pathOf }, { connections, rounds }, { ours: server, ...baselines }, load, measured) {
  const requests = connections * CLIENTS_PER_CONNECTION;
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const path = pathOf(await server.json('GET', DATA));
    const run = (testedServer) => refetch(testedServer, load, { path, requests, connections });

    const loadsBefore = await server.counter(LOADS);
    await changeEverything(server, round);
    const ours = await run(server);
    ours.loads = ((await server.counter(LOADS)) - loadsBefore) / LARGE_METRICS.length;

    const answer = await captureResponse(server, path);
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

/** Changes every panel with one write. */
async function changeEverything(server, round) {
  const items = LARGE_METRICS.map((key, metric) => ({ key, value: 100 + round + metric / 100 }));
  await server.json('POST', '/api/v1/metrics', items);
}

/** Returns the headers and the body that a browser gets, for the baselines. */
async function captureResponse(server, path) {
  const { headers, body } = await server.requestRaw(path);
  const ownHeadersRemoved = Object.entries(headers).filter(([header]) => !OWN_HEADERS.has(header));
  return { headers: Object.fromEntries(ownHeadersRemoved), body: body.toString('base64') };
}

function rowsOf(name, { ours, rawHttp, emptyNest }) {
  const row = (what, unit, key, theirs, baselineName) => {
    const [our, baseline] = [ours.map((run) => run[key]), theirs.map((run) => run[key])];
    return {
      measure: `${what}: ${name}`,
      unit,
      ours: median(our),
      baseline: median(baseline),
      ratio: pairedRatio(our, baseline),
      baselineName,
    };
  };
  const comparedWithNest = row('refetches', '/s', 'perSecond', emptyNest, 'an empty Nest route, same bytes');
  const loads = Math.max(...ours.map((run) => run.loads));
  return [
    { ...comparedWithNest, target: atLeast(comparedWithNest.ratio, 0.85, '0.85x') },
    row('refetches', '/s', 'perSecond', rawHttp, 'node:http, same bytes'),
    row('server CPU per refetch', 'µs', 'cpuUs', emptyNest, 'an empty Nest route, same bytes'),
    row('bytes per refetch', 'B', 'bytes', emptyNest, 'an empty Nest route, same bytes'),
    { measure: `loads per changed query: ${name}`, unit: '', ours: loads, target: exactly(loads, 1) },
  ];
}
