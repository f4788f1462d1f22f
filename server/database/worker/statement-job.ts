import { jobModule } from '../job.js';
import type { jobs } from './execute-statement.worker.js';

/** Executes a statement. */
export const EXECUTE = jobModule<typeof jobs>('./execute-statement.worker.js', import.meta.url)('execute');
