import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RequestRouter } from './request-router.js';

interface Received {
  readonly by: 'application' | 'boardcast';
  readonly event: string;
  readonly url: string | undefined;
  readonly originalUrl?: string | undefined;
}

/** Passes a request through a router, and returns who received it and as what. */
function route(prefix: string, url: string, event: 'request' | 'upgrade' = 'request'): Received {
  const [application, boardcast] = [createServer(), createServer()];
  const received: Received[] = [];
  for (const [by, server] of [
    ['application', application],
    ['boardcast', boardcast],
  ] as const) {
    server.on(event, (request: IncomingMessage & { originalUrl?: string }) => {
      received.push({ by, event, url: request.url, originalUrl: request.originalUrl });
    });
  }
  new RequestRouter(application, boardcast, prefix).start();
  const request = { url, method: 'GET', headers: {}, socket: new EventEmitter() } as unknown as IncomingMessage;
  application.emit(event, request, new ServerResponse(request) as never, Buffer.alloc(0));
  expect(received).toHaveLength(1);
  return received[0] as Received;
}

describe('RequestRouter', () => {
  it.each([
    ['/boardcast', '/'],
    ['/boardcast/', '/'],
    ['/boardcast?a=1', '/?a=1'],
    ['/boardcast/api/v1/metrics/a%2Fb?range=1h#x', '/api/v1/metrics/a%2Fb?range=1h#x'],
    ['/boardcast//x', '//x'],
    ['http://boardcast/boardcast/x?y', 'http://boardcast/x?y'],
    ['http://host/boardcast', 'http://host/'],
  ])('passes %s to Boardcast as %s', (url, path) => {
    expect(route('/boardcast', url)).toEqual({ by: 'boardcast', event: 'request', url: path, originalUrl: url });
  });

  it.each(['/', '/boardcasts', '/boardcas', '//boardcast/x', '/x/boardcast', '/Boardcast', '/board%63ast', '*', ''])(
    'leaves %s to the application',
    (url) => {
      expect(route('/boardcast', url)).toEqual({ by: 'application', event: 'request', url, originalUrl: undefined });
    },
  );

  it('forwards the rest of any path and query unchanged', () => {
    const segment = fc.stringMatching(/^[\w.~!$&'()*+,;=:@%-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(segment), fc.stringMatching(/^[\w/?=&%.-]{0,20}$/), (segments, query) => {
        const rest = `/${segments.join('/')}?${query}`;
        expect(route('/a/b', `/a/b${rest}`)).toMatchObject({ by: 'boardcast', url: rest });
      }),
    );
  });

  it('forwards upgrades below the prefix, and with the prefix / only those of the WebSocket', () => {
    expect(route('/boardcast', '/boardcast/ws/dashboard', 'upgrade')).toMatchObject({
      by: 'boardcast',
      url: '/ws/dashboard',
    });
    expect(route('/boardcast', '/ws/dashboard', 'upgrade').by).toBe('application');
    expect(route('', '/ws/dashboard?x', 'upgrade')).toMatchObject({ by: 'boardcast', url: '/ws/dashboard?x' });
    expect(route('', '/ws/other', 'upgrade').by).toBe('application');
  });

  it('forwards all requests with the prefix /', () => {
    expect(route('', '/anything')).toEqual({
      by: 'boardcast',
      event: 'request',
      url: '/anything',
      originalUrl: undefined,
    });
  });
});
