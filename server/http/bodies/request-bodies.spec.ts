import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { BodyMemoryBudget } from './body-memory-budget.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import { Clock } from '../../common/time/clock.js';
import { BodyAs } from './body-as.decorator.js';
import { RequestBodies } from './request-bodies.js';
import { SentContentType } from './sent-content-type.decorator.js';
import { Telemetry } from '../../common/telemetry.js';

interface Received {
  readonly type: string;
  readonly body: unknown;
}

const waiting: (() => void)[] = [];

function received(type: string, body: unknown): Received {
  return { type, body: body instanceof Uint8Array ? Buffer.from(body).toString() : body };
}

@Controller()
class SpecController {
  @Post('json')
  @HttpCode(200)
  @BodyAs('json')
  json(@Body() body: unknown, @SentContentType() type: string): Received {
    return received(type, body);
  }

  @Post('bytes')
  @HttpCode(200)
  @BodyAs('smallRaw')
  bytes(@Body() body: unknown, @SentContentType() type: string): Received {
    return received(type, body);
  }

  @Post('snappy')
  @HttpCode(200)
  @BodyAs('snappyRaw')
  snappy(@Body() body: unknown, @SentContentType() type: string): Received {
    return received(type, body);
  }

  /** Answers when the test allows it, like a handler that waits for a database thread. */
  @Post('slow')
  @HttpCode(200)
  @BodyAs('protocolRaw')
  async slow(@Body() body: Uint8Array): Promise<number> {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return body.byteLength;
  }

  @Delete('thing')
  remove(): Received {
    return received('', 'removed');
  }

  @Get('nothing')
  nothing(@SentContentType() type: string): Received {
    return received(type, null);
  }
}

const MIB = 1024 * 1024;
const memory = new BodyMemoryBudget(20 * MIB);
const clock = new ManualClock();

@Module({
  controllers: [SpecController],
  providers: [
    RequestBodies,
    Telemetry,
    { provide: Clock, useValue: clock },
    { provide: BodyMemoryBudget, useValue: memory },
  ],
})
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
    return {
      status: response.status,
      received: response.status === 200 ? ((await response.json()) as Received) : undefined,
    };
  }

  it('reads a body the same whatever its content type, and provides the type', async () => {
    expect(await post('bytes', '42', { 'content-type': 'Text/CSV; charset=utf-8' })).toEqual({
      status: 200,
      received: { type: 'text/csv', body: '42' },
    });
    expect((await post('json', '{"a":1}', { 'content-type': 'text/plain' })).received?.body).toEqual({ a: 1 });
    expect(await (await fetch(`${await app.getUrl()}/nothing`)).json()).toEqual({ type: '', body: null });
  });

  it.each(['bytes', 'nowhere'])('waits for nothing more after a request of inject to /%s', async (path) => {
    const fastify = app.getHttpAdapter().getInstance();
    await fastify.inject({ method: 'POST', url: `/${path}`, payload: '42' });
    await settle();
    expect(clock.pendingTimers).toBe(0);
  });

  it('accepts a DELETE without a body, whatever its content type', async () => {
    for (const type of ['application/json', 'text/plain', 'nonsense']) {
      const request = { method: 'DELETE', headers: { 'content-type': type } };
      expect((await fetch(`${await app.getUrl()}/thing`, request)).status).toBe(200);
    }
    const broken = { method: 'DELETE', body: '{', headers: { 'content-type': 'application/json' } };
    expect((await fetch(`${await app.getUrl()}/thing`, broken)).status).toBe(400);
  });

  it('decompresses bytes and JSON', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect((await post('bytes', gzipSync('42'), gzip)).received?.body).toBe('42');
    expect((await post('json', gzipSync('{"a":1}'), gzip)).received?.body).toEqual({ a: 1 });
  });

  it.each([
    ['json', gzipSync('{"a":'), 400],
    ['json', gzipSync('{"__proto__":1}'), 400],
    ['json', Buffer.from('{"a":1}'), 400],
    ['json', gzipSync(Buffer.alloc(MIB + 1, ' ')), 413],
    ['bytes', gzipSync(Buffer.alloc(64 * 1024 + 1)), 413],
    ['snappy', Buffer.from('x'), 400],
  ])('rejects %s that does not match its encoding', async (path, body, status) => {
    expect((await post(path, body, { 'content-encoding': 'gzip' })).status).toBe(status);
  });

  it('passes on snappy compressed only where it is supported', async () => {
    const snappy = { 'content-encoding': 'Snappy' };
    expect((await post('snappy', 'raw', snappy)).received?.body).toBe('raw');
    expect((await post('bytes', 'raw', snappy)).status).toBe(415);
    expect((await post('json', 'raw', snappy)).status).toBe(415);
  });

  describe('with many large bodies at once', () => {
    const bomb = gzipSync(Buffer.alloc(12 * MIB, ' '));

    it('answers 503 while other bodies use all memory, and accepts bodies again once those are answered', async () => {
      const gzip = { 'content-encoding': 'gzip' };
      const first = post('slow', bomb, gzip);
      while (waiting.length < 1) await new Promise(setImmediate);
      expect(memory.usedBytes).toBe(12 * MIB);
      expect((await post('slow', bomb, gzip)).status).toBe(503);
      expect((await post('bytes', '42', {})).status).toBe(200);
      waiting.shift()?.();
      expect((await first).status).toBe(200);
      expect(memory.usedBytes).toBe(0);
      const next = post('slow', bomb, gzip);
      while (waiting.length < 1) await new Promise(setImmediate);
      waiting.shift()?.();
      expect((await next).status).toBe(200);
    });

    it('counts a body until its handler is done, even if the client disconnected', async () => {
      const aborting = new AbortController();
      const { signal } = aborting;
      const left = fetch(`${await app.getUrl()}/slow`, { method: 'POST', body: Buffer.alloc(MIB), signal });
      while (waiting.length < 1) await new Promise(setImmediate);
      aborting.abort();
      await expect(left).rejects.toThrow();
      expect(memory.usedBytes).toBe(MIB);
      waiting.shift()?.();
      while (memory.usedBytes > 0) await new Promise(setImmediate);
    });

    it('releases the memory of a body that ends early', async () => {
      const { port } = app.getHttpServer().address() as AddressInfo;
      const socket = connect(port, '127.0.0.1');
      socket.write(`POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${MIB}\r\n\r\n${'x'.repeat(1_000)}`);
      while (memory.usedBytes === 0) await new Promise(setImmediate);
      socket.resetAndDestroy();
      while (memory.usedBytes > 0) await new Promise(setImmediate);
    });
  });
});
