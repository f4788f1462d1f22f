// What the pings of visible pages cost the server: on a quiet board, each viewer sends one every 5 s.
import { makeSmallBoard, SMALL_BOARD } from '../boards.mjs';
import { tooFewOpenFiles } from '../open-files.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/aims.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

const PING_INTERVAL_MS = 5_000;
const BASELINE = 'ws, which answers every message with the same bytes';

/** @param {import('../options.mjs').Options} options */
export async function measurePings({ quick, progress }) {
  const viewers = quick ? 1_000 : 10_000;
  const name = `${viewers.toLocaleString('en-US')} visible pages of a quiet board`;
  const reason = tooFewOpenFiles(viewers);
  if (reason !== undefined) return [{ measure: `pings of ${name}`, skipped: reason }];
  progress('pings');

  const crowds = [new Child('clients/crowd.mjs'), new Child('clients/crowd.mjs')];
  const servers = [Server.boardcast(), Server.baseline('raw-ws')];
  return withChildren([...servers, ...crowds], async (server, bare, ourCrowd, bareCrowd) => {
    await makeSmallBoard(server);
    await ourCrowd.call('join', { port: server.port, board: SMALL_BOARD, count: viewers });
    await bareCrowd.call('join', { port: bare.port, board: SMALL_BOARD, count: viewers });
    const [ours, theirs] = [[], []];
    for (let repetition = 0; repetition < (quick ? 3 : 6); repetition += 1) {
      ours.push(await interval(server, ourCrowd));
      theirs.push(await interval(bare, bareCrowd));
    }
    const row = (measure, unit, of) => {
      const [our, their] = [ours.map(of), theirs.map(of)];
      const ratio = pairedRatio(our, their);
      return { measure, unit, ours: median(our), bare: median(their), ratio, baseline: BASELINE };
    };
    const share = row(
      `server CPU for pings, of one core, ${name}`,
      '%',
      ({ cpuMs }) => (cpuMs / PING_INTERVAL_MS) * 100,
    );
    const delay = row(`event-loop delay p99 during pings, ${name}`, 'ms', ({ delayMs }) => delayMs);
    return [
      row(`server CPU per ping, ${name}`, 'µs', ({ cpuMs }) => (cpuMs * 1_000) / viewers),
      share,
      { ...delay, aim: atMost(delay.ours, 20, '20 ms') },
    ];
  });
}

/** One ping of every viewer, evenly spread over the interval. */
async function interval(server, crowd) {
  await server.child.call('watchDelay');
  const { cpuMs } = await server.costOf(() => crowd.call('ping', { overMs: PING_INTERVAL_MS }));
  await server.child.call('unwatchDelay');
  return { cpuMs, delayMs: (await server.child.call('delay')).p99 };
}
