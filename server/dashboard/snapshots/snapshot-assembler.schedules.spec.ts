import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subscription, VirtualTimeScheduler } from 'rxjs';
import { boardOf, LiveCoreFixture, numberFrame, TestSource } from '../../../test/support/server/live-core-fixture.js';
import type { TimeWindow } from '../../../wire/range.js';
import { Clock } from '../../common/time/clock.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const SCHEDULES = 10_000;

/** Each of these takes longer: there are more windows than are kept of one query. */
const WINDOW_SCHEDULES = 2_000;
const WINDOWS: readonly TimeWindow[] = Array.from({ length: 10 }, (_, index) => ({ from: index, to: index + 1 }));

/** Time stands still, but what waits for the next load's turn may have to wait for anything else. */
class ScheduledClock extends Clock {
  constructor(private readonly schedules: fc.Scheduler) {
    super(new VirtualTimeScheduler());
  }

  override now(): number {
    return 0;
  }

  override after(ms: number, work: () => void): Subscription {
    const subscription = new Subscription();
    // Nothing here takes long enough to be given up.
    if (ms >= 5_000) return subscription;
    void this.schedules.schedule(Promise.resolve(), 'timer').then(() => {
      if (!subscription.closed) work();
    });
    return subscription;
  }

  override every(): Subscription {
    return new Subscription();
  }
}

/** A store of one number, read some time after the load begins and answered some time after that. */
class Store {
  value = 0;
  /** The newest value whose writer has been answered. */
  acknowledged = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly core: LiveCoreFixture<ScheduledClock>,
  ) {
    core.features.addSource(new TestSource('store', () => this.load(), true));
    core.boards.set('board', boardOf('board', [{ source: 'store', of: 'it' }]));
  }

  async write(): Promise<void> {
    const value = ++this.value;
    await this.scheduler.schedule(Promise.resolve(), 'commit');
    await this.core.queue.publish('topic:it');
    this.acknowledged = Math.max(this.acknowledged, value);
  }

  async read(): Promise<void> {
    const { acknowledged } = this;
    expect(await this.core.value('board')).toBeGreaterThanOrEqual(acknowledged);
  }

  /** All windows at once: some are forgotten while others are loaded. */
  async readWindows(): Promise<void> {
    const { acknowledged } = this;
    const snapshots = await Promise.all(WINDOWS.map((window) => this.core.read('board', window)));
    for (const { panels } of snapshots) {
      expect(panels.p0?.frame?.fields[0]?.values[0]).toBeGreaterThanOrEqual(acknowledged);
    }
  }

  private async load(): Promise<ReturnType<typeof numberFrame>> {
    await this.scheduler.schedule(Promise.resolve(), 'read');
    const { value } = this;
    await this.scheduler.schedule(Promise.resolve(), 'answer');
    return numberFrame(value);
  }
}

interface Play {
  readonly schedules: number;
  readonly actors: number;
  readonly steps: number;
  readonly read: (store: Store) => Promise<void>;
}

/** Lets actors read and write in every order of events that a seed leads to, and reads when all are done. */
async function play({ schedules, actors, steps, read }: Play): Promise<void> {
  const script = fc.array(fc.constantFrom('read', 'write'), { minLength: 1, maxLength: steps });
  const scripts = fc.array(script, { minLength: 2, maxLength: actors });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), scripts, async (scheduler, given) => {
      const store = new Store(scheduler, new LiveCoreFixture(new ScheduledClock(scheduler)));
      const act = async (script: string[]): Promise<void> => {
        for (const step of script) {
          await scheduler.schedule(Promise.resolve(), step);
          await (step === 'read' ? read(store) : store.write());
        }
      };
      // Whoever is stuck makes this wait for ever, which the test's own time limit reports.
      await scheduler.waitFor(Promise.all(given.map(act)));
      await scheduler.waitFor(read(store));
    }),
    runs(schedules),
  );
}

describe('SnapshotCache in any order of events', () => {
  it(`never serves less than what was acknowledged before the read, and answers every request (${SCHEDULES} schedules)`, () =>
    play({ schedules: SCHEDULES, actors: 4, steps: 4, read: (store) => store.read() }));

  it(`does the same for more fixed windows than it keeps (${WINDOW_SCHEDULES} schedules)`, () =>
    play({ schedules: WINDOW_SCHEDULES, actors: 3, steps: 2, read: (store) => store.readWindows() }));
});
