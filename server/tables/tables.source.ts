import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Query } from '../../wire/schemas/board.js';
import { type LoadContext, type LoadedFrame, Source } from '../dashboard/contracts/source.js';
import { Database } from '../database/database.js';
import { readOptionsFor } from '../database/read-options.js';
import { keySchema } from '../common/validation/key.schema.js';
import { usToMs } from '../common/time/timestamps.js';
import { READ_TABLE } from './storage/table-jobs.js';
import { tableTopic } from './table-topics.js';

const NAME = 'tables';

const tablesQuerySchema = z.looseObject({
  source: z.literal(NAME),
  /** The key of the table. */
  table: keySchema,
});
export type TablesQuery = z.infer<typeof tablesQuerySchema>;

/** Loads a table for panels. A table that does not exist is an empty frame, not an error. */
@Injectable()
export class TablesSource extends Source<TablesQuery> {
  override readonly name = NAME;
  override readonly schema = tablesQuerySchema;
  override readonly local = true;

  constructor(private readonly database: Database) {
    super();
  }

  override topics({ table }: TablesQuery): readonly string[] {
    return [tableTopic(table)];
  }

  override dependsOnTime(): boolean {
    return false;
  }

  override async load({ table: key }: TablesQuery, context: LoadContext): Promise<LoadedFrame> {
    const table = await this.database.read(READ_TABLE, { key }, readOptionsFor(context));
    if (!table) return { fields: [], whole: true };
    return { fields: table.fields, updatedAt: usToMs(table.atUs), whole: true };
  }
}

/** Whether a panel's query would show the table. */
export function showsTable({ source, table }: Query, key: string): boolean {
  return source === NAME && table === key;
}
