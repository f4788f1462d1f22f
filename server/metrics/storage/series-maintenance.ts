import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { msToUs, usToMs } from '../../common/time/timestamps.js';
import { Settings } from '../../config/settings.js';
import { NotificationQueue } from '../../dashboard/notifications/notification-queue.js';
import { Database } from '../../database/database.js';
import { RetentionClock } from '../../database/retention-clock.js';
import {
  DEACTIVATE_SERIES,
  END_SILENT_SERIES,
  FIND_SILENT_SERIES,
  READ_CUTOFFS,
  REMOVE_FORGOTTEN_SERIES,
} from '../metric-jobs.js';
import { MetricCatalog } from '../metric-catalog.js';
import { PeriodicTask } from '../../common/time/periodic-task.js';
import { METRIC_CATALOG_TOPIC, metricTopic } from '../metric-topics.js';

/** A series that came this often is silent only after so many times the longest that it was silent before. */
const PERIODS = 10;

/**
 * Looks after the series every minute: those that stayed silent for too long have ended, those without a point within
 * RETENTION no longer count towards MAX_SERIES, and those of which no history is left are deleted.
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
    telemetry.gauge('series', 'Series that count towards MAX_SERIES', () => this.catalog.activeSeries);
    telemetry.gauge('series_limit', 'MAX_SERIES', () => this.settings.maxSeries);
  }

  override onApplicationBootstrap(): void {
    this.startedAt = this.clock.now();
    super.onApplicationBootstrap();
    void this.run();
  }

  protected override async execute(): Promise<void> {
    const trusted = await this.retentionClock.now();
    const activeSince = msToUs(trusted - this.settings.retentionMs);
    this.catalog.activeSeries = await this.database.write(DEACTIVATE_SERIES, { activeSince }, { freesSpace: true });
    await this.removeForgotten();
    // Last, for a full disk does not take it.
    await this.endSilent();
    if (this.catalog.clearLimit(this.clock.now())) await this.notifications.publish(METRIC_CATALOG_TOPIC);
  }

  private async endSilent(): Promise<void> {
    const now = this.clock.now();
    const silent = await this.database.read(FIND_SILENT_SERIES, { now, startedAt: this.startedAt });
    const ended = silent.filter(({ key, tags, lastAt }) => {
      // It may come at longer intervals than the other series of its metric.
      const longest = this.catalog.inferredIntervals.longestSilenceMs(key, tags);
      return longest === undefined || now - usToMs(lastAt) >= PERIODS * longest;
    });
    if (ended.length === 0) return;
    const keys = await this.database.write(END_SILENT_SERIES, ended);
    if (keys.length > 0) await this.notifications.publish(...keys.map(metricTopic));
  }

  private async removeForgotten(): Promise<void> {
    const { levels } = await this.database.read(READ_CUTOFFS, undefined);
    const request = { keptSince: levels.at(-1) as number };
    const { series, changed, removed } = await this.database.write(REMOVE_FORGOTTEN_SERIES, request, {
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
