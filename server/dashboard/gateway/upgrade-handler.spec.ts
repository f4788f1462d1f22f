import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { AccessControl } from '../../access/access-control.js';
import { RequestPolicy } from '../../access/request-policy.js';
import { UpgradeHandler } from './upgrade-handler.js';

const HANDSHAKE = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';

let server: Server;
let gateways: WebSocketServer[];
let sockets: Socket[];
let port: number;

beforeEach(async () => {
  sockets = [];
  gateways = ['/ws/dashboard', '/other'].map((path) =>
    // Like Nest: the path is compared before `ws` handles the upgrade.
    Object.assign(new WebSocketServer({ noServer: true }), { path }),
  );
  const access = new AccessControl();
  const upgrades = new UpgradeHandler(
    new RequestPolicy(testSettings(), access),
    access,
    testSettings({ maxConnections: 2 }),
  );
  server = createServer();
  server.on('upgrade', (request: IncomingMessage, _socket, head: Buffer) => {
    sockets.push(request.socket);
    upgrades.handle(request, head, gateways);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
});

/** Returns the response to an upgrade with this request target and these header lines. */
async function answerTo(target: string, { host = 'localhost', upgrade = 'websocket', more = '' } = {}) {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n${HANDSHAKE}${more}\r\n`,
  );
  const answer = await text(socket);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]), head, body };
}

async function opened(path: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await once(socket, 'open');
  return socket;
}

describe('upgrades to WebSockets', () => {
  it.each([
    ['a target that is not a path', '//', {}, 400],
    ['a target that names a host', '//evil.example/ws/dashboard', {}, 400],
    ['a target with a backslash', '/\\ws/dashboard', {}, 404],
    ['a target of another scheme', 'ftp://localhost/ws/dashboard', {}, 400],
    ['an asterisk', '*', {}, 400],
    ['a Host with a blank', '/ws/dashboard', { host: 'a b' }, 400],
    ['a Host that is not valid in a URL', '/ws/dashboard', { host: '[' }, 400],
    ['a Host with a port out of range', '/ws/dashboard', { host: 'localhost:99999' }, 400],
    ['an empty Host', '/ws/dashboard', { host: '' }, 400],
    ['two Hosts', '/ws/dashboard', { more: 'Host: localhost\r\n' }, 400],
    ['an unknown Host', '/ws/dashboard', { host: 'evil.example' }, 403],
    ['an unknown Host in the target', 'http://evil.example/ws/dashboard', {}, 403],
    ['another Origin', '/ws/dashboard', { more: 'Origin: http://evil.example\r\n' }, 403],
    ['a proxy', '/ws/dashboard', { more: 'X-Forwarded-For: 10.0.0.1\r\n' }, 403],
    ['an unknown Host at the path of health', '/health/live', { host: 'evil.example' }, 403],
    ['an unknown Host behind the path of health', '/health/../ws/dashboard', { host: 'evil.example' }, 403],
    ['an unknown Host behind an escaped path', '/health/%2e%2e/ws/dashboard', { host: 'evil.example' }, 403],
    ['an unknown Host at an unknown path', '/nowhere', { host: 'evil.example' }, 403],
    ['dots in the path', '/health/../ws/dashboard', {}, 404],
    ['an unknown path', '/nowhere', {}, 404],
    ['the path of health', '/health/live', {}, 404],
    ['another protocol', '/ws/dashboard', { upgrade: 'h2c' }, 426],
  ])('answers %s with a well-formed error', async (_what, target, options, status) => {
    const answer = await answerTo(target, options);
    expect(answer.status).toBe(status);
    expect(answer.head).toMatch(/^Content-Type: application\/problem\+json/m);
    expect(answer.head).toMatch(status === 426 ? /^Connection: close, Upgrade$/m : /^Connection: close$/m);
    expect(answer.head).toMatch(new RegExp(`^Content-Length: ${Buffer.byteLength(answer.body)}$`, 'm'));
    expect(JSON.parse(answer.body)).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  });

  it('opens the gateway of the path, with any query and in any form', async () => {
    const seen: (string | undefined)[] = [];
    for (const [index, gateway] of gateways.entries()) gateway.on('connection', () => seen.push(`gateway ${index}`));
    const first = await opened('/ws/dashboard?token=x');
    const second = await opened('/other');
    expect(seen).toEqual(['gateway 0', 'gateway 1']);
    first.terminate();
    second.terminate();
    await Promise.all(sockets.map((socket) => once(socket, 'close')));
    const raw = connect(port, '127.0.0.1');
    raw.write(
      `GET http://localhost/other HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n${HANDSHAKE}\r\n`,
    );
    const [head] = (await once(raw, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 101 /);
    raw.destroy();
  });

  it('closes a connection that requests a WebSocket while an earlier response is being sent', async () => {
    const opening = jest.fn();
    gateways[0]?.on('connection', opening);
    server.once('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.write('begun');
    });
    const client = connect(port, '127.0.0.1');
    client.write(
      'GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /ws/dashboard HTTP/1.1\r\nHost: localhost\r\n' +
        `Connection: Upgrade\r\nUpgrade: websocket\r\n${HANDSHAKE}\r\n`,
    );
    expect(await text(client)).not.toContain('HTTP/1.1 101');
    expect(opening).not.toHaveBeenCalled();
  });

  it.each(['//', '/nowhere', '/ws/dashboard'])('survives a reset after an upgrade of %s', async (target) => {
    const client = connect(port, '127.0.0.1');
    client.write(
      `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${HANDSHAKE}\r\n`,
    );
    await once(server, 'upgrade');
    const [socket] = sockets;
    // Node emits an error if the reset arrives before or while the response is written. Without a listener it would end the process.
    socket?.emit('error', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    socket?.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(socket?.destroyed).toBe(true);
    client.destroy();
  });

  it('closes connections over the limit with 1013, and accepts new ones after others are closed', async () => {
    const clients = [await opened('/ws/dashboard'), await opened('/other')];
    const third = new WebSocket(`ws://127.0.0.1:${port}/ws/dashboard`);
    const [code, reason] = (await once(third, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1013, expect.stringContaining('MAX_CONNECTIONS')]);
    expect(gateways.map(({ clients: held }) => held.size)).toEqual([1, 1]);
    clients[0]?.terminate();
    await once(sockets[0] as Socket, 'close');
    (await opened('/ws/dashboard')).terminate();
    clients[1]?.terminate();
  });
});
