import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Database } from '../database/database.js';
import { SAVE_INFERRED_INTERVALS } from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';
import { PeriodicTask } from '../common/time/periodic-task.js';

/** How many intervals one step writes at most, so that it takes a few milliseconds of the writer thread. */
const MAX_INTERVALS_PER_STEP = 500;

/** Stores the inferred intervals every minute and at shutdown, so that they need not be inferred again after a restart. */
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
    let unsaved = this.catalog.inferredIntervals.takeUnsaved(MAX_INTERVALS_PER_STEP);
    while (unsaved.length > 0) {
      await this.database.write(SAVE_INFERRED_INTERVALS, unsaved);
      unsaved = this.catalog.inferredIntervals.takeUnsaved(MAX_INTERVALS_PER_STEP);
    }
  }
}
