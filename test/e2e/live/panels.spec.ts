import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  DashboardModule,
  type LoadContext,
  type LoadedFrame,
  NotificationQueue,
  Source,
} from '../../../server/index.js';
import { expectJson } from '../../support/server/api-client.js';
import { lastValue } from '../../support/server/frame-values.js';
import { ManualClock, settle } from '../../support/server/manual-clock.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';

const querySchema = z.object({ source: z.literal('faulty'), behavior: z.string() });
type FaultyQuery = z.infer<typeof querySchema>;

/** A source that hangs or fails as the query says. */
@Injectable()
class FaultySource extends Source<FaultyQuery> {
  readonly name = 'faulty';
  readonly schema = querySchema;
  loads = 0;
  aborted = 0;
  value = 1;
  private resolveLoad?: () => void;

  topics({ behavior }: FaultyQuery): readonly string[] {
    return [`behavior:${behavior}`];
  }

  /** Lets the load that hangs finish. */
  release(): void {
    this.resolveLoad?.();
  }

  load({ behavior }: FaultyQuery, { signal }: LoadContext): Promise<LoadedFrame> {
    this.loads += 1;
    signal.addEventListener('abort', () => (this.aborted += 1));
    if (behavior === 'throws') throw new Error('I throw at once.');
    if (behavior === 'fails') return Promise.reject(new Error('I failed.'));
    const frame: LoadedFrame = { fields: [{ name: 'v', type: 'number', values: [this.value] }] };
    if (behavior === 'invalid') {
      const longer = { name: 'w', type: 'number' as const, values: [1, 2] };
      return Promise.resolve({ fields: [...frame.fields, longer] });
    }
    return new Promise((resolve) => {
      this.resolveLoad = () => {
        resolve(frame);
      };
    });
  }
}

describe('a board with panels that fail', () => {
  let clock: ManualClock;
  let running: RunningApp;
  let client: TestSocket;
  let source: FaultySource;

  const panel = (name: string): object => ({
    id: name,
    type: 'number',
    title: name,
    query: name === 'good' ? { source: 'metrics', metric: 'good' } : { source: 'faulty', behavior: name },
    layout: { x: 0, y: 0, w: 3, h: 2 },
    options: {},
  });

  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    running = await RunningApp.start({
      clock,
      imports: [DashboardModule.forFeature({ sources: [FaultySource] })],
      settings: { notifyIntervalMs: 1 },
    });
    source = running.app.get(FaultySource, { strict: false });
    const panels = ['hangs', 'good', 'fails', 'throws', 'invalid'].map(panel);
    expectJson(await running.api.sendJson('POST', '/api/v1/boards', { slug: 'bad', title: 'Bad', panels }), 201);
    await running.advanceUntil(running.api.push('good', 7));
    client = await TestSocket.open(running.base);
    await client.subscribe('bad');
  });
  afterEach(async () => {
    await client.close();
    await running.close();
  });

  it('has a snapshot while one panel hangs, with an error in each panel that fails', async () => {
    const { panels } = await running.advanceUntil(running.api.snapshot('bad'));
    expect(panels.hangs).toEqual({ revision: expect.any(Number), pending: true });
    expect(lastValue(panels.good?.frame)).toBe(7);
    expect(panels.fails?.error).toEqual({ message: 'I failed.' });
    expect(panels.throws?.error).toEqual({ message: 'I throw at once.' });
    expect(panels.invalid?.error?.message).toMatch(/column 'w'/);
  });

  it('sends a notification when a panel that hung has loaded', async () => {
    const before = await running.advanceUntil(running.api.snapshot('bad'));
    source.release();
    const notification = await running.advanceUntil(client.next('changed'));
    const { panels, complete } = await running.api.snapshot('bad', `?since=${before.epoch}.${before.revision}`);
    expect(complete).toBe(false);
    expect(Object.keys(panels)).toEqual(['hangs']);
    expect(panels.hangs?.revision).toBe(notification.revision);
    expect(lastValue(panels.hangs?.frame)).toBe(1);
  });

  it('stops a load that hangs after 5 s, and sends a notification', async () => {
    await running.advanceUntil(running.api.snapshot('bad'));
    await clock.advanceAsync(5_000);
    expect(source.aborted).toBeGreaterThan(0);
    await running.advanceUntil(client.next('changed'));
    const { panels } = await running.api.snapshot('bad');
    expect(panels.hangs?.error?.message).toMatch(/did not answer within 5 s/);
    expect(lastValue(panels.good?.frame)).toBe(7);
  });

  it('keeps the last value of a panel whose next load hangs', async () => {
    await running.advanceUntil(running.api.snapshot('bad'));
    source.release();
    await running.advanceUntil(client.next('changed'));
    await running.app.get(NotificationQueue).publish('behavior:hangs');
    const { panels } = await running.advanceUntil(running.api.snapshot('bad'));
    expect(lastValue(panels.hangs?.frame)).toBe(1);
    expect(panels.hangs).not.toHaveProperty('pending');
  });

  it('does not delay other boards', async () => {
    await running.api.createBoard('fine', ['calm']);
    await running.api.push('calm', 8);
    const slow = running.api.snapshot('bad');
    // The clock stands still, so that the load that hangs cannot time out.
    expect(await running.api.panelValue('fine')).toBe(8);
    source.release();
    const { panels } = await running.advanceUntil(slow);
    expect(lastValue(panels.hangs?.frame)).toBe(1);
  });

  it('drops its live queries when it has no more clients', async () => {
    await running.advanceUntil(running.api.snapshot('bad'));
    await client.close();
    await clock.advanceAsync(200_000, 1_000);
    await settle();
    expect(await running.api.serverMetric('boardcast_live_queries')).toBe(0);
    expect((await running.api.request('/health/ready')).status).toBe(200);
  });
});
