import type { JobContext } from '../job.js';
import type { Statement, StatementResult } from '../statement.js';

function execute(context: JobContext, { statements }: { statements: readonly Statement[] }): StatementResult[] {
  return statements.map(({ sql, parameters }) => context.execute(sql, parameters));
}

export const jobs = { execute };
