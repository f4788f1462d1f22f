import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { msToUs } from '../common/time/timestamps.js';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { RetentionClock } from '../database/retention-clock.js';
import { PeriodicTask } from '../common/time/periodic-task.js';
import { DELETE_EXPIRED_RUNS } from './storage/status-jobs.js';

/** Limits of one step, which takes a few milliseconds of the writer thread. */
const STEP = { maxRuns: 1_000, maxKeys: 500 } as const;

/** Deletes the history of statuses that is older than `STATUS_RETENTION`, without a change notification. */
@Injectable()
export class StatusRetention extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly retentionClock: RetentionClock,
    clock: Clock,
  ) {
    super(clock);
  }

  protected override async execute(): Promise<void> {
    const beforeUs = msToUs((await this.retentionClock.now()) - this.settings.statusRetentionMs);
    let after: string | undefined = '';
    while (after !== undefined && !this.isStopping) {
      ({ after } = await this.database.write(DELETE_EXPIRED_RUNS, { beforeUs, after, ...STEP }, { freesSpace: true }));
    }
  }
}
