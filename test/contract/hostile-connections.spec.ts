import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, jest } from '@jest/globals';
import { ServerProcess } from '../harness/server-process.js';
import { TestSocket } from '../harness/test-socket.js';
import { PATIENCE_MS, useServer } from '../harness/use-server.js';

jest.setTimeout(PATIENCE_MS);

const app = useServer();

const upgrade = (target: string, host: string, protocol = 'websocket'): string =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';

const REQUESTS = [
  upgrade('//', 'localhost'),
  upgrade('/ws/dashboard', 'a b'),
  upgrade('/ws/dashboard', '['),
  upgrade('/ws/dashboard', 'evil.example'),
  upgrade('/ws/dashboard', 'localhost'),
  upgrade('/nowhere', 'localhost'),
  upgrade('/health/../ws/dashboard', 'evil.example'),
  upgrade('/', 'localhost', 'h2c'),
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

it('goes on after 2,600 upgrades and malformed requests that end with a reset', async () => {
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => REQUESTS.map(reset)).flat());
  }
  expect((await app.api.ask('/health/live')).status).toBe(200);
  expect(app.server.isRunning).toBe(true);
  expect(app.server.stderr).toBe('');
});

it('answers CONNECT with 405', async () => {
  const socket = connect(Number(new URL(app.server.base).port), '127.0.0.1');
  socket.write('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nAllow: \r\n\r\n\{"status":405/);
});

it('answers an offer of HTTP/2 with HTTP/1.1', async () => {
  const offer =
    'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n';
  expect(await app.api.raw(`GET /health/live HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
});

it('refuses HTTP/0.9 in words, and takes HTTP/1.0', async () => {
  expect(await app.api.raw('GET /health/live\r\n\r\n')).toContain('HTTP/0.9 is not supported');
  expect(await app.api.raw('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
});

it('logs nothing of broken WebSocket messages and of imports that break off, and counts the messages', async () => {
  const port = Number(new URL(app.server.base).port);
  const before = await app.api.telemetry('boardcast_stray_frames_total', 'broken');
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
    await app.api.ask('/health/live');
    importing.resetAndDestroy();
  }
  while ((await app.api.telemetry('boardcast_stray_frames_total', 'broken')) < before + 20);
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
