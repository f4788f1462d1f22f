// What a viewer who only waits costs in memory.
import { makeSmallBoard, SMALL_BOARD } from '../boards.mjs';
import { tooFewOpenFiles } from '../open-files.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/aims.mjs';
import { median, pairedRatio } from '../report/statistics.mjs';

const LIMIT_KIB = 20;
/** Viewers that fill what memory the start has left over, before those that are counted. */
const WARM_UP_VIEWERS = 1_000;

/** @param {import('../options.mjs').Options} options */
export async function measureMemory({ quick, progress }) {
  const viewers = quick ? 1_000 : 10_000;
  const measure = `memory per idle viewer, of ${viewers.toLocaleString('en-US')}`;
  const reason = tooFewOpenFiles(WARM_UP_VIEWERS + viewers);
  if (reason !== undefined) return [{ measure, skipped: reason }];

  const ours = [];
  const bare = [];
  for (let repetition = 1; repetition <= (quick ? 2 : 3); repetition += 1) {
    progress(`memory, ${repetition}`);
    ours.push(
      await memoryPerViewer(Server.boardcast(), viewers, async (server) => {
        await makeSmallBoard(server);
      }),
    );
    bare.push(await memoryPerViewer(Server.baseline('raw-ws'), viewers, async () => {}));
  }
  const kib = median(ours);
  return [
    {
      measure,
      unit: 'KiB',
      ours: kib,
      bare: median(bare),
      ratio: pairedRatio(ours, bare),
      baseline: 'ws, with nothing kept of a viewer',
      aim: atMost(kib, LIMIT_KIB, `${LIMIT_KIB} KiB`),
    },
  ];
}

function memoryPerViewer(starting, viewers, prepare) {
  const crowds = [new Child('clients/crowd.mjs'), new Child('clients/crowd.mjs')];
  return withChildren([starting, ...crowds], async (server, first, second) => {
    await prepare(server);
    await first.call('join', { port: server.port, board: SMALL_BOARD, count: WARM_UP_VIEWERS });
    const before = await server.child.call('settledMemory');
    await second.call('join', { port: server.port, board: SMALL_BOARD, count: viewers });
    const after = await server.child.call('settledMemory');
    return (after - before) / viewers / 1_024;
  });
}
