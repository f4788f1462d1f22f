import { jobModule } from '../../database/job.js';
import type { jobs } from './influx-handlers.js';

/** Decodes line protocol in another thread. */
export const DECODE_LINES = jobModule<typeof jobs>(new URL('./influx-handlers.js', import.meta.url).href)('lines');
