// Measures how soon all clients are notified of a write, and what that costs the server.
import { setTimeout as pause } from 'node:timers/promises';
import { createSmallBoard, SMALL_BOARD, SMALL_METRIC } from '../boards.mjs';
import { tooFewOpenFiles } from '../open-files.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';
import { median, pairedRatio, quantile } from '../report/statistics.mjs';

/** Allows several rounds per second. The first notification of a round is sent at once for any interval. */
const NOTIFY_INTERVAL_MS = 100;
/** After this pause, the throttle allows the next notification, and the work of the previous round is done. */
const PAUSE_MS = 250;
const WARM_UP_ROUNDS = 5;

/** A metric that no board shows. */
const UNWATCHED_METRIC = 'bench.unwatched';

const BASELINE_NAME = 'ws, a loop that sends the same bytes';

/** @param {import('../options.mjs').Options} options */
export async function measureFanout({ quick, progress }) {
  const plans = [
    { clients: 1, rounds: quick ? 20 : 60 },
    { clients: 1_000, rounds: quick ? 12 : 30 },
    ...(quick ? [] : [{ clients: 10_000, rounds: 20 }]),
  ];
  const rows = [];
  for (const plan of plans) {
    const reason = tooFewOpenFiles(plan.clients);
    progress(`fan-out to ${plan.clients}`);
    rows.push(...(reason === undefined ? await measure(plan) : [skippedRow(plan, reason)]));
  }
  return rows;
}

async function measure({ clients, rounds }) {
  const boardcast = Server.boardcast({ NOTIFY_INTERVAL: `${NOTIFY_INTERVAL_MS}ms` });
  const clientProcesses = [new Child('clients/web-socket-clients.mjs'), new Child('clients/web-socket-clients.mjs')];
  return withChildren(
    [boardcast, Server.baseline('raw-ws'), ...clientProcesses],
    async (server, baseline, ourClients, baselineClients) => {
      await createSmallBoard(server);
      await ourClients.call('join', { port: server.port, board: SMALL_BOARD, count: clients });
      await baselineClients.call('join', { port: baseline.port, board: SMALL_BOARD, count: clients });

      const ours = [];
      const theirs = [];
      for (let index = -WARM_UP_ROUNDS; index < rounds; index += 1) {
        const body = String(1_000 + index);
        const watched = { path: `/api/v1/metrics/${SMALL_METRIC}`, body };
        const our = await round(server, ourClients, watched, { path: `/api/v1/metrics/${UNWATCHED_METRIC}`, body });
        const their = await round(
          baseline,
          baselineClients,
          { path: '/', body: our.payload },
          { path: '/unwatched', body },
        );
        if (index < 0) continue;
        ours.push(our);
        theirs.push(their);
      }
      const delay = { ours: await server.child.call('delay'), baseline: await baseline.child.call('delay') };
      return rowsOf(clients, ours, theirs, delay);
    },
  );
}

/**
 * Measures one write that all clients are notified of. The CPU time of a write without notifications is subtracted, so that only
 * the cost of the notifications remains. The event-loop delay is measured from the write to the last notification.
 */
async function round(server, clientProcess, write, unwatchedWrite) {
  await pause(PAUSE_MS);
  const { cpuMs: writeCpuMs } = await server.costOf(() => clientProcess.call('writeUnwatched', unwatchedWrite));
  await pause(PAUSE_MS);
  await server.child.call('watchDelay');
  const { result, cpuMs } = await server.costOf(() => clientProcess.call('write', write));
  await server.child.call('unwatchDelay');
  return { ...result, cpuMs: cpuMs - writeCpuMs };
}

function rowsOf(clients, ours, theirs, delay) {
  const name = `${clients.toLocaleString('en-US')} client${clients === 1 ? '' : 's'}`;
  const row = (what, unit, of) => {
    const [our, baseline] = [ours.map(of), theirs.map(of)];
    const ratio = pairedRatio(our, baseline);
    return {
      measure: `${what}, ${name}`,
      unit,
      ours: median(our),
      baseline: median(baseline),
      ratio,
      baselineName: BASELINE_NAME,
    };
  };
  const times = timeRows(clients, ours, theirs, name);
  if (clients === 1) return [...times, row('write sent to notification, median', 'ms', writeToNotification)];

  const cpu = row('server CPU per notification and client', 'µs', ({ cpuMs }) => (cpuMs * 1_000) / clients);
  return [
    ...times,
    { ...cpu, target: atMost(cpu.ratio, 1.2, '1.2x') },
    row('bytes per notification and client', 'B', ({ frameBytes }) => frameBytes),
    {
      measure: `event-loop delay p99 during fan-out, ${name}`,
      unit: 'ms',
      ours: delay.ours.p99,
      baseline: delay.baseline.p99,
      baselineName: BASELINE_NAME,
      target: atMost(delay.ours.p99, 20, '20 ms'),
    },
  ];
}

/** For one client, quantiles are over all rounds. For several clients, they are the medians of the quantiles of each round. */
function timeRows(clients, ours, theirs, name) {
  const quantiles = { p50: 0.5, p99: 0.99, ...(clients > 1 && { 'last client': 1 }) };
  return Object.entries(quantiles).map(([quantileName, q]) => {
    const time = (rounds) =>
      clients === 1
        ? quantile(rounds.flatMap(msAfterAck), q)
        : median(rounds.map((measured) => quantile(msAfterAck(measured), q)));
    const [our, baseline] = [time(ours), time(theirs)];
    const ratio = our > 0 ? our / baseline : undefined;
    const measure = `acknowledged write to notification, ${quantileName}, ${name}`;
    return { measure, unit: 'ms', ours: our, baseline, ratio, baselineName: BASELINE_NAME };
  });
}

/** A notification may arrive before the acknowledgment. This counts as 0 ms. */
function msAfterAck({ afterAckMs }) {
  return afterAckMs.map((ms) => Math.max(0, ms));
}

function writeToNotification({ sentToAckMs, afterAckMs }) {
  return sentToAckMs + Math.max(...afterAckMs);
}

function skippedRow({ clients }, reason) {
  return { measure: `fan-out to ${clients.toLocaleString('en-US')} clients`, skipped: reason };
}
