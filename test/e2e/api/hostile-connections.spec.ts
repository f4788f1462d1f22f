import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, jest } from '@jest/globals';
import { itOfOwnServer } from '../../support/embedding/it-of-own-server.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(TEST_TIMEOUT_MS);

const app = useServer();

const upgrade = (target: string, host: string, protocol = 'websocket'): string =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';

/** A text message of a client, masked with zeros, of less than 126 bytes. */
function message(content: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | content.length, 0, 0, 0, 0]), Buffer.from(content)]);
}

function statusesOf(answers: string): string[] {
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status = '']) => status);
}

const REQUESTS = [
  upgrade('//', 'localhost'),
  upgrade('/ws/dashboard', 'a b'),
  upgrade('/ws/dashboard', '['),
  upgrade('/ws/dashboard', 'evil.example'),
  upgrade('/ws/dashboard', 'localhost'),
  upgrade('/nowhere', 'localhost'),
  upgrade('/health/../ws/dashboard', 'evil.example'),
  upgrade('/', 'localhost', 'h2c'),
  upgrade('/ws/dashboard', 'localhost', 'h2c'),
  `GET /api/v1/boards HTTP/1.1\r\nHost: localhost\r\n\r\n${upgrade('/ws/dashboard', 'localhost')}`,
  upgrade('/ws/dashboard', 'localhost').replace('GET', 'POST'),
  upgrade('/ws/dashboard', 'localhost').replace('Version: 13', 'Version: 99'),
  'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'POST /api/v1/metrics/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n4',
];

/** Sends the request and resets the connection at once, so that the server's answer meets a reset. */
async function reset(request: string): Promise<void> {
  const socket = connect(Number(new URL(app.server.base).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise<void>((resolve) => {
    socket.write(request, () => {
      resolve();
    });
  });
  socket.resetAndDestroy();
}

it('survives many upgrades and malformed requests that end with a reset', async () => {
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => REQUESTS.map(reset)).flat());
  }
  expect((await app.api.request('/health/live')).status).toBe(200);
  expect(app.server.isRunning).toBe(true);
  expect(app.server.stderr).toBe('');
});

