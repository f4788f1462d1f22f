import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveRig, numberFrame, TestSource } from '../../test/support/server/live-core-fixture.js';
import { ManualClock, settle } from '../../test/support/server/manual-clock.js';
import { testSettings } from '../../test/support/server/test-settings.js';
import type { LoadContext, LoadedFrame } from '../dashboard/source.js';
import { Previews } from './previews.js';

interface Load {
  readonly context: LoadContext;
  answer(): void;
}

describe('Previews', () => {
  let clock: ManualClock;
  let rig: LiveRig;
  let previews: Previews;
  let loads: Load[];

  beforeEach(() => {
    clock = new ManualClock();
    rig = new LiveRig(clock);
    const settings = testSettings({ maxPreviews: 2, queryTimeoutMs: 3_000 });
    previews = new Previews(rig.features, rig.bus, clock, settings, rig.telemetry);
    loads = [];
    const held = (_: unknown, context: LoadContext): Promise<LoadedFrame> =>
      new Promise((resolve) => {
        loads.push({
          context,
          answer: () => {
            resolve(numberFrame(1));
          },
        });
      });
    rig.features.addSource(new TestSource('store', held, true));
    rig.features.addSource(new TestSource('remote', held));
  });

  const load = (source = 'store', signal = new AbortController().signal): Promise<string> =>
    previews.load({ query: { source } }, signal);

  it('abandons a preview after the query timeout, aborts its source, and answers with a message', async () => {
    const reading = load();
    await settle();
    expect(loads[0]?.context).toMatchObject({ preview: true, signal: { aborted: false } });
    clock.advance(2_999);
    expect(loads[0]?.context.signal.aborted).toBe(false);
    clock.advance(1);
    expect(loads[0]?.context.signal.aborted).toBe(true);
    expect(JSON.parse(await reading)).toMatchObject({ error: { message: "'store' did not answer within 3 s" } });
  });

  it('aborts the source when the client is gone, and when the server stops', async () => {
    const gone = new AbortController();
    const reads = [load('store', gone.signal), load()];
    await settle();
    gone.abort();
    expect(loads.map(({ context }) => context.signal.aborted)).toEqual([true, false]);
    previews.beforeApplicationShutdown();
    expect(loads.map(({ context }) => context.signal.aborted)).toEqual([true, true]);
    await Promise.all(reads);
  });

  it('counts a preview until its job has really ended, though its answer was given up', async () => {
    const reads = [load(), load()];
    await settle();
    clock.advance(3_000);
    await Promise.all(reads);
    await settle();
    await expect(load()).rejects.toMatchObject({ status: 429 });
    loads[0]?.answer();
    await settle();
    const next = load();
    await settle();
    expect(loads).toHaveLength(3);
    await expect(load()).rejects.toMatchObject({ status: 429, detail: expect.stringMatching(/^2 previews/) });
    loads[2]?.answer();
    await next;
  });

  it('forgets a preview of a source elsewhere that never answers', async () => {
    const reads = [load('remote'), load('remote')];
    await settle();
    await expect(load()).rejects.toMatchObject({ status: 429 });
    clock.advance(3_000);
    await Promise.all(reads);
    await settle();
    const next = load();
    await settle();
    expect(loads).toHaveLength(3);
    loads[2]?.answer();
    await next;
  });
});
