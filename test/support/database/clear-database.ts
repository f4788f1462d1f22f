import { sql } from 'kysely';
import type { Database } from '../../../server/database/database.js';
import { onPostgres } from './test-database.js';

/** Deletes all rows. The numbering of ids restarts, as in a new database. */
export async function clearDatabase({ kysely }: Database): Promise<void> {
  if (onPostgres) {
    const { rows } = await sql<{ name: string }>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migrations'
    `.execute(kysely);
    const tables = sql.join(rows.map(({ name }) => sql.table(name)));
    await sql`TRUNCATE ${tables} RESTART IDENTITY`.execute(kysely);
    return;
  }
  // Newer tables first, because they can have foreign keys to older ones.
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kysely_%' AND name NOT LIKE 'sqlite_stat%'
    ORDER BY rowid DESC
  `.execute(kysely);
  for (const { name } of rows) await sql`DELETE FROM ${sql.table(name)}`.execute(kysely);
}
