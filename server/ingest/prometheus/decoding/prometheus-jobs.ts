import { jobModule } from '../../../database/job.js';
import type { jobs as push } from './exposition.worker.js';
import type { jobs as remoteWrite } from './remote-write.worker.js';

const moduleAt = (path: string): string => new URL(path, import.meta.url).href;

/** Decoders that run in database threads. */
export const DECODE_PUSH = jobModule<typeof push>(moduleAt('./exposition.worker.js'))('push');
export const DECODE_WRITE_REQUEST = jobModule<typeof remoteWrite>(moduleAt('./remote-write.worker.js'))('writeRequest');
