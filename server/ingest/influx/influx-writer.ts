import { Injectable } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import { MetricWriter, PartlyStored } from '../../metrics/metric-writer.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import type { DecodedLines } from './line-protocol.worker.js';
import { DECODE_LINES } from './influx-jobs.js';
import { parsePrecision } from './precision.js';

/** Stores line protocol. */
@Injectable()
export class InfluxWriter {
  constructor(private readonly writer: MetricWriter) {}

  /**
   * Stores all lines of a body that can be stored. Of what cannot, it speaks as InfluxDB does, whose clients then know that
   * sending all of it again would be in vain.
   *
   * @param precision of its times, as v1 or v2 name it; ns without one.
   * @throws Problem 400 that names the first line that is wrong, 413, 422 where there would be too many series and only those
   * that there are took their points, 429, 503, 507.
   */
  async write(body: Uint8Array | undefined, precision: unknown): Promise<void> {
    const unit = typeof precision === 'string' || precision === undefined ? parsePrecision(precision) : undefined;
    if (unit === undefined) {
      throw new Problem(400, 'precision must be one of n, ns, u, us, ms, s, m, h, and only one.');
    }
    let decoded: DecodedLines | undefined;
    try {
      await this.writer.writeDecoded(DECODE_LINES, { body: body ?? EMPTY_BODY, precision: unit }, 'influx', (found) => {
        decoded = found;
        return found;
      });
    } catch (error) {
      // As InfluxDB says it: Telegraf would send the same again and again after 429, and everything else would wait.
      if (error instanceof PartlyStored) throw new Problem(422, `partial write: ${error.detail}`);
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
