import { Connection } from '../../server/database/connection.js';
import type { JobContext } from '../../server/database/job.js';
import { JobRunner } from '../../server/database/job-runner.js';
import { migrate } from '../../server/database/migrate.js';
import { PostgresConnection } from '../../server/database/postgres/postgres-connection.js';
import { prepareStore } from '../../server/database/postgres/prepare-store.js';
import { createDatabase, onPostgres } from '../harness/store.js';

export interface MemoryContext {
  readonly context: JobContext;
  readonly close: () => void;
}

/** What handlers work with, without threads of their own: an empty database in memory, or in the tests' PostgreSQL. */
export async function openMemory(): Promise<MemoryContext> {
  if (onPostgres) return openPostgres();
  const connection = new Connection(':memory:', false);
  await migrate(connection.database);
  return {
    context: new JobRunner(connection),
    close: () => {
      connection.close();
    },
  };
}

async function openPostgres(): Promise<MemoryContext> {
  const connection = new PostgresConnection(await createDatabase(), 'writer');
  prepareStore(connection);
  return {
    context: new JobRunner(connection),
    close: () => {
      connection.close();
    },
  };
}
