import { jobModule } from '../../../database/job.js';
import type { jobs } from './line-protocol.worker.js';

/** Decodes line protocol in another thread. */
export const DECODE_LINES = jobModule<typeof jobs>('./line-protocol.worker.js', import.meta.url)('lines');
