import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Subject } from 'rxjs';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { TestSocket } from '../../../test/support/server/test-socket.js';
import type { Position } from '../../../wire/schemas/snapshot.js';
import { AccessControl } from '../../access/access-control.js';
import { RequestPolicy } from '../../access/request-policy.js';
import { Clock } from '../../common/time/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { Telemetry } from '../../common/telemetry.js';
import { ChangeBusModule } from '../../change-bus/change-bus.module.js';
import { ChangeBus, type Change } from '../../change-bus/change-bus.js';
import { Settings } from '../../config/settings.js';
import { BoardDefinitions } from '../contracts/board-definitions.js';
import { DashboardCoreModule } from '../dashboard-core.module.js';
import { NotificationQueue } from '../notifications/notification-queue.js';
import type { ActiveBoard } from '../snapshots/active-board.js';
import { ActiveBoards } from '../snapshots/active-boards.js';
import { DashboardWsAdapter } from './ws-adapter.js';

/** Knows the boards `board-…`; every topic is the name of the board that it changes. */
class FakeActiveBoards implements Pick<ActiveBoards, 'deleted$' | 'invalidate' | 'unwatch'> {
  readonly deleted$ = new Subject<{ board: string; reason: 'deleted' }>();
  readonly watchers = new Map<string, number>();
  readonly positions = new Map<string, Position>();

  invalidate({ epoch, revision, topics }: Change): readonly string[] {
    for (const board of topics) this.positions.set(board, { epoch, revision });
    return topics;
  }

  activate(board: string): Pick<ActiveBoard, 'position'> {
    if (!board.startsWith('board-')) throw new Problem(404, 'no such board');
    return { position: this.positions.get(board) ?? { epoch: 'e', revision: 0 } };
  }

  watch(board: string): Pick<ActiveBoard, 'position'> {
    const active = this.activate(board);
    this.watchers.set(board, (this.watchers.get(board) ?? 0) + 1);
    return active;
  }

  unwatch(board: string): void {
    const left = (this.watchers.get(board) ?? 0) - 1;
    if (left > 0) this.watchers.set(board, left);
    else this.watchers.delete(board);
  }
}

