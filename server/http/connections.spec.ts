import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProbeApp } from '../../test/support/server/probe-app.js';

const BODY = 'x'.repeat(1_200_000);
const NEXT = 'GET /api/v1/probe/value HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

let probe: ProbeApp;
beforeAll(async () => {
  probe = await ProbeApp.start('nothing is built here');
});
afterAll(async () => {
  await probe.close();
});

function post(path: string, length: number, more = ''): string {
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n${more}\r\n`;
}

function statusesOf(answers: string): string[] {
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status = '']) => status);
}

async function connected(): Promise<Socket> {
  const socket = connect(probe.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** A stub of a response that is being sent, with the members that Node and the server read. */
const responseInProgress = (): object =>
  Object.assign(new EventEmitter(), { headersSent: true, req: { complete: false } });

describe('responses that are sent before the body was received', () => {
  it.each([
    ['an unknown address', '/nowhere', '', '404'],
    ['a body of an unknown type', '/api/v1/probe/order', 'Content-Type: image/png\r\n', '415'],
    ['a page of another site', '/api/v1/probe/order', 'Origin: http://evil.example\r\n', '403'],
    ['a route that reads none', '/api/v1/probe/value', '', '404'],
  ])('leave the connection usable: %s', async (_what, path, more, status) => {
    const socket = await connected();
    socket.write(post(path, BODY.length, more));
    const answers = text(socket);
    socket.write(BODY);
    socket.write(NEXT);
    expect(statusesOf(await answers)).toEqual([status, '200']);
  });

  it('reach a client that wants the connection closed and reads only after it has sent everything', async () => {
    const socket = await connected();
    socket.write(post('/nowhere', BODY.length, 'Connection: close\r\n'));
    socket.write(BODY);
    expect(statusesOf(await text(socket))).toEqual(['404']);
  });

  it('are not delayed by clients that send more than the server reads', async () => {
    const socket = await connected();
    socket.on('error', () => undefined);
    socket.write(post('/nowhere', 10_000_000_000));
    const chunk = Buffer.alloc(1024 * 1024);
    const send = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', send).resume();
    send();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.bytesWritten).toBeLessThan(200_000_000);
  });
});

describe('stalled connections', () => {
  it('are closed while a response is sent, but not while a request is handled', async () => {
    const server = probe.app.getHttpServer();
    const connecting = once(server, 'connection') as Promise<[Socket]>;
    const client = await connected();
    const [socket] = await connecting;
    client.write(
      'POST /api/v1/probe/order HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await once(server, 'request');
    server.emit('timeout', socket);
    expect(socket.destroyed).toBe(false);

    Object.assign(socket, { _httpMessage: responseInProgress() });
    server.emit('timeout', socket);
    expect(socket.destroyed).toBe(true);
    client.destroy();
  });

  it('have a timeout', () => {
    expect(probe.app.getHttpServer().timeout).toBe(60_000);
  });
});

describe('a malformed request after one whose response is being sent', () => {
  it('does not corrupt that response', async () => {
    const server = probe.app.getHttpServer();
    const connecting = once(server, 'connection') as Promise<[Socket]>;
    const client = await connected();
    const [socket] = await connecting;
    Object.assign(socket, { _httpMessage: responseInProgress() });
    const answer = text(client);
    server.emit('clientError', Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID_METHOD' }), socket);
    expect(await answer).toBe('');
  });
});
