// How soon all viewers hear of a write, and what telling them costs the server.
import { setTimeout as pause } from 'node:timers/promises';
import { makeSmallBoard, SMALL_BOARD, SMALL_METRIC } from '../boards.mjs';
import { tooFewOpenFiles } from '../open-files.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/aims.mjs';
import { median, pairedRatio, quantile } from '../report/statistics.mjs';

/** Rounds follow each other faster than once a second; the first notice of each is let through at once either way. */
const NOTIFY_INTERVAL_MS = 100;
/** The throttle is open again, and what the round before set off is over. */
const REST_MS = 250;
const WARM_UP_ROUNDS = 5;

/** A metric that no board shows. */
const UNWATCHED_METRIC = 'bench.unwatched';

const BASELINE = 'ws, one loop over the same bytes';

/** @param {import('../options.mjs').Options} options */
export async function measureFanout({ quick, progress }) {
  const plans = [
    { viewers: 1, rounds: quick ? 20 : 60 },
    { viewers: 1_000, rounds: quick ? 12 : 30 },
    ...(quick ? [] : [{ viewers: 10_000, rounds: 20 }]),
  ];
  const rows = [];
  for (const plan of plans) {
    const reason = tooFewOpenFiles(plan.viewers);
    progress(`fan-out to ${plan.viewers}`);
    rows.push(...(reason === undefined ? await measure(plan) : [skippedRow(plan, reason)]));
  }
  return rows;
}

async function measure({ viewers, rounds }) {
  const boardcast = Server.boardcast({ NOTIFY_INTERVAL: `${NOTIFY_INTERVAL_MS}ms` });
  const crowds = [new Child('clients/crowd.mjs'), new Child('clients/crowd.mjs')];
  return withChildren([boardcast, Server.baseline('raw-ws'), ...crowds], async (server, bare, ourCrowd, bareCrowd) => {
    await makeSmallBoard(server);
    await ourCrowd.call('join', { port: server.port, board: SMALL_BOARD, count: viewers });
    await bareCrowd.call('join', { port: bare.port, board: SMALL_BOARD, count: viewers });

    const ours = [];
    const theirs = [];
    for (let index = -WARM_UP_ROUNDS; index < rounds; index += 1) {
      const body = String(1_000 + index);
      const watched = { path: `/api/v1/metrics/${SMALL_METRIC}`, body };
      const our = await round(server, ourCrowd, watched, { path: `/api/v1/metrics/${UNWATCHED_METRIC}`, body });
      const their = await round(bare, bareCrowd, { path: '/', body: our.payload }, { path: '/unheard', body });
      if (index < 0) continue;
      ours.push(our);
      theirs.push(their);
    }
    const delay = { ours: await server.child.call('delay'), bare: await bare.child.call('delay') };
    return rowsOf(viewers, ours, theirs, delay);
  });
}

/**
 * One write heard by all, and one heard by nobody, whose cost is taken off: what remains is the telling. The loop's delay
 * counts from the write until the last viewer has heard.
 */
async function round(server, crowd, write, unheard) {
  await pause(REST_MS);
  const { cpuMs: writeCpuMs } = await server.costOf(() => crowd.call('writeUnheard', unheard));
  await pause(REST_MS);
  await server.child.call('watchDelay');
  const { result, cpuMs } = await server.costOf(() => crowd.call('write', write));
  await server.child.call('unwatchDelay');
  return { ...result, cpuMs: cpuMs - writeCpuMs };
}

function rowsOf(viewers, ours, theirs, delay) {
  const name = `${viewers.toLocaleString('en-US')} viewer${viewers === 1 ? '' : 's'}`;
  const row = (what, unit, of) => {
    const [our, bare] = [ours.map(of), theirs.map(of)];
    const ratio = pairedRatio(our, bare);
    return { measure: `${what}, ${name}`, unit, ours: median(our), bare: median(bare), ratio, baseline: BASELINE };
  };
  const times = timeRows(viewers, ours, theirs, name);
  if (viewers === 1) return [...times, row('write sent to notice, median', 'ms', untilHeard)];

  const cpu = row('server CPU per notice and viewer', 'µs', ({ cpuMs }) => (cpuMs * 1_000) / viewers);
  return [
    ...times,
    { ...cpu, aim: atMost(cpu.ratio, 1.2, '1.2x') },
    row('bytes per notice and viewer', 'B', ({ frameBytes }) => frameBytes),
    {
      measure: `event-loop delay p99 during fan-out, ${name}`,
      unit: 'ms',
      ours: delay.ours.p99,
      bare: delay.bare.p99,
      baseline: BASELINE,
      aim: atMost(delay.ours.p99, 20, '20 ms'),
    },
  ];
}

/** Of one viewer the quantiles are those of all rounds; of many, the medians of each round's. */
function timeRows(viewers, ours, theirs, name) {
  const quantiles = { p50: 0.5, p99: 0.99, ...(viewers > 1 && { 'last viewer': 1 }) };
  return Object.entries(quantiles).map(([quantileName, q]) => {
    const time = (rounds) =>
      viewers === 1
        ? quantile(rounds.flatMap(afterAck), q)
        : median(rounds.map((measured) => quantile(afterAck(measured), q)));
    const [our, bare] = [time(ours), time(theirs)];
    const ratio = our > 0 ? our / bare : undefined;
    const measure = `acknowledged write to notice, ${quantileName}, ${name}`;
    return { measure, unit: 'ms', ours: our, bare, ratio, baseline: BASELINE };
  });
}

/** A notice may overtake the acknowledgement; nobody waits for it then. */
function afterAck({ afterAckMs }) {
  return afterAckMs.map((ms) => Math.max(0, ms));
}

function untilHeard({ sentToAckMs, afterAckMs }) {
  return sentToAckMs + Math.max(...afterAckMs);
}

function skippedRow({ viewers }, reason) {
  return { measure: `fan-out to ${viewers.toLocaleString('en-US')} viewers`, skipped: reason };
}
