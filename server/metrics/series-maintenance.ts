import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Telemetry } from '../common/telemetry.js';
import { msToUs, usToMs } from '../common/time/timestamps.js';
import { Settings } from '../config/settings.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { RetentionClock } from '../database/retention-clock.js';
import {
  DEACTIVATE_SERIES,
  END_SILENT_SERIES,
  FIND_SILENT_SERIES,
  READ_CUTOFFS,
  REMOVE_EMPTY_SERIES,
} from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';
import { PeriodicTask } from '../common/time/periodic-task.js';
import { METRIC_CATALOG_TOPIC, metricTopic } from './metric-topics.js';

/** A series ends after this many times its longest former silence. */
const SILENCE_FACTOR = 10;

/**
 * Maintains the series every minute. Series that were silent for too long end. Series without a point within RETENTION no
 * longer count toward MAX_SERIES. Series without any history left are deleted.
 */
@Injectable()
export class SeriesMaintenance extends PeriodicTask {
  private startedAt = Infinity;

  constructor(
    private readonly database: Database,
    private readonly catalog: MetricCatalog,
    private readonly notifications: NotificationQueue,
    private readonly settings: Settings,
    private readonly retentionClock: RetentionClock,
    telemetry: Telemetry,
    clock: Clock,
  ) {
    super(clock);
    telemetry.gauge('series', 'Series that count toward MAX_SERIES', () => this.catalog.activeSeries);
    telemetry.gauge('series_limit', 'MAX_SERIES', () => this.settings.maxSeries);
  }

  override onApplicationBootstrap(): void {
    this.startedAt = this.clock.now();
    super.onApplicationBootstrap();
    void this.run();
  }

  protected override async execute(): Promise<void> {
    const nowMs = await this.retentionClock.now();
    const activeSinceUs = msToUs(nowMs - this.settings.retentionMs);
    this.catalog.activeSeries = await this.database.write(DEACTIVATE_SERIES, { activeSinceUs }, { freesSpace: true });
    await this.removeEmptySeries();
    // Last, because this write fails if the disk is full.
    await this.endSilentSeries();
    if (this.catalog.clearLimit(this.clock.now())) await this.notifications.publish(METRIC_CATALOG_TOPIC);
  }

  private async endSilentSeries(): Promise<void> {
    const nowMs = this.clock.now();
    const silent = await this.database.read(FIND_SILENT_SERIES, { nowMs, startedAtMs: this.startedAt });
    const ended = silent.filter(({ key, tags, lastAtUs }) => {
      // The series may have longer intervals than the other series of its metric.
      const longest = this.catalog.inferredIntervals.longestSilenceMs(key, tags);
      return longest === undefined || nowMs - usToMs(lastAtUs) >= SILENCE_FACTOR * longest;
    });
    if (ended.length === 0) return;
    const keys = await this.database.write(END_SILENT_SERIES, ended);
    if (keys.length > 0) await this.notifications.publish(...keys.map(metricTopic));
  }

  private async removeEmptySeries(): Promise<void> {
    const { levelCutoffsUs } = await this.database.read(READ_CUTOFFS, undefined);
    const request = { cutoffUs: levelCutoffsUs.at(-1) as number };
    const { series, changed, removed } = await this.database.write(REMOVE_EMPTY_SERIES, request, {
      freesSpace: true,
    });
    if (series.length === 0) return;
    for (const { metric, tags } of series) this.catalog.inferredIntervals.removeSeries(metric, tags);
    this.catalog.update(changed);
    for (const key of removed) this.catalog.remove(key);
    const keys = [...removed, ...changed.map(({ key }) => key)];
    await this.notifications.publish(METRIC_CATALOG_TOPIC, ...keys.map(metricTopic));
  }
}
