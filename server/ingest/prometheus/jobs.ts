import { jobModule } from '../../database/job.js';
import type { jobs as push } from './push-handlers.js';
import type { jobs as remoteWrite } from './remote-write-handlers.js';

const moduleAt = (path: string): string => new URL(path, import.meta.url).href;

/** Decoders that run in another thread. */
export const DECODE_PUSH = jobModule<typeof push>(moduleAt('./push-handlers.js'))('push');
export const DECODE_WRITE_REQUEST = jobModule<typeof remoteWrite>(moduleAt('./remote-write-handlers.js'))(
  'writeRequest',
);
