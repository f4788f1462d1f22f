import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { lastValue } from '../../support/server/frame-values.js';
import { ManualClock } from '../../support/server/manual-clock.js';
import { DeltaReader } from '../../support/server/delta-reader.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('a subscribed client', () => {
  let clock: ManualClock;
  let running: RunningApp;
  let client: TestSocket;
  let reader: DeltaReader;

  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    running = await RunningApp.start({ clock, settings: { notifyIntervalMs: 1 } });
    const panel = (id: string, type: string, query: object): object => ({
      id,
      type,
      title: id,
      query,
      layout: { x: 0, y: 0, w: 3, h: 2 },
      options: {},
    });
    const panels = [
      panel('value', 'number', { source: 'metrics', metric: 'value' }),
      panel('states', 'status', { source: 'statuses' }),
    ];
    expectJson(await running.api.sendJson('POST', '/api/v1/boards', { slug: 'b', title: 'B', panels }), 201);
  });
  afterEach(async () => {
    await client.close();
    await running.close();
  });

  const subscribe = async (): Promise<void> => {
    client = await TestSocket.open(running.base);
    await client.subscribe('b');
    reader = new DeltaReader(running.api, 'b');
    await running.advanceUntil(reader.read());
  };
  /** Advances the clock in steps that leave time for heartbeats. */
  const advance = async (ms: number): Promise<void> => {
    for (let rest = ms; rest > 0; rest -= 5 * SECOND) {
      await clock.advanceAsync(Math.min(rest, 5 * SECOND), 500);
      await client.roundTrip();
    }
  };
  const freshness = (panel: string): string | undefined => reader.panels.get(panel)?.freshness;
  const reportStatus = async (body: object): Promise<unknown> =>
    running.advanceUntil(running.api.post('/api/v1/statuses/job', JSON.stringify(body)));
  const push = async (body: unknown): Promise<unknown> =>
    running.advanceUntil(running.api.post('/api/v1/metrics/value', JSON.stringify(body)));

  it('is notified when a number becomes late and when it becomes dead, and not otherwise', async () => {
    await push({ value: 7, expectEvery: '2s' });
    await subscribe();
    expect(freshness('value')).toBe('fresh');
    for (const [elapsed, expected] of [
      [3 * SECOND, 'late'],
      [17 * SECOND, 'dead'],
    ] as const) {
      await advance(elapsed);
      const notification = await client.next('changed');
      const delta = await running.advanceUntil(reader.read());
      expect(delta).toMatchObject({ complete: false, revision: notification.revision });
      expect([Object.keys(delta.panels), freshness('value')]).toEqual([['value'], expected]);
      expect(lastValue(reader.panels.get('value')?.frame)).toBe(7);
    }
    await advance(20 * SECOND);
    expect(client.received.filter(({ event }) => event === 'changed')).toEqual([]);
    await push(8);
    await client.next('changed');
    await running.advanceUntil(reader.read());
    expect(freshness('value')).toBe('fresh');
  });

  it('is notified when a status becomes late, and sees which one', async () => {
    await reportStatus({ state: 'ok', expectEvery: '2s' });
    await running.api.post('/api/v1/statuses/later', '{ "state": "ok", "expectEvery": "4s" }');
    await running.api.post('/api/v1/statuses/other', 'ok');
    await subscribe();
    const before = Date.parse(reader.panels.get('states')?.staleAt ?? '');
    await advance(3 * SECOND);
    await client.next('changed');
    await running.advanceUntil(reader.read());
    const staleAt = reader.panels.get('states')?.frame?.fields.find(({ name }) => name === 'staleAt')?.values;
    expect(freshness('states')).toBe('late');
    expect(staleAt?.map((at) => at !== null && Number(at) < clock.now())).toEqual([true, false, false]);
    expect(Math.floor(Number(staleAt?.[0]))).toBe(before);
    await advance(3 * SECOND);
    await client.next('changed');
    expect(Object.keys((await running.advanceUntil(reader.read())).panels)).toEqual(['states']);
  });

  it('is notified when a metric without expectEvery becomes late by its inferred interval', async () => {
    const minutes = 18;
    clock.advance(MINUTE);
    for (let minute = 0; minute < minutes; minute += 1) {
      await push(minute);
      clock.advance(MINUTE);
    }
    await push(minutes);
    await subscribe();
    const { updatedAt = '', staleAt = '' } = reader.panels.get('value') ?? {};
    const age = Date.parse(staleAt) - Date.parse(updatedAt);
    expect(age).toBeGreaterThanOrEqual(4 * MINUTE);
    expect(age).toBeLessThanOrEqual(5 * MINUTE);
    await advance(age);
    await client.next('changed');
    await running.advanceUntil(reader.read());
    expect(freshness('value')).toBe('late');
  });
});
