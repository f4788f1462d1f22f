// A process with many HTTP connections that send requests as fast as the server responds.
import { BATCH_ITEMS, BATCH_METRICS, batchKey } from '../points.mjs';
import { answerCalls } from '../processes/methods.mjs';
import { PROTOCOLS } from './batch-bodies.mjs';
import { HttpConnection, requestBytes } from './http-connection.mjs';

const connections = new Map();

/** Returns connections to a server. They are opened on first use and kept open. */
async function connectionsTo(port, count) {
  const open = connections.get(port) ?? [];
  connections.set(port, open);
  while (open.length < count) open.push(new HttpConnection(port));
  await Promise.all(open.map((connection) => connection.opened));
  return open.slice(0, count);
}

/**
 * Sends the requests that `next` returns, one at a time on each connection, until it returns undefined.
 *
 * @returns {Promise<{ count: number, ms: number, bytes: number, headBytes: number }>} bytes of the last response
 */
function sendAll(sockets, next) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let count = 0;
    let busy = sockets.length;
    let last = { bytes: 0, headBytes: 0 };
    const run = (connection) => {
      const request = next();
      if (request !== undefined) connection.send(request, answered(connection), reject);
      else if ((busy -= 1) === 0) resolve({ count, ms: performance.now() - startedAt, ...last });
    };
    const answered = (connection) => (answer) => {
      if (answer.status < 200 || answer.status > 299) {
        reject(new Error(`a request failed with status ${answer.status}`));
        return;
      }
      count += 1;
      last = answer;
      run(connection);
    };
    for (const connection of sockets) run(connection);
  });
}

answerCalls({
  /** Opens the connections before a measurement. */
  async open({ port, connections: count }) {
    await connectionsTo(port, count);
  },

  /** Sends the same GET, with the headers of a browser, `requests` times. */
  async refetch({ port, path, requests, connections: count }) {
    const sockets = await connectionsTo(port, count);
    const request = requestBytes({ port, method: 'GET', path, browser: true });
    let left = requests;
    return {
      ...(await sendAll(sockets, () => ((left -= 1) >= 0 ? request : undefined))),
      requestBytes: request.length,
    };
  },

  /** Pushes single values of many metrics for `ms`. */
  async pushSingles({ port, connections: count, ms }) {
    const sockets = await connectionsTo(port, count);
    const requests = Array.from({ length: BATCH_METRICS }, (_, metric) =>
      requestBytes({ port, method: 'POST', path: `/api/v1/metrics/${batchKey(metric)}`, body: `${metric}.5` }),
    );
    const end = performance.now() + ms;
    let index = 0;
    return sendAll(sockets, () => (performance.now() < end ? requests[(index += 1) % requests.length] : undefined));
  },

  /** Pushes batches of 10,000 points, one at a time per connection. The bodies are created before the measurement. */
  async pushBatches({ port, connections: count, protocol, times }) {
    const sockets = await connectionsTo(port, count);
    const { path, headers, body } = PROTOCOLS[protocol];
    const requests = times.map((begin) => requestBytes({ port, method: 'POST', path, headers, body: body(begin) }));
    const result = await sendAll(sockets, () => requests.pop());
    return { ...result, points: result.count * BATCH_ITEMS };
  },

  close() {
    for (const connection of [...connections.values()].flat()) connection.close();
    connections.clear();
  },
});
