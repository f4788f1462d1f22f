import { jobModule } from '../database/job.js';
import type { jobs as catalog } from './storage/metric-catalog.worker.js';
import type { jobs as inferredInterval } from './freshness/inferred-intervals.worker.js';
import type { jobs as frame } from './query/load-frame.worker.js';
import type { jobs as seal } from './history/seal.worker.js';
import type { jobs as compose } from './query/compose-series.worker.js';
import type { jobs as parse } from './input/parse-points.worker.js';
import type { jobs as exporting } from './transfer/export-metrics.worker.js';
import type { jobs as importing } from './transfer/import-metrics.worker.js';
import type { jobs as retention } from './history/retention.worker.js';
import type { jobs as maintenance } from './storage/series-maintenance.worker.js';
import type { jobs as write } from './storage/write-points.worker.js';

const inferredIntervalJob = jobModule<typeof inferredInterval>(
  './freshness/inferred-intervals.worker.js',
  import.meta.url,
);
const catalogJob = jobModule<typeof catalog>('./storage/metric-catalog.worker.js', import.meta.url);
const frameJob = jobModule<typeof frame>('./query/load-frame.worker.js', import.meta.url);
const exportJob = jobModule<typeof exporting>('./transfer/export-metrics.worker.js', import.meta.url);
const importJob = jobModule<typeof importing>('./transfer/import-metrics.worker.js', import.meta.url);
const retentionJob = jobModule<typeof retention>('./history/retention.worker.js', import.meta.url);

const maintenanceJob = jobModule<typeof maintenance>('./storage/series-maintenance.worker.js', import.meta.url);
const writeJob = jobModule<typeof write>('./storage/write-points.worker.js', import.meta.url);

/** The jobs of metrics in database threads. */
export const SAVE_INFERRED_INTERVALS = inferredIntervalJob('save');
export const LIST_METRICS = catalogJob('listMetrics');
export const READ_METRICS = catalogJob('readMetrics');
export const REMOVE_METRIC = catalogJob('removeMetric');
export const COMPOSE_SERIES = jobModule<typeof compose>('./query/compose-series.worker.js', import.meta.url)('compose');
export const DECODE_POINTS = importJob('decodePoints');
export const EXPORT_HISTORY = exportJob('exportHistory');
export const EXPORT_METRICS = exportJob('exportMetrics');
export const IMPORT_ENDS = importJob('importEnds');
export const IMPORT_CUTOFFS = importJob('importCutoffs');
export const IMPORT_METRICS = importJob('importMetrics');
export const IMPORT_ROLLUPS = importJob('importRollups');
export const READ_INFERRED_INTERVALS = inferredIntervalJob('read');
export const READ_HISTORY = frameJob('loadHistory');
export const READ_HISTORY_JSON = frameJob('loadHistoryJson');
export const READ_ROLLUPS = importJob('readRollups');
export const READ_VALUES = frameJob('loadValues');
export const PARSE_BATCH = jobModule<typeof parse>('./input/parse-points.worker.js', import.meta.url)('parse');
export const LOWER_CUTOFFS = retentionJob('lowerCutoffs');
export const SET_CUTOFFS = retentionJob('setCutoffs');
export const READ_CUTOFFS = retentionJob('readCutoffs');
export const READ_USAGE = retentionJob('readUsage');
export const SEAL_POINTS = jobModule<typeof seal>('./history/seal.worker.js', import.meta.url)('seal');
export const DELETE_EXPIRED_HISTORY = retentionJob('deleteExpired');
export const PURGE_DELETED_SERIES = retentionJob('purgeDeletedSeries');
export const FIND_SILENT_SERIES = maintenanceJob('findSilent');
export const END_SILENT_SERIES = maintenanceJob('endSilent');
export const DEACTIVATE_SERIES = maintenanceJob('deactivate');
export const REMOVE_EMPTY_SERIES = maintenanceJob('removeEmpty');
export const END_GROUP = writeJob('endPushGroup');
export const WRITE_POINTS = writeJob('writePoints');
