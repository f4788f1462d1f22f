// What a viewer of one number receives when that number changes: the notice, and the answer to the refetch.
import { makeSmallBoard, SMALL_BOARD, SMALL_METRIC } from '../boards.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/aims.mjs';

const LIMIT_BYTES = 1_024;

/** A text frame's head (RFC 6455, section 5.2), for a payload of so many bytes from a server. */
const frameBytes = (payload) => payload + (payload < 126 ? 2 : 4);

/** @param {import('../options.mjs').Options} options */
export async function measureUpdate({ progress }) {
  progress('one number');
  const children = [Server.boardcast(), new Child('clients/crowd.mjs'), new Child('clients/load.mjs')];
  return withChildren(children, async (server, crowd, load) => {
    await makeSmallBoard(server);
    const data = `/api/v1/boards/${SMALL_BOARD}/data`;
    const { epoch, revision } = await server.json('GET', data);
    await crowd.call('join', { port: server.port, board: SMALL_BOARD, count: 1 });
    const notice = await crowd.call('write', { path: `/api/v1/metrics/${SMALL_METRIC}`, body: '1234.5' });
    const path = `${data}?since=${epoch}.${revision}`;
    const answer = await load.call('refetch', { port: server.port, path, requests: 1, connections: 1 });
    const change = await server.json('GET', path);
    if (change.complete || Object.keys(change.panels).length !== 1)
      throw new Error(`not one panel: ${JSON.stringify(change)}`);

    const total = notice.frameBytes + answer.bytes;
    const bare = frameBytes(Buffer.byteLength(JSON.stringify({ key: SMALL_METRIC, value: 1234.5, at: new Date() })));
    return [
      {
        measure: 'bytes of one number’s update to a viewer',
        unit: 'B',
        ours: total,
        bare,
        baseline: 'ws, one frame of key, value and time',
        aim: atMost(total, LIMIT_BYTES, '1,024 B'),
        note:
          `notice ${notice.frameBytes} B, headers ${answer.headBytes} B, body ${answer.bytes - answer.headBytes} B; ` +
          `the request takes ${answer.requestBytes} B the other way, with the headers that Chromium sends`,
      },
    ];
  });
}
