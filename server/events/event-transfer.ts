import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { msToUs } from '../common/time/timestamps.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { allPages } from '../transfer/paged-export.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../transfer/transfer.js';
import { TransferRegistry } from '../transfer/transfer-registry.js';
import { EXPORT_EVENTS, IMPORT_EVENTS } from './storage/event-jobs.js';
import { EVENTS_TOPIC } from './event-topics.js';

/** Exports and imports events. */
@Injectable()
export class EventTransfer implements Transfer {
  readonly types = ['event'];
  readonly content = 'data';

  constructor(
    registry: TransferRegistry,
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
  ) {
    registry.register(this);
  }

  export(): AsyncIterable<Uint8Array> {
    return allPages(0, (after) => this.database.read(EXPORT_EVENTS, { after }, { lane: 'history' }));
  }

  async import(_type: string, lines: NdjsonLines): Promise<ImportCounts> {
    const imported = await this.database.write(IMPORT_EVENTS, { lines, nowUs: msToUs(this.clock.now()) });
    if (imported.stored > 0) await this.notifications.publish(EVENTS_TOPIC);
    return imported;
  }
}
