import { jobModule } from '../database/job.js';
import type { jobs as catalogue } from './catalogue-handlers.js';
import type { jobs as frame } from './frame-handlers.js';
import type { jobs as parse } from './parse-handlers.js';
import type { jobs as retention } from './retention-handlers.js';
import type { jobs as write } from './write-handlers.js';

const moduleAt = (path: string): string => new URL(path, import.meta.url).href;

const catalogueJob = jobModule<typeof catalogue>(moduleAt('./catalogue-handlers.js'));
const frameJob = jobModule<typeof frame>(moduleAt('./frame-handlers.js'));
const retentionJob = jobModule<typeof retention>(moduleAt('./retention-handlers.js'));

/** What the metrics do in the database threads. */
export const LIST_METRICS = catalogueJob('list');
export const READ_METRICS = catalogueJob('metrics');
export const REMOVE_METRIC = catalogueJob('remove');
export const READ_HISTORY = frameJob('history');
export const READ_VALUES = frameJob('values');
export const PARSE_BATCH = jobModule<typeof parse>(moduleAt('./parse-handlers.js'))('parse');
export const SWEEP = retentionJob('sweep');
export const SWEEP_DELETED = retentionJob('sweepDeleted');
export const WRITE_POINTS = jobModule<typeof write>(moduleAt('./write-handlers.js'))('write');
