import { jobModule } from '../../database/job.js';
import type { jobs as table } from './tables.worker.js';

const tableJob = jobModule<typeof table>('./tables.worker.js', import.meta.url);

export const LIST_TABLES = tableJob('list');
export const PARSE_TABLE = tableJob('parse');
export const PUT_TABLE = tableJob('put');
export const READ_TABLE = tableJob('read');
export const REMOVE_TABLE = tableJob('remove');
export const SHOW_TABLE = tableJob('show');
