import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { msToUs } from '../common/time/timestamps.js';
import { allPages } from '../transfer/paged-export.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../transfer/transfer.js';
import { TransferRegistry } from '../transfer/transfer-registry.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import {
  DECODE_POINTS,
  EXPORT_HISTORY,
  EXPORT_METRICS,
  IMPORT_ENDS,
  IMPORT_CUTOFFS,
  IMPORT_METRICS,
  IMPORT_ROLLUPS,
  READ_METRICS,
  READ_ROLLUPS,
} from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';
import { MetricsService } from './metrics.service.js';
import { METRIC_CATALOG_TOPIC, metricTopic } from './metric-topics.js';
import type { HistoryCursor } from './transfer/export-metrics.worker.js';

/**
 * Exports and imports metrics with their history: points for as long as they are kept, and rollups for the time before. They
 * are imported in the order of the export.
 */
@Injectable()
export class MetricTransfer implements Transfer {
  readonly types = ['kept', 'metric', 'points', 'rollups', 'seriesEnd'];
  readonly content = 'data';

  constructor(
    registry: TransferRegistry,
    private readonly database: Database,
    private readonly writer: MetricsService,
    private readonly catalog: MetricCatalog,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
  ) {
    registry.register(this);
  }

  async *export(): AsyncIterable<Uint8Array> {
    yield await this.database.read(EXPORT_METRICS, undefined);
    yield* allPages({ series: 0, level: -1, fromUs: 0 }, (cursor: HistoryCursor) =>
      this.database.read(EXPORT_HISTORY, cursor, { lane: 'history' }),
    );
  }

  async import(type: string, lines: NdjsonLines): Promise<ImportCounts> {
    switch (type) {
      case 'kept':
        return this.database.write(IMPORT_CUTOFFS, { lines, nowUs: this.nowUs() });
      case 'metric':
        return this.metrics(lines);
      case 'rollups':
        return this.rollups(lines);
      case 'seriesEnd':
        return this.ends(lines);
      default:
        return this.points(lines);
    }
  }

  private async metrics(lines: NdjsonLines): Promise<ImportCounts> {
    const { imported, keys } = await this.database.write(IMPORT_METRICS, lines);
    if (keys.length > 0) {
      this.catalog.update(await this.database.read(READ_METRICS, undefined));
      await this.notifications.publish(METRIC_CATALOG_TOPIC, ...keys.map(metricTopic));
    }
    return imported;
  }

  private async ends(lines: NdjsonLines): Promise<ImportCounts> {
    const { imported, keys } = await this.database.write(IMPORT_ENDS, { lines, nowUs: this.nowUs() });
    if (keys.length > 0) await this.notifications.publish(...new Set(keys.map(metricTopic)));
    return imported;
  }

  private async points({ bytes, first }: NdjsonLines): Promise<ImportCounts> {
    const { count } = await this.writer.writeDecoded(DECODE_POINTS, { body: bytes, first }, 'import');
    return { stored: count, kept: 0 };
  }

  private async rollups(lines: NdjsonLines): Promise<ImportCounts> {
    const checked = await this.database.compute(READ_ROLLUPS, { lines, nowUs: this.nowUs() }, [lines.bytes.buffer]);
    const imported = await this.database.write(IMPORT_ROLLUPS, checked);
    if (imported.stored > 0) {
      await this.notifications.publish(...new Set(checked.map(({ key }) => metricTopic(key))));
    }
    return imported;
  }

  private nowUs(): number {
    return msToUs(this.clock.now());
  }
}
