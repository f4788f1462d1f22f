import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { validationProblem } from '../common/validation/validate.js';
import { Settings } from '../config/settings.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { msToUs } from '../common/time/timestamps.js';
import { LIST_TABLES, PARSE_TABLE, PUT_TABLE, REMOVE_TABLE, SHOW_TABLE } from './storage/table-jobs.js';
import { RecordTelemetry } from '../common/record-telemetry.js';
import { convertJobErrors } from '../common/errors/convert-job-errors.js';
import { validateKey } from '../common/validation/validate-key.js';
import { tableTopic } from './table-topics.js';
import { parseTableInput } from './input/parse-table.js';
import type { EncodedTable } from './storage/tables.worker.js';

/** The maximum size of the cells of a table that is written with `TableWriter`. Bodies of requests have the same limit. */
const MAX_BYTES = 5 * 1024 * 1024;

/** A stored table: its number of rows, and when it was stored. */
export interface PutTableResult {
  readonly rows: number;
  readonly atUs: number;
}

/** Stores, reads and deletes tables. Changes are published after their durable commit. */
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
   * Stores the table of a request's body and replaces the previous one. The body is parsed in another thread.
   * @throws Problem 400, 422 or 429; 503 or 507 if the server cannot store it
   */
  async put(key: string, body: Uint8Array): Promise<PutTableResult> {
    return this.store(validateKey(key), await this.parse(body));
  }

  /**
   * Stores a `TableInput`, and replaces the previous one.
   * @throws Problem 413, 422 or 429; 503 or 507 if the server cannot store it
   */
  async putInput(input: unknown): Promise<void> {
    const { key, table } = convertJobErrors(() => parseTableInput(input));
    const cells = new TextEncoder().encode(JSON.stringify(table.cells));
    if (cells.byteLength > MAX_BYTES) {
      throw new Problem(413, `The table has ${cells.byteLength} bytes; at most ${MAX_BYTES} are allowed.`);
    }
    await this.store(key, { columns: JSON.stringify(table.columns), cells, rowCount: table.rowCount });
  }

  /** Returns all tables without their cells, sorted by key: `{ "items": [...] }` as JSON in UTF-8. */
  list(): Promise<Uint8Array> {
    return this.database.read(LIST_TABLES, undefined);
  }

  /** Returns a table as JSON in UTF-8. @throws Problem 404 or 422 */
  async get(key: string): Promise<Uint8Array> {
    const table = await this.database.read(SHOW_TABLE, { key: validateKey(key) });
    if (!table) throw new Problem(404, `There is no table '${key}'. It appears when it is first stored.`);
    return table;
  }

  /** @throws Problem 404 or 422 */
  async remove(key: string): Promise<void> {
    if (!(await this.database.write(REMOVE_TABLE, { key: validateKey(key) }, { freesSpace: true }))) {
      throw new Problem(404, `There is no table '${key}'.`);
    }
    await this.notifications.publish(tableTopic(key));
  }

  private async store(key: string, table: EncodedTable): Promise<PutTableResult> {
    const atUs = msToUs(this.clock.now());
    const { cells } = table;
    const request = { key, table, atUs, maxKeys: this.settings.maxSeries };
    await this.database.write(PUT_TABLE, request, { transfer: [cells.buffer], bytes: cells.byteLength });
    this.telemetry.count('table');
    await this.notifications.publish(tableTopic(key));
    return { rows: table.rowCount, atUs };
  }

  private async parse(body: Uint8Array): Promise<EncodedTable> {
    // The body may share its buffer with other requests, so a copy is transferred to the thread.
    const bytes = Uint8Array.from(body);
    try {
      return await this.database.compute(PARSE_TABLE, { body: bytes }, [bytes.buffer]);
    } catch (error) {
      // `invalid` puts the first error of the thread into the message.
      throw error instanceof Problem && error.errors ? validationProblem(error.errors) : error;
    }
  }
}
