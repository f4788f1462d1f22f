import type { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { MIGRATIONS } from './migrations.js';

/** SQLite can roll back DDL, although Kysely's adapter says that it cannot. */
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

/** Runs all missing migrations in one transaction. */
export async function migrate(database: DatabaseSync): Promise<void> {
  const kysely = new Kysely<unknown>({ dialect: new LocalDialect({ database: asKyselyDatabase(database) }) });
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve(asMigrations()) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('The migration failed.', { cause: error });
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

/** Adapts node:sqlite to the interface of better-sqlite3, which Kysely expects. Does not close the connection. */
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
