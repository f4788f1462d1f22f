import { afterAll } from '@jest/globals';
import { SqliteConnection } from '../../../server/database/sqlite/sqlite-connection.js';
import type { JobContext } from '../../../server/database/job.js';
import { JobRunner } from '../../../server/database/worker/job-runner.js';
import { migrate } from '../../../server/database/migrations/migrate.js';
import { PostgresConnection } from '../../../server/database/postgres/postgres-connection.js';
import { preparePostgres } from '../../../server/database/postgres/prepare-postgres.js';
import { createDatabase, onPostgres } from './test-database.js';

export interface TestJobContext {
  readonly context: JobContext;
  readonly close: () => void;
}

/** What handlers work with, without threads of their own: an empty database in memory, or in the tests' PostgreSQL. */
export async function openJobContext(): Promise<TestJobContext> {
  if (onPostgres) return openPostgres();
  const connection = new SqliteConnection(':memory:', false);
  await migrate(connection.database);
  return {
    context: new JobRunner(connection),
    close: () => {
      connection.close();
    },
  };
}

/** All databases of a file, and those of them that were closed, to be emptied and opened again: to make one takes long. */
const made: PostgresConnection[] = [];
const idle: PostgresConnection[] = [];

async function openPostgres(): Promise<TestJobContext> {
  const known = idle.pop();
  if (known) emptyPostgres(known);
  const connection = known ?? (await makePostgres());
  return {
    context: new JobRunner(connection),
    close: () => {
      idle.push(connection);
    },
  };
}

async function makePostgres(): Promise<PostgresConnection> {
  const connection = new PostgresConnection(await createDatabase(), 'writer');
  made.push(connection);
  preparePostgres(connection);
  return connection;
}

function emptyPostgres(connection: PostgresConnection): void {
  const { rows } = connection.query(`
    SELECT string_agg(tablename, ', ') AS tables FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> 'migrations'`);
  connection.query(`TRUNCATE ${String(rows[0]?.tables)} RESTART IDENTITY`);
}

if (onPostgres) {
  afterAll(() => {
    for (const connection of made) connection.close();
  });
}
