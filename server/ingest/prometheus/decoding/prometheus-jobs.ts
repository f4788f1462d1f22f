import { jobModule } from '../../../database/job.js';
import type { jobs as push } from './exposition.worker.js';
import type { jobs as remoteWrite } from './remote-write.worker.js';

/** Decoders that run in database threads. */
export const DECODE_PUSH = jobModule<typeof push>('./exposition.worker.js', import.meta.url)('push');
export const DECODE_WRITE_REQUEST = jobModule<typeof remoteWrite>(
  './remote-write.worker.js',
  import.meta.url,
)('writeRequest');
