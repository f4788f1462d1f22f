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

/** Opens an empty database for jobs that run without a thread: in memory, or on the PostgreSQL server of the tests. */
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

/** Returns the context with a counter of how often a job checks whether it was canceled. */
export function countCancellationChecks(context: JobContext): {
  readonly context: JobContext;
  readonly count: () => number;
} {
  let checks = 0;
  const throwIfCanceled = { value: () => (checks += 1) };
  return { context: Object.create(context, { throwIfCanceled }) as JobContext, count: () => checks };
}

/** All connections that a spec file has opened. */
const opened: PostgresConnection[] = [];

/** Those that are free to be used again with an empty database, because creating a database is slow. */
const idle: PostgresConnection[] = [];

async function openPostgres(): Promise<TestJobContext> {
  const reused = idle.pop();
  if (reused) clearPostgres(reused);
  const connection = reused ?? (await createPostgres());
  return {
    context: new JobRunner(connection),
    close: () => {
      idle.push(connection);
    },
  };
}

async function createPostgres(): Promise<PostgresConnection> {
  const connection = new PostgresConnection(await createDatabase(), 'writer');
  opened.push(connection);
  preparePostgres(connection);
  return connection;
}

function clearPostgres(connection: PostgresConnection): void {
  const { rows } = connection.query(`
    SELECT string_agg(tablename, ', ') AS tables FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> 'migrations'`);
  connection.query(`TRUNCATE ${String(rows[0]?.tables)} RESTART IDENTITY`);
}

if (onPostgres) {
  afterAll(() => {
    for (const connection of opened) connection.close();
  });
}
