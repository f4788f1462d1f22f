import { Logger } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Clock } from '../../common/time/clock.js';
import type { ChangeBus } from '../../change-bus/change-bus.js';
import type { TrackedQuery } from './live-query.js';

/** Minimum time between two checks of all queries, in ms, however many of them become late in a row. */
const SPACING_MS = 100;

/** The clock may be set, and computers sleep, which timers know nothing of; who wakes too early looks again. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Becoming late or dead is a change: clients are notified once, at that time, although no data came. There is one timer, for
 * the first result that becomes late or dead. It runs only while queries are watched.
 */
export class FreshnessWatch {
  private readonly logger = new Logger(FreshnessWatch.name);
  private timer: Subscription | undefined;
  private timerAt = Infinity;
  private lookedAt = -Infinity;

  constructor(
    private readonly queries: () => Iterable<TrackedQuery>,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
  ) {}

  /** Something turns late or dead at this time, in ms, unless news comes before. */
  expect(at: number): void {
    const now = this.clock.now();
    // A time that has passed while the timer still waits is one of before the clock was set forth.
    if (at >= this.timerAt && now <= this.timerAt) return;
    this.timer?.unsubscribe();
    const due = Math.max(Math.min(at, this.timerAt), now < this.lookedAt ? now : this.lookedAt + SPACING_MS);
    this.timerAt = due;
    const wait = Math.min(Math.max(0, due - now), LONGEST_WAIT_MS);
    this.timer = this.clock.after(wait, () => {
      this.look();
    });
  }

  stop(): void {
    this.timer?.unsubscribe();
    this.timer = undefined;
    this.timerAt = Infinity;
  }

  /** News only postpones what is due: then nothing is told, and the timer waits on. */
  private look(): void {
    const now = this.clock.now();
    this.timer = undefined;
    this.timerAt = Infinity;
    this.lookedAt = now;
    const turned: string[] = [];
    let next = Infinity;
    for (const tracked of this.queries()) {
      if (tracked.age(now)) turned.push(tracked.arrivalTopic);
      next = Math.min(next, tracked.agesAt);
    }
    if (next < Infinity) this.expect(next);
    if (turned.length === 0) return;
    this.bus.publish(turned).catch((error: unknown) => {
      this.logger.error(error);
    });
  }
}
