import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subscription, VirtualTimeScheduler } from 'rxjs';
import { LiveCoreFixture } from '../../../test/support/dashboard/live-core-fixture.js';
import { boardWithQueries } from '../../../test/support/dashboard/board-with-queries.js';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import type { TimeWindow } from '../../../wire/range.js';
import { Clock } from '../../common/time/clock.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const SCHEDULES = 10_000;

/** These take longer, because they read more fixed time ranges than the server caches for one query. */
const WINDOW_SCHEDULES = 2_000;
const WINDOWS: readonly TimeWindow[] = Array.from({ length: 10 }, (_, index) => ({ from: index, to: index + 1 }));

/** Only a stuck read takes this long: 10,000 schedules take half a minute, and several on a busy machine. */
const LIMIT_MS = 10 * 60_000;

/** The time does not advance. The scheduler decides when the work of a timer runs. */
class ScheduledClock extends Clock {
  constructor(private readonly schedules: fc.Scheduler) {
    super(new VirtualTimeScheduler());
  }

  override now(): number {
    return 0;
  }

  override after(ms: number, work: () => void): Subscription {
    const subscription = new Subscription();
    // Timeouts never expire here.
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

/** A source with one number. A load reads it at a scheduled time and returns it at a later one. */
class NumberSource {
  value = 0;
  /** The newest value whose write was acknowledged. */
  acknowledged = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly core: LiveCoreFixture<ScheduledClock>,
  ) {
    core.features.addSource(new TestSource('store', () => this.load(), true));
    core.boards.set('board', boardWithQueries('board', [{ source: 'store', of: 'it' }]));
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

  /** Reads all fixed time ranges at once, so that some are dropped while others are loaded. */
  async readWindows(): Promise<void> {
    const { acknowledged } = this;
    const snapshots = await Promise.all(WINDOWS.map((window) => this.core.readSnapshot('board', window)));
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

interface Scenario {
  readonly schedules: number;
  readonly actors: number;
  readonly steps: number;
  readonly read: (source: NumberSource) => Promise<void>;
}

/** Lets actors read and write in many random orders of events, and reads once all are done. */
async function runSchedules({ schedules, actors, steps, read }: Scenario): Promise<void> {
  const script = fc.array(fc.constantFrom('read', 'write'), { minLength: 1, maxLength: steps });
  const scripts = fc.array(script, { minLength: 2, maxLength: actors });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), scripts, async (scheduler, given) => {
      const source = new NumberSource(scheduler, new LiveCoreFixture(new ScheduledClock(scheduler)));
      const runActor = async (script: string[]): Promise<void> => {
        for (const step of script) {
          await scheduler.schedule(Promise.resolve(), step);
          await (step === 'read' ? read(source) : source.write());
        }
      };
      // If an actor is stuck, this waits until the time limit of the test reports it.
      await scheduler.waitFor(Promise.all(given.map(runActor)));
      await scheduler.waitFor(read(source));
    }),
    runs(schedules),
  );
}

describe('SnapshotCache in any order of events', () => {
  it(
    `never serves less than what was acknowledged before the read, and answers every request (${SCHEDULES} schedules)`,
    () => runSchedules({ schedules: SCHEDULES, actors: 4, steps: 4, read: (source) => source.read() }),
    LIMIT_MS,
  );

  it(
    `does the same for more fixed time ranges than it keeps (${WINDOW_SCHEDULES} schedules)`,
    () => runSchedules({ schedules: WINDOW_SCHEDULES, actors: 3, steps: 2, read: (source) => source.readWindows() }),
    LIMIT_MS,
  );
});
