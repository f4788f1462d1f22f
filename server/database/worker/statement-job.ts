import { jobModule } from '../job.js';
import type { jobs } from './execute-statement.worker.js';

/** Executes statements in one savepoint. */
export const EXECUTE = jobModule<typeof jobs>('./execute-statement.worker.js', import.meta.url)('execute');
