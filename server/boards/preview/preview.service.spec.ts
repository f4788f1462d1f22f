import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import type { LoadContext, LoadedFrame } from '../../dashboard/contracts/source.js';
import { PreviewService } from './preview.service.js';

interface Load {
  readonly context: LoadContext;
  respond(): void;
}

describe('PreviewService', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  let service: PreviewService;
  let loads: Load[];

  beforeEach(() => {
    clock = new ManualClock();
    core = new LiveCoreFixture(clock);
    const settings = testSettings({ maxPreviews: 2, queryTimeoutMs: 3_000 });
    service = new PreviewService(core.features, core.bus, clock, settings, core.telemetry);
    loads = [];
    const pendingLoad = (_: unknown, context: LoadContext): Promise<LoadedFrame> =>
      new Promise((resolve) => {
        loads.push({
          context,
          respond: () => {
            resolve(numberFrame(1));
          },
        });
      });
    core.features.addSource(new TestSource('local', pendingLoad, true));
    core.features.addSource(new TestSource('remote', pendingLoad));
  });

  const load = (source = 'local', signal = new AbortController().signal): Promise<string> =>
    service.load({ query: { source } }, signal);

  it('aborts the source after the query timeout, and returns an error', async () => {
    const reading = load();
    await settle();
    expect(loads[0]?.context).toMatchObject({ preview: true, signal: { aborted: false } });
    clock.advance(2_999);
    expect(loads[0]?.context.signal.aborted).toBe(false);
    clock.advance(1);
    expect(loads[0]?.context.signal.aborted).toBe(true);
    expect(JSON.parse(await reading)).toMatchObject({ error: { message: "'local' did not answer within 3 s" } });
  });

  it('aborts the source when the client disconnects, and when the server stops', async () => {
    const closed = new AbortController();
    const reads = [load('local', closed.signal), load()];
    await settle();
    closed.abort();
    expect(loads.map(({ context }) => context.signal.aborted)).toEqual([true, false]);
    service.beforeApplicationShutdown();
    expect(loads.map(({ context }) => context.signal.aborted)).toEqual([true, true]);
    await Promise.all(reads);
  });

  it('counts a preview until its load has ended, even after a timeout', async () => {
    const reads = [load(), load()];
    await settle();
    clock.advance(3_000);
    await Promise.all(reads);
    await settle();
    await expect(load()).rejects.toMatchObject({ status: 429 });
    loads[0]?.respond();
    await settle();
    const next = load();
    await settle();
    expect(loads).toHaveLength(3);
    await expect(load()).rejects.toMatchObject({ status: 429, detail: expect.stringMatching(/^2 previews/) });
    loads[2]?.respond();
    await next;
  });

  it('stops counting a preview of a remote source that never responds', async () => {
    const reads = [load('remote'), load('remote')];
    await settle();
    await expect(load()).rejects.toMatchObject({ status: 429 });
    clock.advance(3_000);
    await Promise.all(reads);
    await settle();
    const next = load();
    await settle();
    expect(loads).toHaveLength(3);
    loads[2]?.respond();
    await next;
  });
});
