import { Injectable } from '@nestjs/common';
import { jobModule } from '../../database/job.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { RecordBatchService } from '../records/record-batch.service.js';
import type { ConditionalEvent } from '../records/record-batch.worker.js';
import type { KeyedReport } from '../../statuses/status-report.js';
import type { DecodedCollectd, jobs } from './decoding/decode-collectd.worker.js';

const DECODE = jobModule<typeof jobs>('./decoding/decode-collectd.worker.js', import.meta.url)('decode');

/** What was stored of a body. */
export interface StoredCollectd {
  readonly reports: readonly KeyedReport[];
  readonly events: readonly ConditionalEvent[];
  readonly samples: readonly { readonly key: string; readonly value: number }[];
  /** Why some of it was not stored. */
  readonly ignored?: string;
}

/** Stores the JSON of collectd's plugin write_http. */
@Injectable()
export class CollectdService {
  constructor(
    private readonly metrics: MetricsService,
    private readonly records: RecordBatchService,
  ) {}

  /** @throws Problem 400, 413, 422 or 429; 503 or 507 if the server cannot store it */
  async store(body: Uint8Array): Promise<StoredCollectd> {
    let samples: StoredCollectd['samples'] = [];
    let stored: readonly boolean[] = [];
    const decoded = await this.metrics.writeDecoded(DECODE, { body }, 'collectd', async (found) => {
      // Read before the columns are transferred to the writer.
      samples = samplesOf(found);
      // Stored first, so that no notification is lost when there are too many series. A retry replaces what was stored.
      stored = await this.records.store(found);
      return found;
    });
    const { reports, events, rejected, reason } = decoded;
    return {
      reports,
      samples,
      events: events.filter((_, index) => stored[index] === true),
      ...(rejected > 0 && {
        ignored: `${rejected} could not be stored; reason for the first: ${reason ?? 'unknown'}.`,
      }),
    };
  }
}

function samplesOf({ columns: { metrics, series, rows } }: DecodedCollectd): StoredCollectd['samples'] {
  return Array.from(rows.series, (index, row) => ({
    key: metrics.keys[series.metric[index] as number] as string,
    value: rows.value[row] as number,
  }));
}