itOfOwnServer('answers CONNECT with 405', async () => {
  const socket = connect(Number(new URL(app.server.base).port), '127.0.0.1');
  socket.write('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nAllow: \r\n\r\n\{"status":405/);
});

it('answers an offer of HTTP/2 with HTTP/1.1', async () => {
  const offer =
    'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n';
  expect(await app.api.sendRaw(`GET /health/live HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n`)).toMatch(
    /^HTTP\/1\.1 200 /,
  );
});

describe('a request to the WebSocket address', () => {
  it.each([
    ['no Upgrade at all', ''],
    ['an Upgrade to another protocol', 'Connection: Upgrade\r\nUpgrade: h2c\r\n'],
    ['a list of protocols', 'Connection: Upgrade\r\nUpgrade: websocket, foo\r\n'],
    ['two Upgrade fields', 'Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n'],
    ['an empty Upgrade', 'Connection: Upgrade\r\nUpgrade:\r\n'],
    ['an Upgrade that Connection does not name', 'Upgrade: websocket\r\n'],
  ])('with %s is answered with 426', async (_what, fields) => {
    const answer = await app.api.sendRaw(`GET /ws/dashboard HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
    expect(answer).toMatch(/^upgrade: websocket\r$/im);
    expect(answer).toMatch(/^connection: close, upgrade\r$/im);
    expect(answer).toMatch(/"detail":"[^"]*WebSocket/);
  });

  itOfOwnServer.each(['OPTIONS', 'POST', 'PUT'])(
    'is answered with a problem document for the method %s',
    async (method) => {
      const answer = await app.api.sendRaw(
        upgrade('/ws/dashboard', 'localhost').replace('GET', method).replace('Upgrade\r\n', 'Upgrade, close\r\n'),
      );
      expect(statusesOf(answer)).toEqual(['404']);
      expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    },
  );

  it('is not upgraded in HTTP/1.0', async () => {
    const old = upgrade('/ws/dashboard', 'localhost').replace('HTTP/1.1', 'HTTP/1.0');
    expect(statusesOf(await app.api.sendRaw(old))).toEqual(['426']);
  });
});

describe('an upgrade sent before earlier requests on its connection are answered', () => {
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  it.each([
    ['one request', [get('/api/v1/boards')], ['200']],
    ['several requests', [get('/api/v1/boards'), get('/health/live'), get('/nowhere')], ['200', '200', '404']],
    ['a large answer', [get('/api/openapi.json')], ['200']],
  ])('is rejected after their answers: %s', async (_what, requests, statuses) => {
    const answers = await app.api.sendRaw([...requests, upgrade('/ws/dashboard', 'localhost')].join(''));
    expect(statusesOf(answers)).toEqual([...statuses, '400']);
    expect(answers).toMatch(/"detail":"[^"]*on a separate connection/);
  });

  it('is rejected together with the messages after it', async () => {
    const socket = connect(Number(new URL(app.server.base).port), '127.0.0.1');
    const answers = text(socket);
    socket.write(`${get('/api/v1/boards')}${upgrade('/ws/dashboard', 'localhost')}`);
    socket.write(message('{"event":"ping"}'));
    expect(statusesOf(await answers).slice(0, 2)).toEqual(['200', '400']);
    expect(await answers).not.toContain('"event"');
  });

  it('is an ordinary request at a path without a WebSocket', async () => {
    const answers = await app.api.sendRaw(
      `${get('/health/live')}${upgrade('/health/live', 'localhost').replace('Upgrade\r\n', 'Upgrade, close\r\n')}`,
    );
    expect(statusesOf(answers)).toEqual(['200', '200']);
  });
});

it('opens a WebSocket once the earlier requests of its connection have been answered', async () => {
  const socket = connect(Number(new URL(app.server.base).port), '127.0.0.1');
  socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 200 /);
  socket.write(upgrade('/ws/dashboard', 'localhost'));
  expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 101 /);
  socket.destroy();
});

it.each([
  ['together with the upgrade', Infinity],
  ['byte by byte', 1],
])('accepts a message that is sent %s', async (_what, size) => {
  const socket = connect(Number(new URL(app.server.base).port), '127.0.0.1').setNoDelay();
  const bytes = Buffer.concat([Buffer.from(upgrade('/ws/dashboard', 'localhost')), message('{"event":"ping"}')]);
  for (let start = 0; start < bytes.length; start += size) {
    const part = bytes.subarray(start, start + size);
    await new Promise<void>((resolve) => socket.write(part, () => setImmediate(resolve)));
  }
  let received = '';
  for await (const chunk of socket) {
    received += String(chunk);
    if (received.includes('"pong"')) break;
  }
  expect(received).toMatch(/^HTTP\/1\.1 101 [\s\S]*"event":"hello"[\s\S]*"event":"pong"/);
});

itOfOwnServer('answers malformed HTTP after the answers to earlier requests of its connection', async () => {
  const answers = await app.api.sendRaw('GET /api/v1/boards HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n');
  expect(statusesOf(answers)).toEqual(['200', '400']);
});

it('closes a connection that sends CONNECT before earlier requests are answered', async () => {
  const tunnel = 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const answers = await app.api.sendRaw(`GET /api/v1/boards HTTP/1.1\r\nHost: localhost\r\n\r\n${tunnel}`);
  expect(statusesOf(answers)).toEqual([]);
});

it('rejects HTTP/0.9 with a message, and accepts HTTP/1.0', async () => {
  expect(await app.api.sendRaw('GET /health/live\r\n\r\n')).toContain('HTTP/0.9 is not supported');
  expect(await app.api.sendRaw('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
});

it('counts invalid WebSocket messages, and does not log them or interrupted imports', async () => {
  const port = Number(new URL(app.server.base).port);
  const before = await app.api.serverMetric('boardcast_invalid_messages_total', 'broken');
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.write(upgrade('/ws/dashboard', 'localhost'));
    await once(socket, 'data');
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await new Promise((resolve) => socket.resume().once('close', resolve));
    const importing = connect(port, '127.0.0.1');
    importing.write(
      'POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"type":"boardcast"',
    );
    await app.api.request('/health/live');
    importing.resetAndDestroy();
  }
  while ((await app.api.serverMetric('boardcast_invalid_messages_total', 'broken')) < before + 20);
  expect(app.server.stderr).toBe('');
});

it('closes the connection of a WebSocket beyond the limit with 1013', async () => {
  const small = await ServerProcess.start({ env: { MAX_CONNECTIONS: '1' } });
  try {
    const first = await TestSocket.open(small.base);
    const second = await TestSocket.open(small.base);
    expect(await second.closed).toEqual({ code: 1013, reason: expect.stringContaining('MAX_CONNECTIONS') });
    await first.close();
  } finally {
    await small.dispose();
  }
});
