import { JobError, type JobContext } from '../../database/job.js';
import { toJsonBytes } from '../json-bytes.js';
import type { StatusReport } from './status-report.js';
import { readStatus, readStatuses, toListed, type StatusRow } from './status-row.js';

/** The server's own times follow stored ones that lie at most this far ahead, in microseconds. */
const FOLLOWED_AHEAD = 60_000_000;

/** A report, and which status it is on. */
export interface KeyedReport {
  readonly key: string;
  readonly report: StatusReport;
}

export interface ReportRequest {
  readonly reports: readonly KeyedReport[];
  /** Microseconds. */
  readonly now: number;
  readonly maxKeys: number;
}

export interface ReportResult {
  /** Time of the report, in microseconds. */
  readonly at: number;
  /** A newer report is there already, so that this one says nothing of the present. */
  readonly late: boolean;
}

/** Takes reports in, in their order; all of them or none. */
function report(context: JobContext, { reports, now, maxKeys }: ReportRequest): ReportResult[] {
  return reports.map((each) => takeIn(context, each, now, maxKeys));
}

/** Takes a report in. A late one leaves state and message as they are; its promise sticks all the same. */
function takeIn(context: JobContext, { key, report }: KeyedReport, now: number, maxKeys: number): ReportResult {
  const known = readStatus(context, key);
  const at = report.at ?? nextTime(known, now);
  const promise = promiseAfter(known, report.expectEveryMs);
  if (!known) {
    refuseTooMany(context, maxKeys);
    context
      .prepare('INSERT INTO statuses (key, state, message, at, since, expect_every_ms) VALUES (?, ?, ?, ?, ?, ?)')
      .run(key, report.state, report.message ?? null, at, at, promise);
    return { at, late: false };
  }
  if (at < known.at) {
    context.prepare('UPDATE statuses SET expect_every_ms = ? WHERE key = ?').run(promise, key);
    return { at, late: true };
  }
  const since = report.state === known.state ? known.since : at;
  context
    .prepare('UPDATE statuses SET state = ?, message = ?, at = ?, since = ?, expect_every_ms = ? WHERE key = ?')
    .run(report.state, report.message ?? null, at, since, promise, key);
  return { at, late: false };
}

/** Later than the last report, unless that one lies far ahead. */
function nextTime(known: StatusRow | undefined, now: number): number {
  return known && known.at <= now + FOLLOWED_AHEAD ? Math.max(now, known.at + 1) : now;
}

/** What is not said stays as it is; what is said to be zero is taken back. */
function promiseAfter(known: StatusRow | undefined, given: number | undefined): number | null {
  if (given === undefined) return known?.expectEveryMs ?? null;
  return given === 0 ? null : given;
}

function refuseTooMany(context: JobContext, maxKeys: number): void {
  const count = Number(context.prepare('SELECT count(*) AS count FROM statuses').get()?.count);
  if (count < maxKeys) return;
  throw new JobError(
    429,
    `There are ${maxKeys} statuses already, as many as MAX_SERIES allows: nothing was stored. ` +
      'Delete statuses that are no longer needed, or raise MAX_SERIES.',
  );
}

/** The answer to `GET /api/v1/statuses` as JSON in UTF-8. */
function list(context: JobContext): Uint8Array<ArrayBuffer> {
  return toJsonBytes(context, { items: readStatuses(context, '*').map(toListed) });
}

function find(context: JobContext, { key }: { key: string }): StatusRow | undefined {
  return readStatus(context, key);
}

/** The statuses whose keys match the pattern, by key. */
function match(context: JobContext, { pattern }: { pattern: string }): StatusRow[] {
  return readStatuses(context, pattern);
}

/** Deletes a status; answers whether there was one. */
function remove(context: JobContext, { key }: { key: string }): boolean {
  return context.prepare('DELETE FROM statuses WHERE key = ?').run(key).changes > 0;
}

export const jobs = { report, list, find, match, remove };
