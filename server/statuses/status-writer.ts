import { Injectable } from '@nestjs/common';
import type { StatusInput } from './status-report.js';
import { StatusesService } from './statuses.service.js';

/**
 * Reports statuses from code, with the same rules as `POST /api/v1/statuses/{key}`.
 *
 * @example
 * ```ts
 * await this.statuses.write({ key: 'backup.nightly', state: 'ok', expectEvery: '1d' });
 * ```
 */
@Injectable()
export class StatusWriter {
  constructor(private readonly statuses: StatusesService) {}

  /**
   * Stores a report, or up to 10,000 of them: either all are stored or none. Resolves when they are durably stored and the
   * change is published. A report that is older than the last one of its key does not change the state.
   *
   * @throws Problem 422 whose `errors` name everything that is wrong, with paths like `state`, or `[3].state` in a list; 413 if
   *   there are too many; 429 if there would be more than `MAX_SERIES` statuses; 503 or 507 if the server cannot store them
   */
  async write(reports: StatusInput | readonly StatusInput[]): Promise<void> {
    await this.statuses.reportInputs(reports);
  }

  /**
   * Deletes a status with its history. The next report creates it again.
   * @throws Problem 404 if it does not exist, 422 if the key is invalid
   */
  async remove(key: string): Promise<void> {
    await this.statuses.remove(key);
  }
}
