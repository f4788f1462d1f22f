import type { TimeWindowUs } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { reportLifetimeUs, readRuns, type Run, deleteRunsBefore } from './status-runs.js';
import { readStatus, type StatusRow } from './status-row.js';
import {
  stateChanges,
  type StateInterval,
  toIntervals,
  toStrip,
  type Uptime,
  computeUptime,
} from './status-timeline.js';

export interface HistoryRequest extends TimeWindowUs {
  readonly key: string;
  /** Maximum number of intervals, of which the newest are returned. The uptime includes all intervals. */
  readonly limit: number;
}

export interface StatusHistory extends Uptime {
  readonly status: StatusRow;
  readonly intervals: readonly StateInterval[];
  /** Number of all intervals. */
  readonly count: number;
}

/** Returns the history of a status over a time range, or undefined if the status does not exist. */
function readHistory(context: JobContext, { key, fromUs, toUs, limit }: HistoryRequest): StatusHistory | undefined {
  const status = readStatus(context, key);
  if (!status) return undefined;
  const intervals = toIntervals(readRuns(context, key, fromUs, toUs), fromUs, toUs, reportLifetimeUs(status));
  return { status, intervals: intervals.slice(-limit), count: intervals.length, ...computeUptime(intervals) };
}

export interface UptimesRequest extends TimeWindowUs {
  readonly statuses: readonly StatusRow[];
  /** Start of the first part of the strip, and length of each part. */
  readonly startUs: number;
  readonly stepUs: number;
  readonly count: number;
}

export interface StatusUptime extends Uptime {
  readonly strip: string;
}

/** Returns the uptime and the strip of each status. */
function readUptimes(
  context: JobContext,
  { statuses, fromUs, toUs, startUs, stepUs, count }: UptimesRequest,
): StatusUptime[] {
  return statuses.map((status) => {
    context.throwIfCanceled();
    const intervals = toIntervals(readRuns(context, status.key, fromUs, toUs), fromUs, toUs, reportLifetimeUs(status));
    return { ...computeUptime(intervals), strip: toStrip(intervals, startUs, stepUs, count) };
  });
}

export interface ChangesRequest extends TimeWindowUs {
  readonly keys: readonly string[];
  /** Maximum number of changes, of which the newest are returned. */
  readonly limit: number;
}

export interface StatusChange extends Run {
  readonly key: string;
}

/** Returns the changes of state of the statuses, newest last. */
function readChanges(context: JobContext, { keys, fromUs, toUs, limit }: ChangesRequest): StatusChange[] {
  const found = keys.flatMap((key) => {
    context.throwIfCanceled();
    return stateChanges(readRuns(context, key, fromUs - 1, toUs), fromUs)
      .slice(-limit)
      .map((run) => ({ ...run, key }));
  });
  return found.sort((a, b) => a.atUs - b.atUs || (a.key < b.key ? -1 : 1)).slice(-limit);
}

export interface DeleteExpiredRequest {
  /** Runs that ended before this time are deleted. */
  readonly beforeUs: number;
  /** The last key of the previous step. */
  readonly after: string;
  readonly maxRuns: number;
  readonly maxKeys: number;
}

/** Deletes some of the expired runs of all statuses. Returns where the next step continues, unless all are deleted. */
function deleteExpired(
  context: JobContext,
  { beforeUs, after, maxRuns, maxKeys }: DeleteExpiredRequest,
): { after?: string } {
  const keys = context.prepare('SELECT key FROM statuses WHERE key > ? ORDER BY key LIMIT ?').all(after, maxKeys);
  let remaining = maxRuns;
  let done = after;
  for (const { key } of keys) {
    remaining -= deleteRunsBefore(context, String(key), beforeUs, remaining);
    if (remaining <= 0) return { after: done };
    done = String(key);
  }
  return keys.length < maxKeys ? {} : { after: done };
}

export const jobs = { history: readHistory, uptimes: readUptimes, changes: readChanges, deleteExpired };
