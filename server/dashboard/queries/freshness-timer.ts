import { Logger } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { ChangeBus } from '../../change-bus/change-bus.js';
import type { Clock } from '../../common/time/clock.js';
import type { LiveQuery } from './live-query.js';

/** Checks of all queries are at least this far apart, even if many results turn late one after the other. */
const MIN_CHECK_SPACING_MS = 100;

/** Timers do not notice that the clock was set or that the computer slept. So the timer checks again after this time. */
const MAX_WAIT_MS = 60_000;

/**
 * Publishes a change when data turns late or dead, because no new data does. It uses one timer for all live queries, set to
 * the first result that turns, and none while no query is live.
 */
export class FreshnessTimer {
  private readonly logger = new Logger(FreshnessTimer.name);
  private timer: Subscription | undefined;
  private timerAt = Infinity;
  private checkedAt = -Infinity;

  constructor(
    private readonly queries: () => Iterable<LiveQuery>,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
  ) {}

  /** A result turns late or dead at this time, in ms, unless newer data arrives before. */
  schedule(at: number): void {
    const now = this.clock.now();
    // If the timer's time has passed and it still waits, the clock was set forward. Then the timer is set again.
    if (at >= this.timerAt && now <= this.timerAt) return;
    this.timer?.unsubscribe();
    const due = Math.max(
      Math.min(at, this.timerAt),
      now < this.checkedAt ? now : this.checkedAt + MIN_CHECK_SPACING_MS,
    );
    this.timerAt = due;
    const wait = Math.min(Math.max(0, due - now), MAX_WAIT_MS);
    this.timer = this.clock.after(wait, () => {
      this.check();
    });
  }

  stop(): void {
    this.timer?.unsubscribe();
    this.timer = undefined;
    this.timerAt = Infinity;
  }

  /** New data may have postponed what was due. Then nothing is published, and the timer waits for the next time. */
  private check(): void {
    const now = this.clock.now();
    this.timer = undefined;
    this.timerAt = Infinity;
    this.checkedAt = now;
    const turned: string[] = [];
    let next = Infinity;
    for (const query of this.queries()) {
      if (query.updateFreshness(now)) turned.push(query.resultTopic);
      next = Math.min(next, query.nextTransitionAt);
    }
    if (next < Infinity) this.schedule(next);
    if (turned.length === 0) return;
    this.bus.publish(turned).catch((error: unknown) => {
      this.logger.error(error);
    });
  }
}
