import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { gzipSync } from 'node:zlib';
import { BodyAs, RequestBodies, SentType } from './request-bodies.js';

interface Seen {
  readonly type: string;
  readonly body: unknown;
}

function seen(type: string, body: unknown): Seen {
  return { type, body: body instanceof Uint8Array ? Buffer.from(body).toString() : body };
}

@Controller()
class SpecController {
  @Post('json')
  @HttpCode(200)
  @BodyAs('json')
  json(@Body() body: unknown, @SentType() type: string): Seen {
    return seen(type, body);
  }

  @Post('bytes')
  @HttpCode(200)
  @BodyAs('smallRaw')
  bytes(@Body() body: unknown, @SentType() type: string): Seen {
    return seen(type, body);
  }

  @Post('snappy')
  @HttpCode(200)
  @BodyAs('snappyRaw')
  snappy(@Body() body: unknown, @SentType() type: string): Seen {
    return seen(type, body);
  }

  @Delete('thing')
  remove(): Seen {
    return seen('', 'removed');
  }

  @Get('nothing')
  nothing(@SentType() type: string): Seen {
    return seen(type, null);
  }
}

@Module({ controllers: [SpecController], providers: [RequestBodies] })
class SpecModule {}

describe('BodyAs', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(SpecModule, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  async function post(path: string, body: string | Buffer, headers: Record<string, string>) {
    const response = await fetch(`${await app.getUrl()}/${path}`, { method: 'POST', body: body as never, headers });
    return { status: response.status, seen: response.status === 200 ? ((await response.json()) as Seen) : undefined };
  }

  it('reads a body alike whatever its type says, and still tells the type', async () => {
    expect(await post('bytes', '42', { 'content-type': 'Text/CSV; charset=utf-8' })).toEqual({
      status: 200,
      seen: { type: 'text/csv', body: '42' },
    });
    expect((await post('json', '{"a":1}', { 'content-type': 'text/plain' })).seen?.body).toEqual({ a: 1 });
    expect(await (await fetch(`${await app.getUrl()}/nothing`)).json()).toEqual({ type: '', body: null });
  });

  it('takes no body for none, whatever type is promised with a DELETE', async () => {
    for (const type of ['application/json', 'text/plain', 'nonsense']) {
      const request = { method: 'DELETE', headers: { 'content-type': type } };
      expect((await fetch(`${await app.getUrl()}/thing`, request)).status).toBe(200);
    }
    const broken = { method: 'DELETE', body: '{', headers: { 'content-type': 'application/json' } };
    expect((await fetch(`${await app.getUrl()}/thing`, broken)).status).toBe(400);
  });

  it('inflates bytes and JSON alike', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect((await post('bytes', gzipSync('42'), gzip)).seen?.body).toBe('42');
    expect((await post('json', gzipSync('{"a":1}'), gzip)).seen?.body).toEqual({ a: 1 });
  });

  it.each([
    ['json', gzipSync('{"a":'), 400],
    ['json', gzipSync('{"__proto__":1}'), 400],
    ['json', Buffer.from('{"a":1}'), 400],
    ['json', gzipSync(Buffer.alloc(5 * 1024 * 1024 + 1, ' ')), 413],
    ['bytes', gzipSync(Buffer.alloc(64 * 1024 + 1)), 413],
    ['snappy', Buffer.from('x'), 400],
  ])('refuses %s that is not what it says', async (path, body, status) => {
    expect((await post(path, body, { 'content-encoding': 'gzip' })).status).toBe(status);
  });

  it('leaves snappy to those who can read it', async () => {
    const snappy = { 'content-encoding': 'Snappy' };
    expect((await post('snappy', 'raw', snappy)).seen?.body).toBe('raw');
    expect((await post('bytes', 'raw', snappy)).status).toBe(415);
    expect((await post('json', 'raw', snappy)).status).toBe(415);
  });
});
