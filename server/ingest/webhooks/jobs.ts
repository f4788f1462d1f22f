import { jobModule } from '../../database/job.js';
import type { jobs } from './webhook-handlers.js';

/** Makes records of a webhook's JSON, in a database thread. */
export const MAP_WEBHOOK = jobModule<typeof jobs>(new URL('./webhook-handlers.js', import.meta.url).href)('map');
