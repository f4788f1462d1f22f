import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../database/database.js';
import { SAVE_INFERRED_INTERVALS } from '../metric-jobs.js';
import { MetricCatalog } from '../metric-catalog.js';
import { PeriodicTask } from '../../common/time/periodic-task.js';

/** What one step writes at most: a few milliseconds of the writing thread. */
const MAX_INTERVALS_PER_STEP = 500;

/** Keeps what was learnt of arrivals, every minute and at the stop, so that a restart need not learn it anew. */
@Injectable()
export class InferredIntervalWriter extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly catalog: MetricCatalog,
    clock: Clock,
  ) {
    super(clock);
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await this.run();
    await super.beforeApplicationShutdown();
  }

  protected override async execute(): Promise<void> {
    let learnt = this.catalog.inferredIntervals.takeUnsaved(MAX_INTERVALS_PER_STEP);
    while (learnt.length > 0) {
      await this.database.write(SAVE_INFERRED_INTERVALS, learnt);
      learnt = this.catalog.inferredIntervals.takeUnsaved(MAX_INTERVALS_PER_STEP);
    }
  }
}
