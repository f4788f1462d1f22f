import { jobModule } from '../../database/job.js';
import type { jobs as transfer } from './event-transfer.worker.js';
import type { jobs as event } from './events.worker.js';

const moduleAt = (path: string): string => new URL(path, import.meta.url).href;

const eventJob = jobModule<typeof event>(moduleAt('./events.worker.js'));
const transferJob = jobModule<typeof transfer>(moduleAt('./event-transfer.worker.js'));

export const ADD_EVENTS = eventJob('add');
export const LIST_EVENTS = eventJob('list');
export const READ_NEWEST_EVENTS = eventJob('newest');
export const DELETE_EXPIRED_EVENTS = eventJob('deleteExpired');
export const EXPORT_EVENTS = transferJob('exportEvents');
export const IMPORT_EVENTS = transferJob('importEvents');
