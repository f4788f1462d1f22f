import type { JobContext } from '../database/job.js';
import { msToUs } from '../common/time/timestamps.js';
import { lateAt } from '../dashboard/queries/freshness.js';
import type { State } from '../common/states.js';
import { expectedIntervalMs, type StatusRow } from './status-row.js';

/** Reports that say the same one after the other: the time of the first and of the last, in microseconds. */
export interface Run {
  readonly at: number;
  readonly until: number;
  readonly state: State;
  /** Of the first report. */
  readonly message: string | null;
}

interface StoredRun extends Run {
  /** 1: it came late and stays a report of its own. */
  readonly late: 0 | 1;
}

/** A report as the history keeps it. */
export type HistoryReport = Pick<Run, 'at' | 'state' | 'message'>;

/**
 * For so long (microseconds) each report is kept as it came, and a late one finds its place as if it had come in time. Then
 * those that say the same become one run.
 */
const MERGE_AFTER_US = 3_600_000_000;

/** Runs looked at with each report, to be made one: more than one report can grow old between two. */
const MAX_RUNS_PER_MERGE = 8;

const COLUMNS = 'at, until, state, message, late';

/** For how long (microseconds) a report stands for the present: until it is late, or for ever without a promise. */
export function reportLifetimeUs(status: StatusRow): number {
  const promise = expectedIntervalMs(status);
  return promise === null ? Infinity : msToUs(lateAt(0, promise));
}

/** Takes a report into the history, wherever in time its place is. An equal time replaces. */
export function recordReport(
  context: JobContext,
  key: string,
  report: HistoryReport,
  now: number,
  patience: number,
): void {
  const { at, state, message } = report;
  const around = runAt(context, key, at);
  if (around?.state === state && around.at < at) return;
  if (around && around.state !== state) splitRun(context, key, around, at);
  const until = around?.state === state ? around.until : at;
  upsertRun(context, key, { at, until, state, message, late: at < now - MERGE_AFTER_US ? 1 : 0 });
  mergeRuns(context, key, now - MERGE_AFTER_US, patience);
}

/**
 * Since when the status has been in this state, microseconds.
 * @param known what was known before, of longer ago than the history remembers
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

/** The runs that tell of the time from `from` to `to` (microseconds): the one in force at its start, and all within it. */
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

/** Deletes up to `limit` runs that ended before `before`; answers how many. */
export function deleteRunsBefore(context: JobContext, key: string, before: number, limit: number): number {
  const old = context
    .prepare('SELECT at FROM status_history WHERE key = ? AND at < ? AND until < ? ORDER BY at LIMIT ?')
    .all(key, before, before, limit);
  const remove = context.prepare('DELETE FROM status_history WHERE key = ? AND at = ?');
  for (const { at } of old) remove.run(key, Number(at));
  return old.length;
}

/** The run that has the moment in it, if any. */
function runAt(context: JobContext, key: string, at: number): StoredRun | undefined {
  const before = context
    .prepare(`SELECT ${COLUMNS} FROM status_history WHERE key = ? AND at <= ? ORDER BY at DESC LIMIT 1`)
    .get(key, at) as StoredRun | undefined;
  return before && before.until >= at ? before : undefined;
}

/** Takes a moment out of a run. Of the reports within it only that they were is known: around the moment it goes on. */
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

/** Makes one run of neighbours before `before` that say the same, unless there was silence between them. */
function mergeRuns(context: JobContext, key: string, before: number, patience: number): void {
  const runs = context
    .prepare(`SELECT ${COLUMNS} FROM status_history WHERE key = ? AND at <= ? ORDER BY at DESC LIMIT ?`)
    .all(key, before, MAX_RUNS_PER_MERGE) as unknown as StoredRun[];
  let [later] = runs;
  for (const run of runs.slice(1)) {
    const isOne = later?.state === run.state && later.late === 0 && run.late === 0 && later.at - run.until <= patience;
    if (later && isOne) {
      context.prepare('DELETE FROM status_history WHERE key = ? AND at = ?').run(key, later.at);
      later = { ...run, until: later.until };
      upsertRun(context, key, later);
    } else {
      later = run;
    }
  }
}
