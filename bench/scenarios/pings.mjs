// Measures the cost of pings, which each visible page sends every 5 s while its board does not change.
import { createSmallBoard, SMALL_BOARD } from '../boards.mjs';
import { tooFewOpenFiles } from '../open-files.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

const PING_INTERVAL_MS = 5_000;
const BASELINE_NAME = 'ws, which responds to every message with the same bytes';

/** @param {import('../options.mjs').Options} options */
export async function measurePings({ quick, progress }) {
  const clients = quick ? 1_000 : 10_000;
  const name = `${clients.toLocaleString('en-US')} visible pages of an idle board`;
  const reason = tooFewOpenFiles(clients);
  if (reason !== undefined) return [{ measure: `pings of ${name}`, skipped: reason }];
  progress('pings');

  const clientProcesses = [new Child('clients/web-socket-clients.mjs'), new Child('clients/web-socket-clients.mjs')];
  const servers = [Server.boardcast(), Server.baseline('raw-ws')];
  return withChildren([...servers, ...clientProcesses], async (server, baseline, ourClients, baselineClients) => {
    await createSmallBoard(server);
    await ourClients.call('join', { port: server.port, board: SMALL_BOARD, count: clients });
    await baselineClients.call('join', { port: baseline.port, board: SMALL_BOARD, count: clients });
    const [ours, theirs] = [[], []];
    for (let repetition = 0; repetition < (quick ? 3 : 6); repetition += 1) {
      ours.push(await interval(server, ourClients));
      theirs.push(await interval(baseline, baselineClients));
    }
    const row = (measure, unit, of) => {
      const [our, their] = [ours.map(of), theirs.map(of)];
      const ratio = pairedRatio(our, their);
      return { measure, unit, ours: median(our), baseline: median(their), ratio, baselineName: BASELINE_NAME };
    };
    const share = row(
      `server CPU for pings, of one core, ${name}`,
      '%',
      ({ cpuMs }) => (cpuMs / PING_INTERVAL_MS) * 100,
    );
    const delay = row(`event-loop delay p99 during pings, ${name}`, 'ms', ({ delayMs }) => delayMs);
    return [
      row(`server CPU per ping, ${name}`, 'µs', ({ cpuMs }) => (cpuMs * 1_000) / clients),
      share,
      { ...delay, target: atMost(delay.ours, 20, '20 ms') },
    ];
  });
}

/** Measures one ping of every client, spread evenly over the interval. */
async function interval(server, clientProcess) {
  await server.child.call('watchDelay');
  const { cpuMs } = await server.costOf(() => clientProcess.call('ping', { overMs: PING_INTERVAL_MS }));
  await server.child.call('unwatchDelay');
  return { cpuMs, delayMs: (await server.child.call('delay')).p99 };
}
