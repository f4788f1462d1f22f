import { jobModule } from '../database/job.js';
import type { jobs as batch } from './record-batch.worker.js';
import type { jobs as event } from './events/event-handlers.js';
import type { jobs as history } from './statuses/status-history-handlers.js';
import type { jobs as status } from './statuses/status-handlers.js';
import type { jobs as exporting } from './transfer/export-handlers.js';
import type { jobs as importing } from './transfer/import-handlers.js';
import type { jobs as table } from './tables/table-handlers.js';

const moduleAt = (path: string): string => new URL(path, import.meta.url).href;

const batchJob = jobModule<typeof batch>(moduleAt('./record-batch.worker.js'));
const eventJob = jobModule<typeof event>(moduleAt('./events/event-handlers.js'));
const historyJob = jobModule<typeof history>(moduleAt('./statuses/status-history-handlers.js'));
const statusJob = jobModule<typeof status>(moduleAt('./statuses/status-handlers.js'));
const exportJob = jobModule<typeof exporting>(moduleAt('./transfer/export-handlers.js'));
const importJob = jobModule<typeof importing>(moduleAt('./transfer/import-handlers.js'));
const tableJob = jobModule<typeof table>(moduleAt('./tables/table-handlers.js'));

/** What the records do in the database threads. */
export const ADD_EVENTS = eventJob('add');
export const EXPORT_EVENTS = exportJob('events');
export const EXPORT_STATUSES = exportJob('statuses');
export const IMPORT_EVENTS = importJob('events');
export const IMPORT_STATUSES = importJob('statuses');
export const LIST_EVENTS = eventJob('list');
export const READ_EVENTS = eventJob('newest');
export const SWEEP_EVENTS = eventJob('sweep');
export const STORE_BATCH = batchJob('store');
export const FIND_STATUS = statusJob('find');
export const LIST_STATUSES = statusJob('list');
export const MATCH_STATUSES = statusJob('match');
export const REMOVE_STATUS = statusJob('remove');
export const REPORT_STATUSES = statusJob('report');
export const READ_STATUS_CHANGES = historyJob('changes');
export const READ_STATUS_HISTORY = historyJob('history');
export const READ_UPTIMES = historyJob('uptimes');
export const SWEEP_STATUSES = historyJob('sweep');
export const LIST_TABLES = tableJob('list');
export const PARSE_TABLE = tableJob('parse');
export const PUT_TABLE = tableJob('put');
export const READ_TABLE = tableJob('read');
export const REMOVE_TABLE = tableJob('remove');
export const SHOW_TABLE = tableJob('show');
