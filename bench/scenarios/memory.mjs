// Measures the memory per idle client.
import { createSmallBoard, SMALL_BOARD } from '../boards.mjs';
import { tooFewOpenFiles } from '../open-files.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

const LIMIT_KIB = 20;
/** Clients that connect before the measurement and use the memory that the start left free. */
const WARM_UP_CLIENTS = 1_000;

/** @param {import('../options.mjs').Options} options */
export async function measureMemory({ quick, progress }) {
  const clients = quick ? 1_000 : 10_000;
  const measure = `memory per idle client, of ${clients.toLocaleString('en-US')}`;
  const reason = tooFewOpenFiles(WARM_UP_CLIENTS + clients);
  if (reason !== undefined) return [{ measure, skipped: reason }];

  const ours = [];
  const baseline = [];
  for (let repetition = 1; repetition <= (quick ? 2 : 3); repetition += 1) {
    progress(`memory, ${repetition}`);
    ours.push(
      await memoryPerClient(Server.boardcast(), clients, async (server) => {
        await createSmallBoard(server);
      }),
    );
    baseline.push(await memoryPerClient(Server.baseline('raw-ws'), clients, async () => {}));
  }
  const kib = median(ours);
  return [
    {
      measure,
      unit: 'KiB',
      ours: kib,
      baseline: median(baseline),
      ratio: pairedRatio(ours, baseline),
      baselineName: 'ws, without state per client',
      target: atMost(kib, LIMIT_KIB, `${LIMIT_KIB} KiB`),
    },
  ];
}

function memoryPerClient(startingServer, clients, prepare) {
  const clientProcesses = [new Child('clients/web-socket-clients.mjs'), new Child('clients/web-socket-clients.mjs')];
  return withChildren([startingServer, ...clientProcesses], async (server, first, second) => {
    await prepare(server);
    await first.call('join', { port: server.port, board: SMALL_BOARD, count: WARM_UP_CLIENTS });
    const before = await server.child.call('settledMemory');
    await second.call('join', { port: server.port, board: SMALL_BOARD, count: clients });
    const after = await server.child.call('settledMemory');
    return (after - before) / clients / 1_024;
  });
}
