import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { Mapping } from './mapping.js';
import { parseJson } from '../../base/parse-json.js';

/** A mapping by the name of its webhook. */
export interface NamedMapping {
  readonly name: string;
  readonly mapping: Mapping;
}

/** The mappings that were put, in the database. */
@Injectable()
export class WebhookStore {
  constructor(private readonly database: Database) {}

  async all(): Promise<NamedMapping[]> {
    const rows = await this.database.kysely.selectFrom('webhooks').selectAll().orderBy('name').execute();
    return rows.map(({ name, mapping }) => ({ name, mapping: parseJson(mapping) as Mapping }));
  }

  async get(name: string): Promise<Mapping | undefined> {
    const row = await this.database.kysely
      .selectFrom('webhooks')
      .select('mapping')
      .where('name', '=', name)
      .executeTakeFirst();
    return row && (parseJson(row.mapping) as Mapping);
  }

  /** Stores the mapping in the place of the one before. Durable when it resolves. */
  async put(name: string, mapping: Mapping): Promise<void> {
    const row = { mapping: JSON.stringify(mapping) };
    await this.database.kysely
      .insertInto('webhooks')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
  }

  /** @returns whether there was one. */
  async remove(name: string): Promise<boolean> {
    const { numDeletedRows } = await this.database.kysely
      .deleteFrom('webhooks')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }
}
