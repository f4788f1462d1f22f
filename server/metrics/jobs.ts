import { jobModule } from '../database/job.js';
import type { jobs as catalogue } from './catalogue-handlers.js';
import type { jobs as cadence } from './freshness/cadence-handlers.js';
import type { jobs as frame } from './frame-handlers.js';
import type { jobs as seal } from './history/seal-handlers.js';
import type { jobs as compose } from './query/compose-handlers.js';
import type { jobs as parse } from './parse-handlers.js';
import type { jobs as exporting } from './transfer/export-handlers.js';
import type { jobs as importing } from './transfer/import-handlers.js';
import type { jobs as retention } from './retention-handlers.js';
import type { jobs as maintenance } from './series-maintenance-handlers.js';
import type { jobs as write } from './write-handlers.js';

const moduleAt = (path: string): string => new URL(path, import.meta.url).href;

const cadenceJob = jobModule<typeof cadence>(moduleAt('./freshness/cadence-handlers.js'));
const catalogueJob = jobModule<typeof catalogue>(moduleAt('./catalogue-handlers.js'));
const frameJob = jobModule<typeof frame>(moduleAt('./frame-handlers.js'));
const exportJob = jobModule<typeof exporting>(moduleAt('./transfer/export-handlers.js'));
const importJob = jobModule<typeof importing>(moduleAt('./transfer/import-handlers.js'));
const retentionJob = jobModule<typeof retention>(moduleAt('./retention-handlers.js'));

const maintenanceJob = jobModule<typeof maintenance>(moduleAt('./series-maintenance-handlers.js'));
const writeJob = jobModule<typeof write>(moduleAt('./write-handlers.js'));

/** What the metrics do in the database threads. */
export const KEEP_CADENCES = cadenceJob('keep');
export const LIST_METRICS = catalogueJob('list');
export const READ_METRICS = catalogueJob('metrics');
export const REMOVE_METRIC = catalogueJob('remove');
export const COMPOSE = jobModule<typeof compose>(moduleAt('./query/compose-handlers.js'))('compose');
export const DECODE_POINTS = importJob('points');
export const EXPORT_HISTORY = exportJob('history');
export const EXPORT_METRICS = exportJob('metrics');
export const IMPORT_ENDS = importJob('ends');
export const IMPORT_KEPT = importJob('kept');
export const IMPORT_METRICS = importJob('metrics');
export const IMPORT_ROLLUPS = importJob('storeRollups');
export const READ_CADENCES = cadenceJob('read');
export const READ_HISTORY = frameJob('history');
export const READ_HISTORY_JSON = frameJob('historyJson');
export const READ_ROLLUPS = importJob('rollups');
export const READ_VALUES = frameJob('values');
export const PARSE_BATCH = jobModule<typeof parse>(moduleAt('./parse-handlers.js'))('parse');
export const KEEP_EARLIER = retentionJob('keepEarlier');
export const KEEP_SINCE = retentionJob('keepSince');
export const READ_KEPT = retentionJob('kept');
export const READ_USAGE = retentionJob('usage');
export const SEAL = jobModule<typeof seal>(moduleAt('./history/seal-handlers.js'))('seal');
export const SWEEP = retentionJob('sweep');
export const SWEEP_DELETED = retentionJob('sweepDeleted');
export const FIND_SILENT_SERIES = maintenanceJob('silent');
export const END_SILENT_SERIES = maintenanceJob('endSilent');
export const DEACTIVATE_SERIES = maintenanceJob('deactivate');
export const REMOVE_FORGOTTEN_SERIES = maintenanceJob('removeForgotten');
export const END_GROUP = writeJob('end');
export const WRITE_POINTS = writeJob('write');
