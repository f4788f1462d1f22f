import { Connection } from '../../server/database/connection.js';
import type { JobContext } from '../../server/database/job.js';
import { JobRunner } from '../../server/database/job-runner.js';
import { migrate } from '../../server/database/migrate.js';

/** What handlers work with, without threads: an empty database in memory. */
export async function openMemory(): Promise<{ context: JobContext; close: () => void }> {
  const connection = new Connection(':memory:', false);
  await migrate(connection.database);
  return {
    context: new JobRunner(connection),
    close: () => {
      connection.close();
    },
  };
}
