import { beforeEach, describe, expect, it } from '@jest/globals';
import { defer, Subject } from 'rxjs';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock } from '../../../test/support/server/manual-clock.js';

describe('ActiveBoards', () => {
  let clock: ManualClock;
  let core: LiveCoreFixture;
  let source: TestSource;

  beforeEach(() => {
    clock = new ManualClock();
    core = new LiveCoreFixture(clock);
    source = new TestSource('store', () => numberFrame(1), true);
    core.features.addSource(source);
    core.boards.set(
      'board',
      boardWithQueries('board', [
        { source: 'store', of: 'a' },
        { source: 'store', of: 'b' },
      ]),
    );
  });

  it('subscribes to the changes of a source only while a board uses it, and again after they failed', () => {
    let changes = new Subject<string>();
    Object.defineProperty(source, 'changes$', { value: defer(() => changes) });
    expect(changes.observed).toBe(false);
    core.activeBoards.activate('board');
    expect(changes.observed).toBe(true);
    changes.next('topic:a');
    expect(core.bus.position.revision).toBe(1);
    const broken = changes;
    changes = new Subject();
    broken.error(new Error('gone'));
    clock.advance(5_000);
    expect(changes.observed).toBe(true);
    clock.advance(160_000);
    expect(changes.observed).toBe(false);
  });

  it('keeps no state and no timer once all boards are inactive', async () => {
    core.activeBoards.watch('board');
    await core.readSnapshot('board');
    clock.advance(600_000);
    expect(await core.metric('active_boards')).toBe(1);
    core.activeBoards.unwatch('board');
    clock.advance(160_000);
    expect(await core.metric('active_boards')).toBe(0);
    expect(await core.metric('live_queries')).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});
