import {
  type ArgumentsHost,
  BadRequestException,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  Get,
  Injectable,
  type NestInterceptor,
  type PipeTransform,
  Query,
  Scope,
  SetMetadata,
  UnauthorizedException,
  VersioningType,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, HttpAdapterHost, Reflector } from '@nestjs/core';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { WsAdapter } from '@nestjs/platform-ws';
import { afterEach, describe, expect, it } from '@jest/globals';
import { map, type Observable } from 'rxjs';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { HostApp, type HostAppOptions, PLATFORMS } from '../../test/support/embedding/host-app.js';
import { TestSocket } from '../../test/support/server/test-socket.js';

@Controller('shop')
class ShopController {
  @Get()
  home(): object {
    return { shop: true };
  }

  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }

  @Get('open')
  @SetMetadata('isPublic', true)
  open(): object {
    return { open: true };
  }
}

@Injectable()
class Envelope implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

@Injectable()
class MinLength implements PipeTransform {
  transform(value: unknown): unknown {
    if (typeof value === 'string' && value.length < 3) throw new BadRequestException(['q is too short']);
    return value;
  }
}

@Catch()
class ShopErrors implements ExceptionFilter {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const message = error instanceof BadRequestException ? error.getResponse() : 'unknown';
    this.adapterHost.httpAdapter.reply(host.switchToHttp().getResponse(), { shopError: message }, 418);
  }
}

/** A guard of the kind that most applications have: everything is closed except what is marked as public. */
@Injectable()
class TokenGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>('isPublic', targets)) return true;
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    if (headers.authorization === undefined) throw new UnauthorizedException('Send a token.');
    if (headers.authorization !== 'Bearer staff')
      throw new ForbiddenException(['You are not staff', 'Ask for a token']);
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST })
class GuardPerRequest implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@WebSocketGateway({ path: '/chat' })
class ChatGateway {
  @SubscribeMessage('say')
  say(@MessageBody() text: string): object {
    return { event: 'said', data: text.length };
  }
}

describe.each(PLATFORMS)('an application on %s with Boardcast', (platform) => {
  let host: HostApp;
  afterEach(() => host.close());

  const start = async (options: HostAppOptions): Promise<void> => {
    host = await HostApp.start({ platform, controllers: [ShopController], ...options });
  };
  const statusOf = async (path: string, headers = {}): Promise<number> =>
    (await host.api.request(path, { headers })).status;

  it('has a prefix, versions, an interceptor, a pipe and a filter for its own routes only', async () => {
    await start({
      providers: [
        { provide: APP_INTERCEPTOR, useClass: Envelope },
        { provide: APP_PIPE, useClass: MinLength },
        { provide: APP_FILTER, useClass: ShopErrors },
      ],
      configure: (app) => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
      },
    });
    expect((await host.api.request('/api/v1/shop')).json()).toEqual({ data: { shop: true } });
    expect((await host.api.request('/api/v1/shop/search?q=x')).json()).toEqual({
      shopError: expect.objectContaining({ message: ['q is too short'] }),
    });
    expect((await host.api.request('/boardcast/metrics')).text).toContain('# HELP boardcast_connections');
    expect((await host.api.post('/boardcast/api/v1/metrics/ab', '1')).json()).toMatchObject({ key: 'ab' });
    expect((await host.api.request('/boardcast/api/v1/boards/x')).json()).toMatchObject({
      status: 404,
      title: 'Not Found',
    });
    const client = await TestSocket.open(host.base);
    expect(await client.subscribe('inbox')).toMatchObject({ board: 'inbox' });
    await client.close();
  });

  it('guards the API of Boardcast with its global guards', async () => {
    await start({ providers: [{ provide: APP_GUARD, useClass: TokenGuard }] });
    const staff = { authorization: 'Bearer staff' };
    expect(await statusOf('/shop')).toBe(401);
    const denied = await host.api.request('/boardcast/api/v1/boards');
    expect([denied.status, denied.json()]).toEqual([
      401,
      { status: 401, title: 'Unauthorized', detail: 'Send a token.' },
    ]);
    const forbidden = await host.api.request('/boardcast/api/v1/boards', { headers: { authorization: 'x' } });
    expect(forbidden.json()).toMatchObject({ status: 403, detail: 'You are not staff. Ask for a token' });
    expect(await statusOf('/boardcast/api/v1/boards', staff)).toBe(200);
    expect(await statusOf('/boardcast/health/live')).toBe(401);
  });

  it('lets its global guards pass all routes of Boardcast with routeMetadata', async () => {
    await start({
      providers: [{ provide: APP_GUARD, useClass: TokenGuard }],
      options: { routeMetadata: { isPublic: true, [Symbol.for('role')]: 'none' } },
    });
    expect(await statusOf('/shop')).toBe(401);
    expect(await statusOf('/shop/open')).toBe(200);
    for (const path of ['api/v1/boards', 'health/live', 'metrics', 'api/openapi.json']) {
      expect(await statusOf(`/boardcast/${path}`)).toBe(200);
    }
    const client = await TestSocket.open(host.base);
    expect(await client.subscribe('inbox')).toMatchObject({ board: 'inbox' });
    await client.close();
  });

  it('guards the API with guards that it registers after it was created', async () => {
    await start({
      configure: (app) => {
        app.useGlobalGuards({ canActivate: () => false });
      },
    });
    expect(await statusOf('/boardcast/api/v1/boards')).toBe(403);
  });

  it('has gateways of its own, with limits of their own', async () => {
    await start({
      providers: [ChatGateway],
      configure: (app) => app.useWebSocketAdapter(new WsAdapter(app)),
    });
    const chat = new WebSocket(`${host.api.base.replace('http', 'ws')}/chat`);
    await once(chat, 'open');
    chat.send(JSON.stringify({ event: 'say', data: 'x'.repeat(100_000) }));
    const [answer] = (await once(chat, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toEqual({ event: 'said', data: 100_000 });
    const client = await TestSocket.open(host.base);
    client.sendRaw('x'.repeat(5_000));
    expect(await client.closed).toMatchObject({ code: 1009 });
    chat.terminate();
  });
});

describe('an application with a global guard for each request', () => {
  it.each([
    ['its class', [{ provide: APP_GUARD, useClass: GuardPerRequest }]],
    ['an existing provider', [GuardPerRequest, { provide: APP_GUARD, useExisting: GuardPerRequest }]],
  ])(
    'does not start without authorize, because the guard, named by %s, cannot run for Boardcast',
    async (_how, providers) => {
      await expect(HostApp.start({ providers })).rejects.toThrow(
        /GuardPerRequest is created for each request.*authorize/,
      );
      const host = await HostApp.start({ providers, options: { authorize: () => null } });
      await host.close();
    },
  );
});
