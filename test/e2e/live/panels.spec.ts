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

const querySchema = z.object({ source: z.literal('moody'), mood: z.string() });
type MoodyQuery = z.infer<typeof querySchema>;

/** Answers as its mood has it. */
@Injectable()
class MoodySource extends Source<MoodyQuery> {
  readonly name = 'moody';
  readonly schema = querySchema;
  loads = 0;
  aborted = 0;
  value = 1;
  private let?: () => void;

  topics({ mood }: MoodyQuery): readonly string[] {
    return [`mood:${mood}`];
  }

  /** What hung goes on. */
  release(): void {
    this.let?.();
  }

  load({ mood }: MoodyQuery, { signal }: LoadContext): Promise<LoadedFrame> {
    this.loads += 1;
    signal.addEventListener('abort', () => (this.aborted += 1));
    if (mood === 'throws') throw new Error('I throw at once.');
    if (mood === 'fails') return Promise.reject(new Error('I failed.'));
    const answer: LoadedFrame = { fields: [{ name: 'v', type: 'number', values: [this.value] }] };
    if (mood === 'odd') {
      const longer = { name: 'w', type: 'number' as const, values: [1, 2] };
      return Promise.resolve({ fields: [...answer.fields, longer] });
    }
    return new Promise((resolve) => {
      this.let = () => {
        resolve(answer);
      };
    });
  }
}

describe('a board with bad panels', () => {
  let clock: ManualClock;
  let running: RunningApp;
  let viewer: TestSocket;
  let source: MoodySource;

  const panel = (mood: string): object => ({
    id: mood,
    type: 'number',
    title: mood,
    query: mood === 'good' ? { source: 'metrics', metric: 'good' } : { source: 'moody', mood },
    layout: { x: 0, y: 0, w: 3, h: 2 },
    options: {},
  });

  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    running = await RunningApp.start({
      clock,
      imports: [DashboardModule.forFeature({ sources: [MoodySource] })],
      settings: { notifyIntervalMs: 1 },
    });
    source = running.app.get(MoodySource, { strict: false });
    const panels = ['hangs', 'good', 'fails', 'throws', 'odd'].map(panel);
    expectJson(await running.api.sendJson('POST', '/api/v1/boards', { slug: 'bad', title: 'Bad', panels }), 201);
    await running.advanceUntil(running.api.push('good', 7));
    viewer = await TestSocket.open(running.base);
    await viewer.subscribe('bad');
  });
  afterEach(async () => {
    await viewer.close();
    await running.close();
  });

  it('is answered while one hangs, and what fails says so in its own place', async () => {
    const { panels } = await running.advanceUntil(running.api.snapshot('bad'));
    expect(panels.hangs).toEqual({ revision: expect.any(Number), pending: true });
    expect(lastValue(panels.good?.frame)).toBe(7);
    expect(panels.fails?.error).toEqual({ message: 'I failed.' });
    expect(panels.throws?.error).toEqual({ message: 'I throw at once.' });
    expect(panels.odd?.error?.message).toMatch(/column 'w'/);
  });

  it('is told when the one that hung comes after all', async () => {
    const before = await running.advanceUntil(running.api.snapshot('bad'));
    source.release();
    const notice = await running.advanceUntil(viewer.next('changed'));
    const { panels, complete } = await running.api.snapshot('bad', `?since=${before.epoch}.${before.revision}`);
    expect(complete).toBe(false);
    expect(Object.keys(panels)).toEqual(['hangs']);
    expect(panels.hangs?.revision).toBe(notice.revision);
    expect(lastValue(panels.hangs?.frame)).toBe(1);
  });

  it('gives the one that hangs up after 5 s, and tells so', async () => {
    await running.advanceUntil(running.api.snapshot('bad'));
    await clock.advanceAsync(5_000);
    expect(source.aborted).toBeGreaterThan(0);
    await running.advanceUntil(viewer.next('changed'));
    const { panels } = await running.api.snapshot('bad');
    expect(panels.hangs?.error?.message).toMatch(/did not answer within 5 s/);
    expect(lastValue(panels.good?.frame)).toBe(7);
  });

  it('keeps the last value of the one that hangs the next time', async () => {
    await running.advanceUntil(running.api.snapshot('bad'));
    source.release();
    await running.advanceUntil(viewer.next('changed'));
    await running.app.get(NotificationQueue).publish('mood:hangs');
    const { panels } = await running.advanceUntil(running.api.snapshot('bad'));
    expect(lastValue(panels.hangs?.frame)).toBe(1);
    expect(panels.hangs).not.toHaveProperty('pending');
  });

  it('holds up no other board', async () => {
    await running.api.createBoard('fine', ['calm']);
    await running.api.push('calm', 8);
    const slow = running.api.snapshot('bad');
    // No time passes, so that the slow one cannot be done.
    expect(await running.api.panelValue('fine')).toBe(8);
    source.release();
    const { panels } = await running.advanceUntil(slow);
    expect(lastValue(panels.hangs?.frame)).toBe(1);
  });

  it('ends quietly when nobody looks any more', async () => {
    await running.advanceUntil(running.api.snapshot('bad'));
    await viewer.close();
    await clock.advanceAsync(200_000, 1_000);
    await settle();
    expect(await running.api.serverMetric('boardcast_live_queries')).toBe(0);
    expect((await running.api.request('/health/ready')).status).toBe(200);
  });
});
