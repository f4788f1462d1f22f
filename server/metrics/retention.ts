import { Injectable } from '@nestjs/common';
import { Clock } from '../base/clock.js';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { SWEEP, SWEEP_DELETED } from './jobs.js';
import { Sweeper } from './sweeper.js';
import { microsOf } from '../base/time.js';

/** What one step does at most: a few milliseconds of the writing thread. */
const STEP = { maxPoints: 2_000, maxSeries: 500 } as const;

/** Deletes points that are older than RETENTION, in small steps between the writes. No viewer is told: it is no change. */
@Injectable()
export class Retention extends Sweeper {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    clock: Clock,
  ) {
    super(clock);
  }

  protected override async sweepAll(): Promise<void> {
    await this.sweepSeries();
    await this.sweepDeleted();
  }

  private async sweepSeries(): Promise<void> {
    const before = microsOf(this.clock.now() - this.settings.retentionMs);
    let after: number | undefined = 0;
    while (after !== undefined && !this.isStopping) {
      ({ after } = await this.database.write(SWEEP, { before, after, ...STEP }));
    }
  }

  private async sweepDeleted(): Promise<void> {
    let done = false;
    while (!done && !this.isStopping) {
      ({ done } = await this.database.write(SWEEP_DELETED, STEP));
    }
  }
}
