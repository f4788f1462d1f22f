import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { RetentionClock } from '../database/retention-clock.js';
import { PeriodicTask } from '../common/time/periodic-task.js';
import { msToUs } from '../common/time/timestamps.js';
import { DELETE_EXPIRED_EVENTS } from './storage/event-jobs.js';

/** Maximum number of events that one step deletes. A step takes a few milliseconds of the writer thread. */
const MAX_EVENTS = 1_000;

/** Deletes events that are older than `RETENTION`, without a change notification. */
@Injectable()
export class EventRetention extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly retentionClock: RetentionClock,
    clock: Clock,
  ) {
    super(clock);
  }

  protected override async execute(): Promise<void> {
    const beforeUs = msToUs((await this.retentionClock.now()) - this.settings.retentionMs);
    let done = false;
    while (!done && !this.isStopping) {
      ({ done } = await this.database.write(
        DELETE_EXPIRED_EVENTS,
        { beforeUs, maxEvents: MAX_EVENTS },
        { freesSpace: true },
      ));
    }
  }
}
