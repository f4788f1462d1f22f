import { jobModule } from './job.js';
import type { jobs, StatementResult } from './statement-handlers.js';

export type { StatementResult };

/** Executes statements as they are, in one savepoint. */
export const EXECUTE = jobModule<typeof jobs>(new URL('./statement-handlers.js', import.meta.url).href)('execute');