describe('DashboardGateway', () => {
  let app: NestFastifyApplication;
  let base: string;
  let clock: ManualClock;
  let activeBoards: FakeActiveBoards;
  let queue: NotificationQueue;
  let telemetry: Telemetry;

  beforeEach(async () => {
    clock = new ManualClock();
    activeBoards = new FakeActiveBoards();
    telemetry = new Telemetry();
    const fixed = [
      { provide: Clock, useValue: clock },
      { provide: Settings, useValue: testSettings() },
      { provide: Telemetry, useValue: telemetry },
      { provide: BoardDefinitions, useValue: {} },
    ];
    @Global()
    @Module({ providers: fixed, exports: fixed })
    class EnvironmentModule {}

    @Module({ imports: [EnvironmentModule, ChangeBusModule, DashboardCoreModule.forRoot()] })
    class TestApp {}

    const testing = await Test.createTestingModule({ imports: [TestApp] })
      .overrideProvider(ActiveBoards)
      .useValue(activeBoards)
      .compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    const access = new AccessControl();
    const policy = new RequestPolicy(testSettings(), access);
    app.useWebSocketAdapter(new DashboardWsAdapter(app, policy, access, testSettings()));
    await app.listen(0, '127.0.0.1');
    base = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    queue = app.get(NotificationQueue);
  });

  afterEach(async () => {
    await app.close();
  });

  /** Advances the clock in steps, so that messages can be delivered in both directions. */
  const pass = async (seconds: number, ...sockets: TestSocket[]): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await settle();
      await Promise.all(sockets.map((socket) => socket.roundTrip()));
    }
  };

  const metric = async (name: string): Promise<number> =>
    (await telemetry.registry.getSingleMetric(`boardcast_${name}`)?.get())?.values[0]?.value ?? 0;

  it('sends hello, confirms subscriptions and sends changes', async () => {
    const client = await TestSocket.open(base);
    const { epoch } = app.get(ChangeBus).position;
    expect(await client.next('hello')).toEqual({ protocol: 1, epoch, heartbeatMs: 25_000, maxBoards: 32 });
    await queue.publish('board-a');
    client.send('subscribe', { id: 'x', board: 'board-a' });
    expect(await client.next('subscribed')).toEqual({ id: 'x', board: 'board-a', epoch, revision: 1 });
    clock.advance(5_000);
    await queue.publish('board-a', 'board-b');
    expect(await client.next('changed')).toEqual({ board: 'board-a', epoch, revision: 2, spreadMs: 0 });
    await client.roundTrip();
    expect(client.received).toEqual([]);
  });

  it('sends a change that happens right after the subscription', async () => {
    const client = await TestSocket.open(base);
    const watch = activeBoards.watch.bind(activeBoards);
    activeBoards.watch = (board) => {
      const active = watch(board);
      void queue.publish(board);
      return active;
    };
    client.send('subscribe', { board: 'board-a' });
    expect(await client.next('changed')).toMatchObject({ board: 'board-a', revision: 1 });
  });

  it('denies a subscription to an unknown board, and keeps the connection open', async () => {
    const client = await TestSocket.open(base);
    client.send('subscribe', { id: 7, board: 'nothing' });
    expect(await client.next('denied')).toEqual({ id: 7, board: 'nothing', status: 404 });
    client.send('ping', {});
    expect(await client.next('pong')).toEqual({});
  });

  it('answers invalid messages with an error, and closes with 4400 after the third', async () => {
    const client = await TestSocket.open(base);
    client.sendRaw('{ not json');
    expect(await client.next('error')).toMatchObject({ code: 'bad_frame', message: expect.stringContaining('JSON') });
    client.sendRaw(Buffer.from([1, 2, 3]));
    await client.next('error');
    client.send('subscribe', { board: 7 });
    await client.next('error');
    expect((await client.closed).code).toBe(4400);
  });

  it.each([['null'], ['[]'], ['"text"'], ['{"event":7}'], ['{"data":{}}'], ['']])(
    'takes %s for a bad frame',
    async (raw) => {
      const client = await TestSocket.open(base);
      client.sendRaw(raw);
      expect(await client.next('error')).toMatchObject({ code: 'bad_frame' });
    },
  );

  it('keeps a connection open after any number of unknown events', async () => {
    const client = await TestSocket.open(base);
    for (const event of ['dance', '#bad-frame', '__proto__', 'subscribed']) {
      client.send(event, {});
      expect(await client.next('error')).toMatchObject({ code: 'unknown_event' });
    }
    expect(await client.subscribe('board-a')).toMatchObject({ board: 'board-a' });
  });

  it('accepts 32 subscriptions per connection', async () => {
    const client = await TestSocket.open(base);
    for (let i = 0; i < 32; i++) await client.subscribe(`board-${i}`);
    client.send('subscribe', { id: 1, board: 'board-32' });
    expect(await client.next('error')).toMatchObject({ id: 1, code: 'too_many_boards' });
    expect(await client.subscribe('board-0')).toMatchObject({ board: 'board-0' });
    client.send('unsubscribe', { board: 'board-0' });
    expect(await client.subscribe('board-32')).toMatchObject({ board: 'board-32' });
    expect(activeBoards.watchers.size).toBe(32);
  });

  it('accepts 64 messages at once and 10 a second, then closes with 4429', async () => {
    const client = await TestSocket.open(base);
    for (let i = 0; i < 64; i++) client.send('ping', {});
    for (let i = 0; i < 64; i++) await client.next('pong');
    clock.advance(1_000);
    for (let i = 0; i < 11; i++) client.send('ping', {});
    for (let i = 0; i < 10; i++) await client.next('pong');
    expect(await client.next('error')).toMatchObject({
      code: 'rate_limited',
      message: expect.stringContaining('10 messages a second, and 64 at once'),
    });
    expect((await client.closed).code).toBe(4429);
  });

  it('closes with 1009 after a message over 4 KiB', async () => {
    const client = await TestSocket.open(base);
    client.send('ping', 'x'.repeat(4_096));
    expect((await client.closed).code).toBe(1009);
  });

  it('closes a connection without a subscription after 10 s', async () => {
    const idle = await TestSocket.open(base);
    const busy = await TestSocket.open(base);
    await busy.subscribe('board-a');
    await pass(9, idle, busy);
    expect(idle.socket.readyState).toBe(idle.socket.OPEN);
    clock.advance(1_000);
    expect((await idle.closed).code).toBe(4408);
    await busy.roundTrip();
  });

  it('sends a heartbeat every 25 s, and terminates a silent connection 10 s later', async () => {
    const silent = await TestSocket.open(base, { autoPong: false });
    const alive = await TestSocket.open(base);
    await Promise.all([silent.subscribe('board-a'), alive.subscribe('board-a')]);
    await pass(24, alive);
    expect(alive.received).toEqual([]);
    await pass(1, alive);
    expect(await alive.next('heartbeat')).toEqual({});
    await silent.next('heartbeat');
    await pass(9, alive);
    expect(silent.socket.readyState).toBe(silent.socket.OPEN);
    clock.advance(1_000);
    expect((await silent.closed).code).toBe(1006);
    await pass(15, alive);
    await alive.next('heartbeat');
    expect(activeBoards.watchers.get('board-a')).toBe(1);
  });

  it('accepts any message as a sign of life', async () => {
    const client = await TestSocket.open(base, { autoPong: false });
    await client.subscribe('board-a');
    await pass(30);
    client.send('ping', {});
    await client.next('pong');
    await pass(19);
    client.send('ping', {});
    await client.next('pong');
  });

  it('sends gone when a board is deleted', async () => {
    const client = await TestSocket.open(base);
    await client.subscribe('board-a');
    activeBoards.deleted$.next({ board: 'board-a', reason: 'deleted' });
    expect(await client.next('gone')).toEqual({ board: 'board-a', reason: 'deleted' });
    await queue.publish('board-a');
    await client.roundTrip();
    expect(client.received).toEqual([]);
    expect(await client.subscribe('board-a')).toMatchObject({ revision: 1 });
  });

  it('notifies other clients when the socket of one client fails', async () => {
    const [broken, fine] = await Promise.all([TestSocket.open(base), TestSocket.open(base)]);
    await broken.subscribe('board-a');
    await fine.subscribe('board-a');
    broken.socket.terminate();
    await queue.publish('board-a');
    expect(await fine.next('changed')).toMatchObject({ revision: 1 });
  });

  it('keeps no state of closed connections', async () => {
    for (let round = 0; round < 5; round++) {
      const clients = await Promise.all(Array.from({ length: 20 }, () => TestSocket.open(base)));
      await Promise.all(clients.map((client, index) => client.subscribe(`board-${index % 3}`)));
      expect(await metric('connections')).toBe(20);
      clients.forEach(({ socket }, index) => {
        if (index % 2) socket.close();
        else socket.terminate();
      });
      await Promise.all(clients.map(({ closed }) => closed));
      await settle();
      while ((await metric('connections')) > 0) await settle();
    }
    expect(activeBoards.watchers.size).toBe(0);
  });

  it('flushes pending notifications at shutdown, sends drain and closes with 1012', async () => {
    const client = await TestSocket.open(base);
    await client.subscribe('board-a');
    await queue.publish('board-a');
    await client.next('changed');
    await queue.publish('board-a');
    await app.close();
    expect(await client.next('changed')).toMatchObject({ revision: 2 });
    expect(await client.next('drain')).toEqual({ graceMs: 3_000 });
    expect((await client.closed).code).toBe(1012);
  });

  it('rejects upgrades from other origins and hosts with a problem document', async () => {
    await expect(TestSocket.open(base, { origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(TestSocket.open(base, { headers: { host: 'evil.example' } })).rejects.toThrow('403');
    await (await TestSocket.open(base, { origin: base })).close();
  });
});
