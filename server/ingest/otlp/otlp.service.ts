import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { msToUs } from '../../common/time/timestamps.js';
import { Database } from '../../database/database.js';
import { MetricWriter } from '../../metrics/metric-writer.js';
import { EventsService } from '../../events/events.service.js';
import type { PartialSuccess } from './otlp-responses.js';
import { HistogramCache } from './histogram-cache.js';
import { COUNT_SPANS, DECODE_LOGS, DECODE_METRICS } from './otlp-jobs.js';

/** Stores what OpenTelemetry exports: metrics as points, logs as events. Everything is decoded in another thread. */
@Injectable()
export class OtlpService {
  private readonly histograms = new HistogramCache();

  constructor(
    private readonly writer: MetricWriter,
    private readonly events: EventsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores the points of an `ExportMetricsServiceRequest` that can be stored.
   * @throws Problem 400, 413, 429; of the server's own 503, 507: nothing was stored.
   */
  async storeMetrics(body: Uint8Array, isJson: boolean): Promise<PartialSuccess> {
    const decoded = await this.writer.writeDecoded(DECODE_METRICS, { body, isJson }, 'otlp', (found) =>
      this.histograms.addRecentStatistics(found),
    );
    await this.histograms.remember(decoded.cumulative);
    return decoded;
  }

  /**
   * Stores the records of an `ExportLogsServiceRequest` that can be stored.
   * @throws Problem 400, 413; of the server's own 503, 507: nothing was stored.
   */
  async storeLogs(body: Uint8Array, isJson: boolean): Promise<PartialSuccess> {
    const nowUs = msToUs(this.clock.now());
    const decoded = await this.database.compute(DECODE_LOGS, { body, isJson, nowUs });
    await this.events.addAll(decoded.events);
    return decoded;
  }

  /**
   * Stores no traces, and says so: OpenTelemetry sends them along by itself, and an error would have it send them again.
   * @throws Problem 400, 503.
   */
  async rejectTraces(body: Uint8Array, isJson: boolean): Promise<PartialSuccess> {
    const rejected = await this.database.compute(COUNT_SPANS, { body, isJson });
    const reason =
      'Boardcast keeps metrics and logs, but no traces: set OTEL_TRACES_EXPORTER=none to stop sending them.';
    return { rejected, reason };
  }
}
