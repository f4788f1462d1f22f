// A process full of HTTP connections that send as fast as they are answered.
import { BATCH_ITEMS, BATCH_METRICS, batchKey } from '../points.mjs';
import { answerCalls } from '../processes/methods.mjs';
import { PROTOCOLS } from './batch-bodies.mjs';
import { HttpConnection, requestBytes } from './http-connection.mjs';

const connections = new Map();

/** Connections to a server, opened when they are first needed and kept. */
async function connectionsTo(port, count) {
  const open = connections.get(port) ?? [];
  connections.set(port, open);
  while (open.length < count) open.push(new HttpConnection(port));
  await Promise.all(open.map((connection) => connection.opened));
  return open.slice(0, count);
}

/**
 * Sends what `next` gives, one request at a time on each connection, until it gives undefined.
 * @returns {Promise<{ count: number, ms: number, bytes: number, headBytes: number }>} bytes are of one answer, the last
 */
function sendAll(lines, next) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    let count = 0;
    let busy = lines.length;
    let last = { bytes: 0, headBytes: 0 };
    const run = (connection) => {
      const request = next();
      if (request !== undefined) connection.send(request, answered(connection), reject);
      else if ((busy -= 1) === 0) resolve({ count, ms: performance.now() - begun, ...last });
    };
    const answered = (connection) => (answer) => {
      if (answer.status < 200 || answer.status > 299) {
        reject(new Error(`a request was answered with ${answer.status}`));
        return;
      }
      count += 1;
      last = answer;
      run(connection);
    };
    for (const connection of lines) run(connection);
  });
}

answerCalls({
  /** Opens the connections, so that no measure pays for it. */
  async open({ port, connections: count }) {
    await connectionsTo(port, count);
  },

  /** The same GET, as browsers send it, `requests` times over. */
  async refetch({ port, path, requests, connections: count }) {
    const lines = await connectionsTo(port, count);
    const request = requestBytes({ port, method: 'GET', path, browser: true });
    let left = requests;
    return { ...(await sendAll(lines, () => ((left -= 1) >= 0 ? request : undefined))), requestBytes: request.length };
  },

  /** Single values of many metrics, for `ms`. */
  async pushSingles({ port, connections: count, ms }) {
    const lines = await connectionsTo(port, count);
    const requests = Array.from({ length: BATCH_METRICS }, (_, metric) =>
      requestBytes({ port, method: 'POST', path: `/api/v1/metrics/${batchKey(metric)}`, body: `${metric}.5` }),
    );
    const end = performance.now() + ms;
    let index = 0;
    return sendAll(lines, () => (performance.now() < end ? requests[(index += 1) % requests.length] : undefined));
  },

  /** Batches of 10,000 points, `connections` of them in flight; they are made before the clock starts. */
  async pushBatches({ port, connections: count, protocol, times }) {
    const lines = await connectionsTo(port, count);
    const { path, headers, body } = PROTOCOLS[protocol];
    const requests = times.map((begin) => requestBytes({ port, method: 'POST', path, headers, body: body(begin) }));
    const result = await sendAll(lines, () => requests.pop());
    return { ...result, points: result.count * BATCH_ITEMS };
  },

  close() {
    for (const connection of [...connections.values()].flat()) connection.close();
    connections.clear();
  },
});
