import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { msToUs } from '../../common/time/timestamps.js';
import { Database } from '../../database/database.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { EventsService } from '../../events/events.service.js';
import type { PartialSuccess } from './otlp-responses.js';
import { HistogramCache } from './conversion/histogram-cache.js';
import { COUNT_SPANS, DECODE_LOGS, DECODE_METRICS } from './conversion/otlp-jobs.js';

/** Stores OpenTelemetry metrics as points and logs as events. They are decoded in another thread. */
@Injectable()
export class OtlpService {
  private readonly histograms = new HistogramCache();

  constructor(
    private readonly writer: MetricsService,
    private readonly events: EventsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores the valid points of an `ExportMetricsServiceRequest`.
   * @throws Problem 400, 413 or 429; 503 or 507 if the server cannot store them. Nothing was stored then.
   */
  async storeMetrics(body: Uint8Array, isJson: boolean): Promise<PartialSuccess> {
    const decoded = await this.writer.writeDecoded(DECODE_METRICS, { body, isJson }, 'otlp', (found) =>
      this.histograms.addRecentStatistics(found),
    );
    await this.histograms.remember(decoded.cumulative);
    return decoded;
  }

  /**
   * Stores the valid records of an `ExportLogsServiceRequest`.
   * @throws Problem 400 or 413; 503 or 507 if the server cannot store them. Nothing was stored then.
   */
  async storeLogs(body: Uint8Array, isJson: boolean): Promise<PartialSuccess> {
    const nowUs = msToUs(this.clock.now());
    const decoded = await this.database.compute(DECODE_LOGS, { body, isJson, nowUs });
    await this.events.addAll(decoded.events);
    return decoded;
  }

  /**
   * Counts all spans as rejected. SDKs send traces by default, and would send them again after an error.
   * @throws Problem 400 or 503
   */
  async rejectTraces(body: Uint8Array, isJson: boolean): Promise<PartialSuccess> {
    const rejected = await this.database.compute(COUNT_SPANS, { body, isJson });
    const reason =
      'Boardcast stores metrics and logs, but no traces. Set OTEL_TRACES_EXPORTER=none to stop sending them.';
    return { rejected, reason };
  }
}
