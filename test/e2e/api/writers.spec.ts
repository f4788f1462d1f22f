import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Boards,
  EventWriter,
  MetricWriter,
  NotificationQueue,
  Problem,
  StatusWriter,
  TableWriter,
} from '../../../server/index.js';
import { ChangeBus } from '../../../server/change-bus/change-bus.js';
import { lastValue } from '../../support/server/frame-values.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';

/** A provider in a module of its own that imports nothing of Boardcast. */
@Injectable()
class Shop {
  constructor(
    readonly metrics: MetricWriter,
    readonly statuses: StatusWriter,
    readonly events: EventWriter,
    readonly tables: TableWriter,
    readonly boards: Boards,
    readonly notifications: NotificationQueue,
  ) {}
}

@Module({ providers: [Shop] })
class ShopModule {}

const layout = { x: 0, y: 0, w: 3, h: 2 };

describe('writing from code', () => {
  let running: RunningApp;
  let shop: Shop;
  beforeAll(async () => {
    running = await RunningApp.start({ imports: [ShopModule], settings: { notifyIntervalMs: 50 } });
    shop = running.app.get(Shop, { strict: false });
  });
  afterAll(async () => {
    await running.close();
  });

  it('injects the instances of the application into any module', () => {
    const { metrics, statuses, events, tables, boards } = shop;
    const found = [MetricWriter, StatusWriter, EventWriter, TableWriter, Boards].map((type): unknown =>
      running.app.get(type as typeof Boards, { strict: false }),
    );
    const injected = [metrics, statuses, events, tables, boards];
    expect(found.every((each, index) => each === injected[index])).toBe(true);
  });

  it('shows everything that was written, as soon as the promise resolves', async () => {
    await shop.boards.create({
      slug: 'code',
      title: 'Code',
      panels: [
        { id: 'orders', type: 'number', title: 'Orders', layout, query: { source: 'metrics', metric: 'code.orders' } },
        { id: 'checks', type: 'status', title: 'Checks', layout, query: { source: 'statuses', match: 'code.*' } },
        { id: 'events', type: 'events', title: 'Events', layout, query: { source: 'events' } },
        { id: 'hosts', type: 'table', title: 'Hosts', layout, query: { source: 'tables', table: 'code.hosts' } },
      ],
    });
    await running.api.snapshot('code');
    await shop.metrics.write({ key: 'code.orders', value: 42 });
    await shop.statuses.write({ key: 'code.checkout', state: 'warn', message: 'slow' });
    await shop.events.write({ title: 'deployed', level: 'ok' });
    await shop.tables.write({ key: 'code.hosts', columns: [{ name: 'host' }], rows: [['web-1']] });
    const { panels } = await running.api.snapshot('code');
    expect(lastValue(panels.orders?.frame)).toBe(42);
    const shown = JSON.stringify([panels.checks?.frame, panels.events?.frame, panels.hosts?.frame]);
    for (const text of ['code.checkout', 'warn', 'slow', 'deployed', 'web-1']) expect(shown).toContain(text);
  });

  it('publishes each write once, and notifies the viewers of the board', async () => {
    const changes: (readonly string[])[] = [];
    const isOwn = (topic: string): boolean => /code|board:|events|statuses/.test(topic);
    const subscription = running.app.get(ChangeBus).changes$.subscribe(({ topics }) => {
      if (topics.some(isOwn)) changes.push(topics);
    });
    const client = await TestSocket.open(running.base);
    await client.subscribe('code');
    await shop.metrics.write([
      { key: 'code.orders', value: 43 },
      { key: 'code.orders', value: 44, tags: { region: 'eu' } },
    ]);
    await client.next('changed');
    await shop.statuses.write({ key: 'code.checkout', state: 'ok' });
    await shop.events.write([{ title: 'a' }, { title: 'b' }]);
    await shop.tables.write({ key: 'code.hosts', columns: [{ name: 'host' }], rows: [] });
    await shop.boards.update({ ...shop.boards.get('code'), title: 'Changed' });
    subscription.unsubscribe();
    await client.close();
    expect(changes).toEqual([
      ['metric:code.orders', 'metrics'],
      ['status:code.checkout', 'statuses'],
      ['events'],
      ['table:code.hosts'],
      ['board:code', 'board:inbox'],
    ]);
  });

  it('rejects what the REST API rejects, with the same errors', async () => {
    const point = { key: 'code.bad', value: 'x', at: 0 };
    const response = await running.api.post('/api/v1/metrics', JSON.stringify([point]));
    const { status, errors } = JSON.parse(response.text) as { status: number; errors: unknown };
    const rejection: unknown = await shop.metrics.write([point] as never).catch((error: unknown) => error);
    expect(rejection).toBeInstanceOf(Problem);
    expect([(rejection as Problem).getStatus(), (rejection as Problem).errors]).toEqual([status, errors]);
  });
});
