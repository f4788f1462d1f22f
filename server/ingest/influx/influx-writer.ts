import { Injectable } from '@nestjs/common';
import { Problem } from '../../base/problem.js';
import { MetricWriter, PartlyStored } from '../../metrics/metric-writer.js';
import { NOTHING } from '../nothing.js';
import { DECODE_LINES } from './jobs.js';
import { precisionOf } from './precision.js';

/** Stores line protocol. */
@Injectable()
export class InfluxWriter {
  constructor(private readonly writer: MetricWriter) {}

  /**
   * Stores all lines of a body, or none; where there would be too many series, those of known ones.
   * @param precision of its times, as v1 or v2 name it; ns without one.
   * @throws Problem 400 that names the line, 413, 422 if only some were stored, 429, 503, 507.
   */
  async write(body: Uint8Array | undefined, precision: unknown): Promise<void> {
    const unit = typeof precision === 'string' || precision === undefined ? precisionOf(precision) : undefined;
    if (unit === undefined) {
      throw new Problem(400, 'precision must be one of n, ns, u, us, ms, s, m, h, and only one.');
    }
    try {
      await this.writer.writeDecoded(DECODE_LINES, { body: body ?? NOTHING, precision: unit }, 'influx');
    } catch (error) {
      // As InfluxDB says it: Telegraf would send the same again and again after 429, and everything else would wait.
      if (error instanceof PartlyStored) throw new Problem(422, `partial write: ${error.detail}`);
      throw error;
    }
  }
}
