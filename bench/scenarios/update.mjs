// Measures the bytes that a client of one number receives after a change: the notification and the refetched data.
import { createSmallBoard, SMALL_BOARD, SMALL_METRIC } from '../boards.mjs';
import { Child, withChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { atMost } from '../report/limits.mjs';

const LIMIT_BYTES = 1_024;

/** Returns the size of a server's message on the WebSocket (RFC 6455, section 5.2) with a payload of `payloadBytes`. */
const frameBytes = (payloadBytes) => payloadBytes + (payloadBytes < 126 ? 2 : 4);

/** @param {import('../options.mjs').Options} options */
export async function measureUpdate({ progress }) {
  progress('one number');
  const children = [
    Server.boardcast(),
    new Child('clients/web-socket-clients.mjs'),
    new Child('clients/http-load.mjs'),
  ];
  return withChildren(children, async (server, clientProcess, load) => {
    await createSmallBoard(server);
    const data = `/api/v1/boards/${SMALL_BOARD}/data`;
    const { epoch, revision } = await server.json('GET', data);
    await clientProcess.call('join', { port: server.port, board: SMALL_BOARD, count: 1 });
    const notification = await clientProcess.call('write', { path: `/api/v1/metrics/${SMALL_METRIC}`, body: '1234.5' });
    const path = `${data}?since=${epoch}.${revision}`;
    const response = await load.call('refetch', { port: server.port, path, requests: 1, connections: 1 });
    const change = await server.json('GET', path);
    if (change.complete || Object.keys(change.panels).length !== 1)
      throw new Error(`the delta does not have exactly one panel: ${JSON.stringify(change)}`);

    const total = notification.frameBytes + response.bytes;
    const baseline = frameBytes(
      Buffer.byteLength(JSON.stringify({ key: SMALL_METRIC, value: 1234.5, at: new Date() })),
    );
    return [
      {
        measure: 'bytes per update of one number to a client',
        unit: 'B',
        ours: total,
        baseline,
        baselineName: 'ws, one message with key, value and time',
        target: atMost(total, LIMIT_BYTES, '1,024 B'),
        note:
          `notification ${notification.frameBytes} B, headers ${response.headBytes} B, body ${response.bytes - response.headBytes} B; ` +
          `the request has ${response.requestBytes} B, with the headers of Chromium`,
      },
    ];
  });
}
