import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock.js';
import { toLines } from '../../base/ndjson.js';
import { Problem } from '../../base/problem.js';
import { microsOf } from '../../base/time.js';
import type { Imported, Lines, Transfer } from '../../base/transfer.js';
import { NotificationQueue } from '../../dashboard/notification-queue.js';
import { Database } from '../../database/database.js';
import { EXPORT_EVENTS, EXPORT_STATUSES, IMPORT_EVENTS, IMPORT_STATUSES } from '../jobs.js';
import { StoredTables } from '../tables/stored-tables.js';
import { EVENTS_TOPIC, STATUSES_TOPIC, statusTopic } from '../topics.js';

/** Statuses with their history, events and tables. */
@Injectable()
export class RecordTransfer implements Transfer {
  readonly types = ['status', 'event', 'table'];

  constructor(
    private readonly database: Database,
    private readonly tables: StoredTables,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
  ) {}

  async *export(): AsyncIterable<Uint8Array> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: { bytes: Uint8Array; next?: string } = await this.database.read(EXPORT_STATUSES, { after });
      if (page.bytes.length > 0) yield page.bytes;
      after = page.next;
    }
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: { bytes: Uint8Array; next?: number } = await this.database.read(EXPORT_EVENTS, { after });
      if (page.bytes.length > 0) yield page.bytes;
      after = page.next;
    }
    for (const key of await this.tableKeys()) yield* this.table(key);
  }

  async import(type: string, lines: Lines): Promise<Imported> {
    const request = { lines, now: microsOf(this.clock.now()) };
    if (type === 'table') return this.putTables(lines);
    if (type === 'event') {
      const imported = await this.database.write(IMPORT_EVENTS, request);
      if (imported.stored > 0) await this.notifications.announce(EVENTS_TOPIC);
      return imported;
    }
    const { imported, keys } = await this.database.write(IMPORT_STATUSES, request);
    if (keys.length > 0) await this.notifications.announce(...keys.map(statusTopic), STATUSES_TOPIC);
    return imported;
  }

  private async tableKeys(): Promise<string[]> {
    const { items } = parsed(await this.tables.list()) as { items: { key: string }[] };
    return items.map(({ key }) => key);
  }

  /** Nothing where it was deleted meanwhile. */
  private async *table(key: string): AsyncIterable<Uint8Array> {
    try {
      yield toLines([{ type: 'table', ...(parsed(await this.tables.get(key)) as object) }]);
    } catch (error) {
      if (!(error instanceof Problem) || error.getStatus() !== 404) throw error;
    }
  }

  private async putTables({ bytes, first }: Lines): Promise<Imported> {
    const known = new Set(await this.tableKeys());
    const lines = Buffer.from(bytes).toString().split('\n').filter(Boolean);
    let stored = 0;
    for (const [index, line] of lines.entries()) {
      const { key, columns, rows } = parsed(Buffer.from(line)) as Record<string, unknown>;
      if (typeof key === 'string' && known.has(key)) continue;
      await this.put(String(key), { columns, rows }, first + index);
      stored += 1;
    }
    return { stored, kept: lines.length - stored };
  }

  private async put(key: string, table: object, line: number): Promise<void> {
    try {
      await this.tables.put(key, Buffer.from(JSON.stringify(table)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.getStatus(), `Line ${line} cannot be imported: ${error.detail}`, error.errors);
    }
  }
}

function parsed(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}
