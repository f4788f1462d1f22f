import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { WEBSOCKET_PATH } from '../../../wire/protocol.js';
import { SeededRandom } from './seeded-random.js';
import { type FuzzReport, FuzzReporter } from './fuzz-reporter.js';
import { errorCode, type FuzzOptions, runConcurrently } from './fuzz-run.js';

/** More messages would exceed the rate limit, and close the connection. */
const MAX_MESSAGES = 60;

/** How long the server may take to close a connection. */
const CLOSE_TIMEOUT_MS = 30_000;

type Send = (socket: WebSocket, random: SeededRandom) => void;

const event =
  (name: string, data: (random: SeededRandom) => unknown): Send =>
  (socket, random) => {
    socket.send(JSON.stringify({ event: name, data: data(random) }));
  };

const anyText: Send = (socket, random) => {
  socket.send(random.text());
};

const MESSAGES: readonly [Send, ...Send[]] = [
  event('ping', () => ({})),
  event('ping', (random) => random.jsonValue()),
  event('subscribe', (random) => ({ board: random.pick(['inbox', 'this-server', 'nowhere']) })),
  event('subscribe', (random) => ({ id: random.jsonValue(), board: random.text() })),
  event('subscribe', (random) => random.jsonValue()),
  event('unsubscribe', (random) => ({ board: random.pick(['inbox', 'this-server', random.text()]) })),
  (socket, random) => {
    socket.send(JSON.stringify({ event: random.jsonValue(), data: random.jsonValue() }));
  },
  (socket, random) => {
    socket.send(JSON.stringify(random.jsonValue()));
  },
  (socket, random) => {
    socket.send(random.bytes(random.integer(200)));
  },
  (socket, random) => {
    socket.send('x'.repeat(4_000 + random.integer(300)));
  },
  (socket) => {
    socket.send('['.repeat(2_000));
  },
  anyText,
  (socket, random) => {
    socket.ping(random.bytes(random.integer(126)));
  },
  (socket) => {
    socket.send('{"event":', { fin: false });
    socket.send('"ping"}');
  },
  // Bytes that are not valid WebSocket data: reserved bits, unknown opcodes, no mask, long control frames, or random bytes.
  (socket, random) => {
    tcpOf(socket)?.write(random.bytes(2 + random.integer(30)));
  },
];

const CLOSINGS: readonly [Send, ...Send[]] = [
  (socket) => {
    socket.close();
  },
  (socket, random) => {
    socket.close(random.pick([1_000, 3_000, 4_999]), random.bytes(random.integer(60)).toString('hex').slice(0, 100));
  },
  (socket) => {
    socket.terminate();
  },
  (socket) => {
    tcpOf(socket)?.resetAndDestroy();
  },
];

/** Sends valid and invalid messages over many connections. */
export async function sendMessages(options: FuzzOptions): Promise<FuzzReport> {
  const random = new SeededRandom(options.seed);
  const reporter = new FuzzReporter();
  const lengths: number[] = [];
  for (let rest = options.count; rest > 0; rest -= lengths.at(-1) as number) {
    lengths.push(Math.min(rest, 1 + random.integer(MAX_MESSAGES)));
  }
  return runConcurrently({ ...options, count: lengths.length }, reporter, async (index) => {
    const { outcome, sent } = await runConnection(options.base, lengths[index] as number, random);
    reporter.count(outcome, sent);
    if (outcome.startsWith('5') && outcome !== '503') reporter.fail(`the response to a handshake was ${outcome}`);
  });
}

/** Opens a connection, sends messages until one of them closes it, and closes it. */
async function runConnection(
  base: string,
  planned: number,
  random: SeededRandom,
): Promise<{ outcome: string; sent: number }> {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}${WEBSOCKET_PATH}`);
  const state = { outcome: '', sent: 0 };
  socket.on('error', (error) => (state.outcome ||= errorCode(error)));
  socket.on('unexpected-response', (_request, response) => {
    state.outcome = String(response.statusCode);
    response.destroy();
    socket.terminate();
  });
  const closed = once(socket, 'close');
  socket.once('open', () => {
    for (; state.sent < planned && socket.readyState === WebSocket.OPEN; state.sent += 1) {
      random.pick(MESSAGES)(socket, random);
    }
    random.pick(CLOSINGS)(socket, random);
  });
  const timer = setTimeout(() => {
    state.outcome = 'not closed in time';
    socket.terminate();
  }, CLOSE_TIMEOUT_MS);
  const [code] = (await closed) as [number];
  clearTimeout(timer);
  return { outcome: state.outcome || `closed ${code}`, sent: state.sent };
}

/** Returns the TCP connection, to send what `ws` would not send. */
function tcpOf(socket: WebSocket): Socket | undefined {
  return (socket as unknown as { _socket?: Socket })._socket;
}
