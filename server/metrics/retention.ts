import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../base/clock.js';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { SWEEP, SWEEP_DELETED } from './jobs.js';
import { microsOf } from './time.js';

const EVERY_MS = 60_000;

/** What one step does at most: a few milliseconds of the writing thread. */
const STEP = { maxPoints: 2_000, maxSeries: 500 } as const;

/** Deletes points that are older than RETENTION, in small steps between the writes. No viewer is told: it is no change. */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Retention.name);
  private timer: Subscription | undefined;
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = this.clock.every(EVERY_MS, () => void this.sweep());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.timer?.unsubscribe();
    await this.running;
  }

  /** One sweep over everything; joins one that is under way. */
  sweep(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      await this.sweepSeries();
      await this.sweepDeleted();
    } catch (error) {
      this.logger.warn(
        `Old points stay until the next turn: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private async sweepSeries(): Promise<void> {
    const before = microsOf(this.clock.now() - this.settings.retentionMs);
    let after: number | undefined = 0;
    while (after !== undefined && !this.stopped) {
      ({ after } = await this.database.write(SWEEP, { before, after, ...STEP }));
    }
  }

  private async sweepDeleted(): Promise<void> {
    let done = false;
    while (!done && !this.stopped) {
      ({ done } = await this.database.write(SWEEP_DELETED, STEP));
    }
  }
}
