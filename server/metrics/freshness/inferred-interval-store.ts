import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../database/database.js';
import { KEEP_CADENCES } from '../metric-jobs.js';
import { MetricCatalog } from '../metric-catalog.js';
import { PeriodicTask } from '../../common/time/periodic-task.js';

/** What one step writes at most: a few milliseconds of the writing thread. */
const MAX_CADENCES = 500;

/** Keeps what was learnt of arrivals, every minute and at the stop, so that a restart need not learn it anew. */
@Injectable()
export class CadenceKeeper extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly catalogue: MetricCatalog,
    clock: Clock,
  ) {
    super(clock);
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await this.run();
    await super.beforeApplicationShutdown();
  }

  protected override async execute(): Promise<void> {
    let learnt = this.catalogue.cadences.takeUnkept(MAX_CADENCES);
    while (learnt.length > 0) {
      await this.database.write(KEEP_CADENCES, learnt);
      learnt = this.catalogue.cadences.takeUnkept(MAX_CADENCES);
    }
  }
}
