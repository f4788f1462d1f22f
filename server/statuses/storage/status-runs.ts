import type { JobContext } from '../../database/job.js';
import { HOUR_US, msToUs } from '../../common/time/timestamps.js';
import { lateAt } from '../../common/freshness/freshness.js';
import type { State } from '../../common/states.js';
import { expectedIntervalMs, type StatusRow } from './status-row.js';

/** Consecutive reports with the same state: `atUs` is the time of the first one, `untilUs` of the last one. */
export interface Run {
  readonly atUs: number;
  readonly untilUs: number;
  readonly state: State;
  /** Message of the first report. */
  readonly message: string | null;
}

interface StoredRun extends Run {
  /** 1 if the report was received more than an hour late. It is never merged. */
  readonly late: 0 | 1;
}

/** A report as the history stores it. */
export type HistoryReport = Pick<Run, 'atUs' | 'state' | 'message'>;

/**
 * Reports older than this are merged into runs. Until then each report is stored as it was received, so that a late report has the
 * same effect as one that was received in time.
 */
const MERGE_AFTER_US = HOUR_US;

/** Number of runs that are checked for merging with each report. Several reports can reach the age between two reports. */
const MAX_RUNS_PER_MERGE = 8;

const COLUMNS = 'at, until, state, message, late';
const SELECT = 'SELECT at AS atUs, until AS untilUs, state, message, late FROM status_history';

/** How long a report describes the present: until the status is late, or unlimited without an expected interval. */
export function reportLifetimeUs(status: StatusRow): number {
  const intervalMs = expectedIntervalMs(status);
  return intervalMs === null ? Infinity : msToUs(lateAt(0, intervalMs));
}

/** Adds a report to the history, in any order of time. It replaces a report of the same time. */
export function recordReport(
  context: JobContext,
  key: string,
  report: HistoryReport,
  nowUs: number,
  lifetimeUs: number,
): void {
  const { atUs, state, message } = report;
  const run = runAt(context, key, atUs);
  if (run?.state === state && run.atUs < atUs) return;
  if (run && run.state !== state) splitRun(context, key, run, atUs);
  const untilUs = run?.state === state ? run.untilUs : atUs;
  upsertRun(context, key, { atUs, untilUs, state, message, late: atUs < nowUs - MERGE_AFTER_US ? 1 : 0 });
  mergeRuns(context, key, nowUs - MERGE_AFTER_US, lifetimeUs);
}

/**
 * Returns the time since which the status has been in its state.
 * @param known the status before the report, for times that the history no longer contains
 */
export function findStateStartUs(context: JobContext, { key, state, atUs }: StatusRow, known: StatusRow): number {
  let sinceUs = atUs;
  const newestFirst = context.prepare(
    'SELECT at, state FROM status_history WHERE key = ? AND at <= ? ORDER BY at DESC',
  );
  for (const run of newestFirst.iterate(key, atUs)) {
    if (run.state !== state) return sinceUs;
    sinceUs = Number(run.at);
  }
  return known.state === state ? Math.min(sinceUs, known.sinceUs) : sinceUs;
}

/** Returns the runs of the time from `fromUs` to `toUs`: the last one that began before, and all within it. */
export function readRuns(context: JobContext, key: string, fromUs: number, toUs: number): Run[] {
  return context
    .prepare(
      `SELECT at AS atUs, until AS untilUs, state, message FROM status_history
       WHERE key = :key AND at <= :toUs
         AND at >= coalesce((SELECT max(at) FROM status_history WHERE key = :key AND at <= :fromUs), 0)
       ORDER BY at`,
    )
    .all({ key, fromUs, toUs }) as unknown as Run[];
}

/** Deletes up to `limit` runs that ended before `beforeUs`, and returns their number. */
export function deleteRunsBefore(context: JobContext, key: string, beforeUs: number, limit: number): number {
  const expired = context
    .prepare('SELECT at FROM status_history WHERE key = ? AND at < ? AND until < ? ORDER BY at LIMIT ?')
    .all(key, beforeUs, beforeUs, limit);
  const remove = context.prepare('DELETE FROM status_history WHERE key = ? AND at = ?');
  for (const { at } of expired) remove.run(key, Number(at));
  return expired.length;
}

/** Returns the run that includes the time, if any. */
function runAt(context: JobContext, key: string, atUs: number): StoredRun | undefined {
  const before = context.prepare(`${SELECT} WHERE key = ? AND at <= ? ORDER BY at DESC LIMIT 1`).get(key, atUs) as
    StoredRun | undefined;
  return before && before.untilUs >= atUs ? before : undefined;
}

/** Splits a run at a time. The times of the reports within a run are not known, so it continues directly before and after. */
function splitRun(context: JobContext, key: string, run: StoredRun, atUs: number): void {
  if (run.atUs < atUs) upsertRun(context, key, { ...run, untilUs: atUs - 1 });
  if (run.untilUs > atUs) upsertRun(context, key, { ...run, atUs: atUs + 1 });
}

function upsertRun(context: JobContext, key: string, { atUs, untilUs, state, message, late }: StoredRun): void {
  context
    .prepare(
      `INSERT INTO status_history (key, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (key, at) DO UPDATE SET until = excluded.until, state = excluded.state, message = excluded.message,
         late = excluded.late`,
    )
    .run(key, atUs, untilUs, state, message, late);
}

/** Merges neighboring runs before `beforeUs` that have the same state, unless the status was late between them. */
function mergeRuns(context: JobContext, key: string, beforeUs: number, lifetimeUs: number): void {
  const runs = context
    .prepare(`${SELECT} WHERE key = ? AND at <= ? ORDER BY at DESC LIMIT ?`)
    .all(key, beforeUs, MAX_RUNS_PER_MERGE) as unknown as StoredRun[];
  let [later] = runs;
  for (const run of runs.slice(1)) {
    const canMerge =
      later?.state === run.state && later.late === 0 && run.late === 0 && later.atUs - run.untilUs <= lifetimeUs;
    if (later && canMerge) {
      context.prepare('DELETE FROM status_history WHERE key = ? AND at = ?').run(key, later.atUs);
      later = { ...run, untilUs: later.untilUs };
      upsertRun(context, key, later);
    } else {
      later = run;
    }
  }
}
