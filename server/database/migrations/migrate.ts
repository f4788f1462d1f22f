import type { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { MIGRATIONS } from './sqlite-migrations.js';

/** SQLite does roll DDL back; Kysely's own adapter is only careful. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class LocalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Runs the migrations that the database lacks, all in one transaction. */
export async function migrate(database: DatabaseSync): Promise<void> {
  const kysely = new Kysely<unknown>({ dialect: new LocalDialect({ database: asKyselyDatabase(database) }) });
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve(asMigrations()) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('Migrating failed.', { cause: error });
}

function asMigrations(): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, statements]) => {
      const up = async (kysely: Kysely<unknown>): Promise<void> => {
        for (const statement of statements) await sql.raw(statement).execute(kysely);
      };
      return [name, { up }];
    }),
  );
}

/** Kysely expects better-sqlite3's statements. The connection stays open for whoever gave it. */
function asKyselyDatabase(database: DatabaseSync): ConstructorParameters<typeof SqliteDialect>[0]['database'] {
  type Parameters = readonly (string | number | bigint | null)[];
  return {
    close: () => undefined,
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as Parameters)),
        run: (parameters) => statement.run(...(parameters as Parameters)),
        iterate: (parameters) => statement.iterate(...(parameters as Parameters)),
      };
    },
  };
}
