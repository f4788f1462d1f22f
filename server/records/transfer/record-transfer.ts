import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock.js';
import { importEach } from '../../base/import-each.js';
import { toLines } from '../../base/ndjson.js';
import { Problem } from '../../base/problem.js';
import { microsOf } from '../../base/time.js';
import type { Imported, Lines, Transfer } from '../../base/transfer.js';
import { invalid } from '../../base/validate.js';
import { Settings } from '../../config/settings.js';
import { NotificationQueue } from '../../dashboard/notification-queue.js';
import { Database } from '../../database/database.js';
import { EXPORT_EVENTS, EXPORT_STATUSES, IMPORT_EVENTS, IMPORT_STATUSES } from '../jobs.js';
import { StoredTables } from '../tables/stored-tables.js';
import { EVENTS_TOPIC, STATUSES_TOPIC, statusTopic } from '../topics.js';
import { parseJson } from '../../base/parse-json.js';

/** Statuses with their history, events and tables. */
@Injectable()
export class RecordTransfer implements Transfer {
  readonly types = ['status', 'event', 'table'];

  constructor(
    private readonly database: Database,
    private readonly tables: StoredTables,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  async *export(): AsyncIterable<Uint8Array> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: { bytes: Uint8Array; next?: string } = await this.database.read(
        EXPORT_STATUSES,
        { after },
        { lane: 'history' },
      );
      if (page.bytes.length > 0) yield page.bytes;
      after = page.next;
    }
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: { bytes: Uint8Array; next?: number } = await this.database.read(
        EXPORT_EVENTS,
        { after },
        { lane: 'history' },
      );
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
    const { imported, keys } = await this.database.write(IMPORT_STATUSES, {
      ...request,
      maxKeys: this.settings.maxSeries,
    });
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

  private async putTables(lines: Lines): Promise<Imported> {
    const known = new Set(await this.tableKeys());
    return importEach(lines, async ({ key, columns, rows }) => {
      if (typeof key !== 'string') throw invalid([{ path: 'key', message: 'must be a string' }]);
      if (known.has(key)) return false;
      await this.tables.put(key, Buffer.from(JSON.stringify({ columns, rows })));
      return true;
    });
  }
}

function parsed(bytes: Uint8Array): unknown {
  return parseJson(Buffer.from(bytes).toString());
}
