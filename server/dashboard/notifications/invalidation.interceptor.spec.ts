import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConflictException, Controller, Delete, Get, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { concat, of, throwError } from 'rxjs';
import { Invalidates } from './invalidates.decorator.js';
import { NotificationQueue } from './notification-queue.js';

const happened: string[] = [];

@Controller('orders')
class OrdersController {
  @Post()
  @Invalidates('orders')
  make(): string {
    happened.push('made');
    return 'made';
  }

  @Post(':id')
  @Invalidates((context) => {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    return ['orders', `order:${params.id}`];
  })
  change(@Param('id') id: string): string {
    return id;
  }

  @Delete()
  @Invalidates('orders')
  fail(): never {
    throw new ConflictException();
  }

  @Delete('half')
  @Invalidates('orders')
  failHalfWay(): unknown {
    return concat(
      of('half'),
      throwError(() => new ConflictException()),
    );
  }

  @Get()
  list(): string {
    return 'all';
  }
}

describe('@Invalidates', () => {
  let app: NestFastifyApplication;

  beforeEach(async () => {
    happened.length = 0;
    const publish = (...topics: string[]): Promise<void> => {
      happened.push(...topics);
      return Promise.resolve().then(() => {
        happened.push('known');
      });
    };
    @Module({
      controllers: [OrdersController],
      providers: [{ provide: NotificationQueue, useValue: { publish } }],
    })
    class TestApp {}
    app = await NestFactory.create<NestFastifyApplication>(TestApp, new FastifyAdapter(), { logger: false });
    await app.init();
  });

  afterEach(async () => {
    await app.close();
  });

  const call = async (method: 'GET' | 'POST' | 'DELETE', url: string): Promise<number> => {
    const { statusCode } = await app.inject({ method, url });
    happened.push('answered');
    return statusCode;
  };

  it('publishes after the handler and before the response', async () => {
    expect(await call('POST', '/orders')).toBe(201);
    expect(happened).toEqual(['made', 'orders', 'known', 'answered']);
  });

  it('finds the topics in the request', async () => {
    const { body } = await app.inject({ method: 'POST', url: '/orders/7' });
    expect([body, ...happened]).toEqual(['7', 'orders', 'order:7', 'known']);
  });

  it('publishes nothing if the handler fails, even after its first value', async () => {
    expect(await call('DELETE', '/orders')).toBe(409);
    expect(await call('DELETE', '/orders/half')).toBe(409);
    expect(happened).toEqual(['answered', 'answered']);
  });

  it('does not affect handlers without the decorator', async () => {
    expect(await call('GET', '/orders')).toBe(200);
    expect(happened).toEqual(['answered']);
  });
});
