import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { validationProblem } from '../common/validation/validate.js';
import { Settings } from '../config/settings.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { msToUs } from '../common/time/timestamps.js';
import { LIST_TABLES, PARSE_TABLE, PUT_TABLE, REMOVE_TABLE, SHOW_TABLE } from './table-jobs.js';
import { RecordTelemetry } from '../common/record-telemetry.js';
import { validateKey } from '../common/validation/validate-key.js';
import { tableTopic } from './table-topics.js';
import type { EncodedTable } from './tables.worker.js';

/** A table as it was put: its number of rows, and when in microseconds. */
export interface PutTable {
  readonly rows: number;
  readonly at: number;
}

/** The tables: put, read and deleted. What changes is published after its durable commit. */
@Injectable()
export class TablesService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly telemetry: RecordTelemetry,
  ) {}

  /**
   * Stores a table from a request's body in the place of the one before. It is parsed in another thread.
   * @throws Problem 400, 422, 429; of the server's own 503, 507.
   */
  async put(key: string, body: Uint8Array): Promise<PutTable> {
    validateKey(key);
    const table = await this.parse(body);
    const at = msToUs(this.clock.now());
    const { cells } = table;
    const request = { key, table, at, maxKeys: this.settings.maxSeries };
    await this.database.write(PUT_TABLE, request, { transfer: [cells.buffer], bytes: cells.byteLength });
    this.telemetry.count('table');
    await this.notifications.publish(tableTopic(key));
    return { rows: table.rowCount, at };
  }

  /** All tables by key without their cells, `{ "items": [...] }` as JSON in UTF-8. */
  list(): Promise<Uint8Array> {
    return this.database.read(LIST_TABLES, undefined);
  }

  /** A table as JSON in UTF-8. @throws Problem 404, 422. */
  async get(key: string): Promise<Uint8Array> {
    const table = await this.database.read(SHOW_TABLE, { key: validateKey(key) });
    if (!table) throw new Problem(404, `There is no table '${key}'. It appears when it is first put.`);
    return table;
  }

  /** @throws Problem 404, 422. */
  async remove(key: string): Promise<void> {
    if (!(await this.database.write(REMOVE_TABLE, { key: validateKey(key) }, { freesSpace: true }))) {
      throw new Problem(404, `There is no table '${key}'.`);
    }
    await this.notifications.publish(tableTopic(key));
  }

  private async parse(body: Uint8Array): Promise<EncodedTable> {
    // A copy in a buffer of its own can be moved to a thread; the request's lies in one that others may use.
    const bytes = Uint8Array.from(body);
    try {
      return await this.database.compute(PARSE_TABLE, { body: bytes }, [bytes.buffer]);
    } catch (error) {
      // The thread names what is wrong; the first of it is what the answer says.
      throw error instanceof Problem && error.errors ? validationProblem(error.errors) : error;
    }
  }
}
