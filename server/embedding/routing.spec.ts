import { request } from 'node:http';
import { Body, Controller, Delete, Get, Logger, Post } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { HostApp, type HostAppOptions, PLATFORMS } from '../../test/support/embedding/host-app.js';
import { TestSocket } from '../../test/support/server/test-socket.js';
import type { ServerParts } from '../index.js';

@Controller()
class ShopController {
  @Get()
  home(): string {
    return 'the shop';
  }

  @Get('health')
  health(): object {
    return { status: 'of the shop' };
  }

  @Get('boardcast/health')
  shadowed(): string {
    return 'not reached';
  }

  @Post('api/orders')
  order(@Body() body: unknown): object {
    return { received: body };
  }

  @Delete('api/orders')
  cancel(): object {
    return { canceled: true };
  }
}

@WebSocketGateway({ path: '/ws/shop' })
class ShopGateway {
  @SubscribeMessage('ping')
  ping(): object {
    return { event: 'pong', data: 'of the shop' };
  }
}

describe.each(PLATFORMS)('an application on %s', (platform) => {
  let host: HostApp;
  afterEach(() => host.close());

  const start = async (options: HostAppOptions['options'], more: HostAppOptions = {}): Promise<void> => {
    host = await HostApp.start({ platform, controllers: [ShopController], options, ...more });
  };
  const statusOf = async (path: string): Promise<number> => (await host.api.request(path)).status;

  it('answers everything below the prefix with Boardcast, and nothing else', async () => {
    await start({ prefix: '/a/b.c' });
    expect(await statusOf('/a/b.c/health/live')).toBe(200);
    expect(await statusOf('/a/b.c')).toBe(await statusOf('/a/b.c/'));
    for (const path of ['/a/b.cd/health/live', '/a/bxc/health/live', '/a', '/a/b', '//a/b.c/health/live']) {
      expect((await host.api.request(path)).headers['content-type']).not.toContain('problem');
    }
    const client = await TestSocket.open(`${host.api.base}/a/b.c`);
    await client.close();
  });

  it('keeps queries and escapes of requests below the prefix', async () => {
    await start({});
    await host.api.post('/boardcast/api/v1/metrics/a%2Fb', '{ "value": 3 }');
    expect((await host.api.request('/boardcast/api/v1/metrics/a/b?range=1h&aggregate=last')).json()).toMatchObject({
      fields: [{ aggregate: 'last' }, { name: 'a/b' }],
    });
    expect((await host.api.request('/boardcast/api/push/tok?status=up&msg=x%20y')).json()).toEqual({ ok: true });
    const malformed = await host.api.request('/boardcast/api/v1/boards/%zz');
    expect([malformed.status, malformed.headers['content-type']]).toEqual([
      400,
      expect.stringContaining('problem+json'),
    ]);
  });

  it('answers Expect: 100-continue for Boardcast', async () => {
    await start({});
    const { port } = new URL(host.api.base);
    const status = await new Promise((resolve) => {
      const sent = request({
        port,
        method: 'POST',
        path: '/boardcast/api/v1/metrics/big',
        headers: { expect: '100-continue' },
      });
      sent.once('continue', () => sent.end('7'));
      sent.once('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.flushHeaders();
    });
    expect(status).toBe(200);
  });

  it('keeps requests with an Upgrade that it does not support', async () => {
    await start({});
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    expect((await host.api.request('/', { headers })).text).toBe('the shop');
    expect((await host.api.request('/boardcast/health/live', { headers })).status).toBe(200);
  });

  it('keeps all paths that Boardcast does not have, with the prefix /', async () => {
    await start(
      { prefix: '/' },
      { providers: [ShopGateway], configure: (app) => app.useWebSocketAdapter(new WsAdapter(app)) },
    );
    expect((await host.api.request('/')).text).toBe('the shop');
    expect((await host.api.sendJson('POST', '/api/orders', { id: 1 })).json()).toEqual({ received: { id: 1 } });
    expect((await host.api.request('/api/orders', { method: 'DELETE' })).json()).toEqual({ canceled: true });
    expect((await host.api.request('/nowhere', { headers: { accept: 'text/html' } })).json()).toMatchObject({
      statusCode: 404,
    });
    expect((await host.api.post('/api/v1/metrics/a', '1')).json()).toMatchObject({ board: '/boards/inbox' });
    const client = await TestSocket.open(host.api.base);
    expect(await client.subscribe('inbox')).toMatchObject({ board: 'inbox' });
    await client.close();
    const shop = await TestSocket.openAt(`${host.api.base}/ws/shop`);
    shop.send('ping');
    expect(await shop.next('pong')).toBe('of the shop');
    await shop.close();
  });

  it('keeps paths of parts that are off, with the prefix /', async () => {
    await start({ prefix: '/', parts: { health: false } });
    expect((await host.api.request('/health')).json()).toEqual({ status: 'of the shop' });
    expect(await statusOf('/health/live')).toBe(404);
    expect(await statusOf('/metrics')).toBe(200);
  });

  it.each([
    ['health', '/health/live'],
    ['metrics', '/metrics'],
    ['openApi', '/api/openapi.json'],
    ['openApi', '/api/docs'],
    ['client', '/boards'],
    ['api', '/api/v1/boards'],
  ] as const)('can leave out the part %s', async (part, path) => {
    await start({ parts: { [part]: false, ...(part === 'api' && { client: false }) } });
    const expected: Record<keyof ServerParts, string> = {
      health: '/health/live',
      metrics: '/metrics',
      openApi: '/api/openapi.json',
      client: '/boards',
      api: '/api/v1/boards',
    };
    expect(await statusOf(`/boardcast${path}`)).toBe(404);
    const others = Object.entries(expected).filter(([name]) => name !== part && !(part === 'api' && name === 'client'));
    for (const [, other] of others) expect([other, await statusOf(`/boardcast${other}`)]).not.toContain(404);
  });

  it('leaves parts out however their paths are written', async () => {
    await start({ parts: { health: false, metrics: false, openApi: false } });
    for (const path of ['%6detrics', 'metrics#x', 'he%61lth/live', 'api/d%6fcs', 'api/openapi%2ejson']) {
      expect([path, await statusOf(`/boardcast/${path}`)]).toEqual([path, 404]);
    }
    expect(await statusOf(`${host.api.base}/boardcast/metrics`)).toBe(404);
  });

  it('leaves preflight requests and malformed targets to the application, with the prefix /', async () => {
    await start(
      { prefix: '/', allowedOrigins: ['https://partner.example'] },
      {
        configure: (app) => {
          app.enableCors({ origin: ['https://mine.example', 'https://partner.example'] });
        },
      },
    );
    const preflight = async (path: string, origin: string): Promise<unknown> => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const response = await host.api.request(path, { method: 'OPTIONS', headers });
      return [response.status, response.headers['access-control-allow-origin']];
    };
    expect(await preflight('/api/orders', 'https://mine.example')).toEqual([204, 'https://mine.example']);
    expect(await preflight('/api/v1/boards', 'https://partner.example')).toEqual([204, 'https://partner.example']);
    const read = await host.api.request('/api/v1/boards', { headers: { origin: 'https://partner.example' } });
    expect(read.headers['access-control-allow-origin']).toBe('https://partner.example');
    expect((await host.api.request('/orders/%zz')).headers['content-type']).not.toContain('problem');
  });

  it('answers OPTIONS without the headers of a preflight request', async () => {
    await start({ allowedOrigins: ['https://partner.example'] });
    const response = await host.api.request('/boardcast/api/v1/boards', { method: 'OPTIONS' });
    expect([response.status, response.text]).toEqual([204, '']);
  });

  it('logs only the requests that Boardcast answers, with the prefix /', async () => {
    await start({ prefix: '/', logLevel: 'debug' });
    const debug = jest.spyOn(Logger.prototype, 'debug');
    const firstLine = new Promise<unknown>((resolve) => debug.mockImplementation(resolve));
    await host.api.request('/api/orders');
    await host.api.request('/health/live?x=1');
    expect(await firstLine).toMatch(/^GET \/health\/live 200 in \d+\.\d ms$/);
    debug.mockRestore();
  });

  it('has no WebSocket without the API', async () => {
    await start({ parts: { api: false, client: false } });
    await expect(TestSocket.open(host.base)).rejects.toThrow('404');
  });
});
