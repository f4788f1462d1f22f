import { jobModule } from './job.js';
import type { jobs } from './statement-handlers.js';

/** Executes statements as they are, in one savepoint. */
export const EXECUTE = jobModule<typeof jobs>(new URL('./statement-handlers.js', import.meta.url).href)('execute');
