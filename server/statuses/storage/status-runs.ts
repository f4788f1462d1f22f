import type { JobContext } from '../../database/job.js';
import { HOUR_US, msToUs } from '../../common/time/timestamps.js';
import { lateAt } from '../../common/freshness/freshness.js';
import type { State } from '../../common/states.js';
import { expectedIntervalMs, type StatusRow } from './status-row.js';

/** Consecutive reports with the same state: `at` is the time of the first one, `until` of the last one (microseconds). */
export interface Run {
  readonly at: number;
  readonly until: number;
  readonly state: State;
  /** Message of the first report. */
  readonly message: string | null;
}

interface StoredRun extends Run {
  /** 1 if the report was received more than an hour late. It is never merged. */
  readonly late: 0 | 1;
}

/** A report as the history stores it. */
export type HistoryReport = Pick<Run, 'at' | 'state' | 'message'>;

/**
 * Reports older than this are merged into runs. Until then each report is stored as it was received, so that a late report has the
 * same effect as one that was received in time.
 */
const MERGE_AFTER_US = HOUR_US;

/** Number of runs that are checked for merging with each report. Several reports can reach the age between two reports. */
const MAX_RUNS_PER_MERGE = 8;

const COLUMNS = 'at, until, state, message, late';

/** How long a report describes the present, in microseconds: until the status is late, or unlimited without an expected interval. */
export function reportLifetimeUs(status: StatusRow): number {
  const intervalMs = expectedIntervalMs(status);
  return intervalMs === null ? Infinity : msToUs(lateAt(0, intervalMs));
}

/** Adds a report to the history, in any order of time. It replaces a report of the same time. */
export function recordReport(
  context: JobContext,
  key: string,
  report: HistoryReport,
  now: number,
  lifetimeUs: number,
): void {
  const { at, state, message } = report;
  const run = runAt(context, key, at);
  if (run?.state === state && run.at < at) return;
  if (run && run.state !== state) splitRun(context, key, run, at);
  const until = run?.state === state ? run.until : at;
  upsertRun(context, key, { at, until, state, message, late: at < now - MERGE_AFTER_US ? 1 : 0 });
  mergeRuns(context, key, now - MERGE_AFTER_US, lifetimeUs);
}

/**
 * Returns the time since which the status has been in its state, in microseconds.
 * @param known the status before the report, for times that the history no longer contains
 */
export function stateSince(context: JobContext, { key, state, at }: StatusRow, known: StatusRow): number {
  let since = at;
  const newestFirst = context.prepare(
    'SELECT at, state FROM status_history WHERE key = ? AND at <= ? ORDER BY at DESC',
  );
  for (const run of newestFirst.iterate(key, at)) {
    if (run.state !== state) return since;
    since = Number(run.at);
  }
  return known.state === state ? Math.min(since, known.since) : since;
}

/** Returns the runs of the time from `from` to `to` (microseconds): the last one that began before, and all within it. */
export function readRuns(context: JobContext, key: string, from: number, to: number): Run[] {
  return context
    .prepare(
      `SELECT at, until, state, message FROM status_history
       WHERE key = :key AND at <= :to
         AND at >= coalesce((SELECT max(at) FROM status_history WHERE key = :key AND at <= :from), 0)
       ORDER BY at`,
    )
    .all({ key, from, to }) as unknown as Run[];
}

/** Deletes up to `limit` runs that ended before `before` (microseconds), and returns their number. */
export function deleteRunsBefore(context: JobContext, key: string, before: number, limit: number): number {
  const expired = context
    .prepare('SELECT at FROM status_history WHERE key = ? AND at < ? AND until < ? ORDER BY at LIMIT ?')
    .all(key, before, before, limit);
  const remove = context.prepare('DELETE FROM status_history WHERE key = ? AND at = ?');
  for (const { at } of expired) remove.run(key, Number(at));
  return expired.length;
}

/** Returns the run that includes the time, if any. */
function runAt(context: JobContext, key: string, at: number): StoredRun | undefined {
  const before = context
    .prepare(`SELECT ${COLUMNS} FROM status_history WHERE key = ? AND at <= ? ORDER BY at DESC LIMIT 1`)
    .get(key, at) as StoredRun | undefined;
  return before && before.until >= at ? before : undefined;
}

/** Splits a run at a time. The times of the reports within a run are not known, so it continues directly before and after. */
function splitRun(context: JobContext, key: string, run: StoredRun, at: number): void {
  if (run.at < at) upsertRun(context, key, { ...run, until: at - 1 });
  if (run.until > at) upsertRun(context, key, { ...run, at: at + 1 });
}

function upsertRun(context: JobContext, key: string, { at, until, state, message, late }: StoredRun): void {
  context
    .prepare(
      `INSERT INTO status_history (key, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (key, at) DO UPDATE SET until = excluded.until, state = excluded.state, message = excluded.message,
         late = excluded.late`,
    )
    .run(key, at, until, state, message, late);
}

/** Merges neighboring runs before `before` that have the same state, unless the status was late between them. */
function mergeRuns(context: JobContext, key: string, before: number, lifetimeUs: number): void {
  const runs = context
    .prepare(`SELECT ${COLUMNS} FROM status_history WHERE key = ? AND at <= ? ORDER BY at DESC LIMIT ?`)
    .all(key, before, MAX_RUNS_PER_MERGE) as unknown as StoredRun[];
  let [later] = runs;
  for (const run of runs.slice(1)) {
    const canMerge =
      later?.state === run.state && later.late === 0 && run.late === 0 && later.at - run.until <= lifetimeUs;
    if (later && canMerge) {
      context.prepare('DELETE FROM status_history WHERE key = ? AND at = ?').run(key, later.at);
      later = { ...run, until: later.until };
      upsertRun(context, key, later);
    } else {
      later = run;
    }
  }
}
