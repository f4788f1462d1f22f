import { Injectable } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import { MetricsService, PartlyStoredProblem } from '../../metrics/metrics.service.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import type { DecodedLines } from './decoding/line-protocol.worker.js';
import { DECODE_LINES } from './decoding/influx-jobs.js';
import { parsePrecision } from './decoding/precision.js';

/** Decodes and stores line protocol. */
@Injectable()
export class InfluxWriter {
  constructor(private readonly writer: MetricsService) {}

  /**
   * Stores all valid lines of a body. Reports invalid lines as InfluxDB does, so that clients do not send the whole body again.
   *
   * @param precision unit of the times in the names of version 1 or 2; `ns` by default
   * @throws Problem 400 with the first invalid line; 413; 422 if there would be too many series and only the points of existing
   * series were stored; 429, 503, 507
   */
  async write(body: Uint8Array | undefined, precision: unknown): Promise<void> {
    const unit = typeof precision === 'string' || precision === undefined ? parsePrecision(precision) : undefined;
    if (unit === undefined) {
      throw new Problem(400, 'precision must be exactly one of n, ns, u, us, ms, s, m, h.');
    }
    let decoded: DecodedLines | undefined;
    try {
      await this.writer.writeDecoded(DECODE_LINES, { body: body ?? EMPTY_BODY, precision: unit }, 'influx', (found) => {
        decoded = found;
        return found;
      });
    } catch (error) {
      // The response of InfluxDB. After 429, Telegraf would retry the same batch forever and hold up all other data.
      if (error instanceof PartlyStoredProblem) throw new Problem(422, `partial write: ${error.detail}`);
      throw error;
    }
    if (decoded) throwIfInvalidLines(decoded);
  }
}

/** https://github.com/influxdata/influxdb/blob/1.8/tsdb/store.go, PartialWriteError. */
function throwIfInvalidLines({ count: stored, invalidLines: { count, first } }: DecodedLines): void {
  if (first === undefined) return;
  if (stored === 0) throw new Problem(400, `${first}. Nothing was stored.`);
  throw new Problem(400, `partial write: ${first} dropped=${count}`);
}
