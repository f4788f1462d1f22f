import { jobModule } from '../../../database/job.js';
import type { jobs } from './otlp.worker.js';

const otlpJob = jobModule<typeof jobs>('./otlp.worker.js', import.meta.url);

/** The jobs of OTLP in database threads. */
export const DECODE_METRICS = otlpJob('metrics');
export const DECODE_LOGS = otlpJob('logs');
export const COUNT_SPANS = otlpJob('spans');
