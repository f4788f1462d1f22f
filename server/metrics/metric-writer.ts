import { Injectable } from '@nestjs/common';
import type { PointInput } from './input/point-input.js';
import { MetricsService } from './metrics.service.js';

/**
 * Writes points of metrics from code, with the same rules as `POST /api/v1/metrics`.
 *
 * @example
 * ```ts
 * await this.metrics.write({ key: 'shop.orders', value: 42, tags: { region: 'eu' } });
 * ```
 */
@Injectable()
export class MetricWriter {
  constructor(private readonly metrics: MetricsService) {}

  /**
   * Stores a point, or up to 10,000 of them: either all are stored or none. Resolves when they are durably stored and the change
   * is published.
   *
   * @throws Problem 422 whose `errors` name everything that is wrong, with paths like `value`, or `[3].value` in a list; 413 if
   *   there are too many; 429 if there would be more series than `MAX_SERIES` allows; 503 or 507 if the server cannot store them
   */
  async write(points: PointInput | readonly PointInput[]): Promise<void> {
    await this.metrics.writeInputs(points);
  }

  /**
   * Deletes a metric with all its series and points. The next point creates it again.
   * @throws Problem 404 if it does not exist, 422 if the key is invalid
   */
  async remove(key: string): Promise<void> {
    await this.metrics.remove(key);
  }
}
