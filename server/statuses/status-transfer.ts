import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { msToUs } from '../common/time/timestamps.js';
import { Settings } from '../config/settings.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { allPages } from '../transfer/paged-export.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../transfer/transfer.js';
import { TransferRegistry } from '../transfer/transfer-registry.js';
import { EXPORT_STATUSES, IMPORT_STATUSES } from './storage/status-jobs.js';
import { STATUSES_TOPIC, statusTopic } from './status-topics.js';

/** Exports and imports statuses with their history. */
@Injectable()
export class StatusTransfer implements Transfer {
  readonly types = ['status'];
  readonly content = 'data';

  constructor(
    registry: TransferRegistry,
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    registry.register(this);
  }

  export(): AsyncIterable<Uint8Array> {
    return allPages('', (after) => this.database.read(EXPORT_STATUSES, { after }, { lane: 'history' }));
  }

  async import(_type: string, lines: NdjsonLines): Promise<ImportCounts> {
    const { imported, keys } = await this.database.write(IMPORT_STATUSES, {
      lines,
      nowUs: msToUs(this.clock.now()),
      maxKeys: this.settings.maxSeries,
    });
    if (keys.length > 0) await this.notifications.publish(...keys.map(statusTopic), STATUSES_TOPIC);
    return imported;
  }
}
