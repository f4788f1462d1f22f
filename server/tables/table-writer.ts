import { Injectable } from '@nestjs/common';
import type { TableInput } from './input/parse-table.js';
import { TablesService } from './tables.service.js';

/**
 * Stores tables from code, with the same rules as `PUT /api/v1/tables/{key}`.
 *
 * @example
 * ```ts
 * await this.tables.write({ key: 'hosts', columns: [{ name: 'host' }, { name: 'cpu', unit: 'percent' }], rows: [['web-1', 42]] });
 * ```
 */
@Injectable()
export class TableWriter {
  constructor(private readonly tables: TablesService) {}

  /**
   * Stores a table, and replaces the previous one with its key. Resolves when it is durably stored and the change is published.
   *
   * @throws Problem 422 whose `errors` name what is wrong, with paths like `rows[3][1]`; 413 if its cells take more than 5 MiB;
   *   429 if there would be more than `MAX_SERIES` tables; 503 or 507 if the server cannot store it
   */
  async write(table: TableInput): Promise<void> {
    await this.tables.putInput(table);
  }

  /**
   * Deletes a table.
   * @throws Problem 404 if it does not exist, 422 if the key is invalid
   */
  async remove(key: string): Promise<void> {
    await this.tables.remove(key);
  }
}
