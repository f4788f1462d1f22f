import { jobModule } from '../../database/job.js';
import type { jobs as history } from './status-history.worker.js';
import type { jobs as transfer } from './status-transfer.worker.js';
import type { jobs as status } from './statuses.worker.js';

const historyJob = jobModule<typeof history>('./status-history.worker.js', import.meta.url);
const statusJob = jobModule<typeof status>('./statuses.worker.js', import.meta.url);
const transferJob = jobModule<typeof transfer>('./status-transfer.worker.js', import.meta.url);

export const FIND_STATUS = statusJob('find');
export const LIST_STATUSES = statusJob('list');
export const MATCH_STATUSES = statusJob('match');
export const REMOVE_STATUS = statusJob('remove');
export const REPORT_STATUSES = statusJob('report');
export const READ_STATUS_CHANGES = historyJob('changes');
export const READ_STATUS_HISTORY = historyJob('history');
export const READ_UPTIMES = historyJob('uptimes');
export const DELETE_EXPIRED_RUNS = historyJob('deleteExpired');
export const EXPORT_STATUSES = transferJob('exportStatuses');
export const IMPORT_STATUSES = transferJob('importStatuses');
