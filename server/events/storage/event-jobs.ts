import { jobModule } from '../../database/job.js';
import type { jobs as transfer } from './event-transfer.worker.js';
import type { jobs as event } from './events.worker.js';

const eventJob = jobModule<typeof event>('./events.worker.js', import.meta.url);
const transferJob = jobModule<typeof transfer>('./event-transfer.worker.js', import.meta.url);

export const ADD_EVENTS = eventJob('add');
export const LIST_EVENTS = eventJob('list');
export const READ_NEWEST_EVENTS = eventJob('newest');
export const DELETE_EXPIRED_EVENTS = eventJob('deleteExpired');
export const EXPORT_EVENTS = transferJob('exportEvents');
export const IMPORT_EVENTS = transferJob('importEvents');
