import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { useTempDir } from '../../test/support/use-temp-dir.js';
import { checkedRequestOf } from './checked-request.js';

describe('the remote address of a checked request', () => {
  let folder: string;
  useTempDir((path) => (folder = path));

  /** Sends a request, and calls `read` with it on the server. */
  async function onServer<T>(target: number | string, read: (request: IncomingMessage) => T): Promise<T> {
    const received = Promise.withResolvers<T>();
    const answer: RequestListener = (request, response) => {
      received.resolve(read(request));
      response.end();
    };
    const server = createServer(answer);
    if (typeof target === 'string') server.listen(target);
    else server.listen(target, '127.0.0.1');
    await once(server, 'listening');
    const client =
      typeof target === 'string' ? connect(target) : connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const result = await received.promise;
    client.destroy();
    server.close();
    return result;
  }

  it('is the address of a TCP connection', async () => {
    expect(await onServer(0, (request) => checkedRequestOf(request).remoteAddress)).toBe('127.0.0.1');
  });

  it('is undefined for a Unix socket', async () => {
    expect(
      await onServer(join(folder, 'socket'), (request) => checkedRequestOf(request).remoteAddress),
    ).toBeUndefined();
  });

  it('is no address for a TCP connection that was reset, so that it does not look like a Unix socket', async () => {
    const address = await onServer(0, (request) => {
      Object.defineProperty(request.socket, 'remoteAddress', { value: undefined });
      return checkedRequestOf(request).remoteAddress;
    });
    expect(address).toBe('an unknown address');
  });
});
