import type { JobContext } from '../job.js';
import type { Statement, StatementResult } from '../statement.js';

function execute(context: JobContext, { sql, parameters }: Statement): StatementResult {
  return context.execute(sql, parameters);
}

export const jobs = { execute };
