import { describe, expect, it } from '@jest/globals';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';

describe('QueryLoader', () => {
  it('does not call the source for a load that was waiting when the query was released', async () => {
    const core = new LiveCoreFixture(new ManualClock());
    let calls = 0;
    core.features.addSource(new TestSource('store', () => numberFrame(++calls)));
    const liveQuery = core.index.acquire('board', { source: 'store' });
    const loader = liveQuery.loader('1h');
    await loader.read();
    liveQuery.invalidate(1);
    const waiting = loader.read();
    await settle();
    core.index.release('board', liveQuery);
    core.clock.advance(50);
    expect((await waiting).result).toEqual({ error: 'the result is no longer needed' });
    expect(calls).toBe(1);
  });
});
