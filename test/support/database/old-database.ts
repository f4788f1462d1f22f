import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from '../../../server/database/migrations/migrations.js';

/** Creates a SQLite file as a version with only these migrations left it, with a metric `kept`. */
export function createOldDatabase(file: string, migrations: readonly string[]): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA application_id = 0x42435354');
  database.exec('CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)');
  for (const name of migrations) {
    for (const statement of MIGRATIONS[name] ?? []) database.exec(statement);
    database.prepare("INSERT INTO kysely_migration VALUES (?, '2026-01-01T00:00:00.000Z')").run(name);
  }
  database.exec("INSERT INTO metrics (key) VALUES ('kept')");
  database.close();
}
