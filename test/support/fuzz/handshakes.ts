import { connect } from 'node:net';
import { SeededRandom } from './seeded-random.js';
import { type FuzzReport, FuzzReporter } from './fuzz-reporter.js';
import { errorCode, type FuzzOptions, runConcurrently } from './fuzz-run.js';

/** How long to wait for a response if the connection is not reset at once. */
const RESPONSE_TIMEOUT_MS = 200;

const KEY = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket';

interface Handshake {
  readonly line: string;
  readonly host: string;
  readonly headers: string;
}

const validHandshake = (host: string): Handshake => ({
  line: 'GET /ws/dashboard HTTP/1.1',
  host: `Host: ${host}`,
  headers: `${UPGRADE}\r\nSec-WebSocket-Version: 13\r\n${KEY}`,
});

/** Ways to malform a handshake. The first two used to crash the process when the connection was reset. */
const MALFORMATIONS: readonly [Malformation, ...Malformation[]] = [
  (handshake) => ({ ...handshake, line: 'GET // HTTP/1.1' }),
  (handshake) => ({ ...handshake, host: 'Host: a b' }),
  (handshake, random) => ({ ...handshake, line: `GET ${random.pick(PATHS)} HTTP/1.1` }),
  (handshake, random) => ({
    ...handshake,
    host: random.pick(['', 'Host:', 'Host: [', 'Host: :', 'Host: a\r\nHost: b']),
  }),
  (handshake, random) => ({ ...handshake, host: `Host: ${random.bytes(8).toString('hex')}.example` }),
  (handshake, random) => ({
    ...handshake,
    line: `${random.pick(['POST', 'CONNECT', 'get', 'PRI'])} /ws/dashboard HTTP/1.1`,
  }),
  (handshake, random) => ({
    ...handshake,
    line: `GET /ws/dashboard HTTP/${random.pick(['1.0', '0.9', '2.0', '1.', 'x'])}`,
  }),
  (handshake, random) => ({
    ...handshake,
    headers: handshake.headers.replace('13', random.pick(['0', '7', '-1', '', 'x'])),
  }),
  (handshake, random) => ({
    ...handshake,
    headers: handshake.headers.replace(KEY, random.pick(['', 'Sec-WebSocket-Key: x'])),
  }),
  (handshake, random) => ({
    ...handshake,
    headers: handshake.headers.replace('websocket', random.pick(['h2c', '', ',', 'x'])),
  }),
  (handshake) => ({
    ...handshake,
    headers: `${handshake.headers}\r\nSec-WebSocket-Extensions: permessage-deflate; a=";`,
  }),
  (handshake) => ({ ...handshake, headers: `${handshake.headers}\r\nOrigin: http://other.example` }),
  (handshake) => ({ ...handshake, headers: `${handshake.headers}\r\nSec-WebSocket-Protocol: ,,` }),
  (handshake) => ({ ...handshake, headers: `${handshake.headers}\r\nX: ${'x'.repeat(20_000)}` }),
  (handshake) => ({ ...handshake, headers: `${handshake.headers}\r\nContent-Length: 5` }),
  (handshake, random) => ({ ...handshake, headers: `${handshake.headers}\r\n${random.bytes(30).toString('latin1')}` }),
];

type Malformation = (handshake: Handshake, random: SeededRandom) => Handshake;

const PATHS: readonly [string, ...string[]] = [
  '///',
  '//a',
  '/\\',
  '/%',
  '/%00',
  '/ws/dashboard/../../x',
  '/ws/dashboard//',
  '/ws/other',
  '/health/../ws/dashboard',
  '*',
  'http://[',
  'http://',
  'ws:',
  '?',
  `/${'x'.repeat(9_000)}`,
];

/** Sends malformed WebSocket handshakes, and resets most of the connections. */
export async function sendHandshakes(options: FuzzOptions): Promise<FuzzReport> {
  const random = new SeededRandom(options.seed);
  const reporter = new FuzzReporter();
  const { hostname, port, host } = new URL(options.base);
  return runConcurrently(options, reporter, async (index) => {
    const malform = MALFORMATIONS[index % MALFORMATIONS.length] as Malformation;
    const { line, host: hostLine, headers } = malform(validHandshake(host), random);
    const bytes = Buffer.from(
      [line, hostLine, headers].filter((part) => part !== '').join('\r\n') + '\r\n\r\n',
      'latin1',
    );
    const length = random.chance(0.05) ? random.integer(bytes.length) : bytes.length;
    const response = await exchange(
      Number(port),
      hostname,
      bytes.subarray(0, length),
      random.pick(['reset', 'reset', 'read']),
    );
    reporter.count(/^HTTP\/1\.[01] (\d+)/.exec(response)?.[1] ?? (response === '' ? 'no response' : response));
    if (response.startsWith('HTTP') && !/^HTTP\/1\.1 \d{3} [^]*\r\n\r\n/.test(response)) {
      reporter.fail(`${line}: a response that is not HTTP: ${response.slice(0, 80)}`);
    }
    if (/^HTTP\/1\.1 5(?!03)/.test(response)) reporter.fail(`${line}: ${response.slice(0, 80)}`);
  });
}

/** Sends bytes and resets the connection, at once or after a response. @returns the response, or the error code if there is none */
function exchange(port: number, hostname: string, bytes: Buffer, end: 'reset' | 'read'): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, hostname);
    let response = '';
    let failure = '';
    const reset = (): void => {
      socket.resetAndDestroy();
    };
    const timer = setTimeout(reset, RESPONSE_TIMEOUT_MS);
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      response += String(text);
      if (response.includes('\r\n\r\n')) setImmediate(reset);
    });
    socket.once('error', (error) => {
      failure = errorCode(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(response === '' ? failure : response);
    });
    socket.once('connect', () => {
      socket.write(bytes, () => {
        if (end === 'reset') setImmediate(reset);
      });
    });
  });
}
