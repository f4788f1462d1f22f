import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Problem } from '../../../common/errors/problem.js';
import { Settings } from '../../../config/settings.js';
import { Database } from '../../../database/database.js';
import type { Mapping } from '../mapping.schema.js';

/** A stored mapping. */
export interface StoredMapping {
  /** Name of its webhook. */
  readonly name: string;
  /** JSON; null in lists if it is long. */
  readonly mapping: string | null;
}

/** Maximum length of a mapping in lists. */
const MAX_LISTED = 16_384;

/** Stores webhook mappings in the database. */
@Injectable()
export class WebhooksRepository {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** Returns all mappings, sorted by name. */
  list(): Promise<StoredMapping[]> {
    return this.database.kysely
      .selectFrom('webhooks')
      .select([
        'name',
        sql<string | null>`CASE WHEN length(mapping) <= ${sql.lit(MAX_LISTED)} THEN mapping END`.as('mapping'),
      ])
      .orderBy('name')
      .execute();
  }

  /** Returns a mapping as JSON. */
  async get(name: string): Promise<string | undefined> {
    const row = await this.database.kysely
      .selectFrom('webhooks')
      .select('mapping')
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.mapping;
  }

  /**
   * Stores a mapping and replaces the previous one. Resolves after the durable commit.
   * @throws Problem 429 if there are too many mappings
   */
  async put(name: string, mapping: Mapping): Promise<void> {
    const { maxWebhooks } = this.settings;
    const others = sql<boolean>`(SELECT count(*) FROM webhooks WHERE name <> ${name}) < ${maxWebhooks}`;
    const { numAffectedRows = 0n } = await sql`
      INSERT INTO webhooks (name, mapping) SELECT ${name}, ${JSON.stringify(mapping)} WHERE ${others}
      ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping`.execute(this.database.kysely);
    if (numAffectedRows > 0n) return;
    throw new Problem(
      429,
      `There are already ${maxWebhooks} mappings, as many as MAX_WEBHOOKS allows. ` +
        'Delete one that is no longer needed, or increase MAX_WEBHOOKS.',
    );
  }

  /** Deletes a mapping. @returns whether it existed */
  async remove(name: string): Promise<boolean> {
    const { numDeletedRows } = await this.database.reclaiming
      .deleteFrom('webhooks')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }
}
