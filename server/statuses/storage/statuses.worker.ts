import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../../database/worker/json-bytes.js';
import { addArrival, type ArrivalHistory } from '../../common/freshness/interval-estimator.js';
import { MAX_AHEAD_US, usToMs } from '../../common/time/timestamps.js';
import { assertBelowRowLimit } from '../../database/row-limit.js';
import { recordReport, reportLifetimeUs, findStateStartUs } from './status-runs.js';
import type { KeyedReport } from '../status-report.js';
import { readStatus, readStatuses, toListedStatus, type StatusRow } from './status-row.js';

export interface ReportRequest {
  readonly reports: readonly KeyedReport[];
  readonly nowUs: number;
  readonly maxKeys: number;
}

export interface ReportResult {
  /** Time of the report. */
  readonly atUs: number;
  /** Whether a newer report exists, so that this one did not change the state. */
  readonly late: boolean;
}

/** Stores reports in their order. Either all reports are stored or none. */
function report(context: JobContext, { reports, nowUs, maxKeys }: ReportRequest): ReportResult[] {
  return reports.map((each) => storeReport(context, each, nowUs, maxKeys));
}

/**
 * Stores a report. A late report does not change state and message, but it sets the expected interval and is added to the
 * history.
 */
function storeReport(context: JobContext, { key, report }: KeyedReport, nowUs: number, maxKeys: number): ReportResult {
  const known = readStatus(context, key);
  if (!known) assertBelowRowLimit(context, 'statuses', maxKeys);
  const { state, message = null, name = known?.name ?? null, ended = false } = report;
  const atUs = report.atUs ?? nextTimeUs(known, nowUs);
  const late = known !== undefined && atUs < known.atUs;
  const expectEveryMs = nextExpectedIntervalMs(known, report.expectEveryMs);
  const inference = ended ? NOTHING_INFERRED : inferenceAfter(context, known, expectEveryMs, late, nowUs);
  const row: StatusRow = {
    ...(late ? known : { key, state, message, atUs, sinceUs: atUs, endedAtUs: ended ? atUs : null }),
    name,
    expectEveryMs,
    inferredEveryMs: inference?.inferredEveryMs ?? null,
  };
  recordReport(context, key, { atUs, state, message }, nowUs, reportLifetimeUs(row));
  store(context, { ...row, sinceUs: stateStartAfterReportUs(context, known, row, atUs) }, inference?.history);
  return { atUs, late };
}

/** A report that is not the newest one may show that the current state began earlier or later. */
function stateStartAfterReportUs(
  context: JobContext,
  known: StatusRow | undefined,
  row: StatusRow,
  atUs: number,
): number {
  if (!known) return atUs;
  if (atUs > known.atUs) return row.state === known.state ? known.sinceUs : atUs;
  return findStateStartUs(context, row, known);
}

/** A newly inferred interval, with the arrivals that it was inferred from. Without `history`, the stored one stays. */
interface Inference {
  readonly inferredEveryMs: number | null;
  readonly history?: ArrivalHistory | null;
}

/** After a status has ended, its earlier arrivals do not predict later reports. */
const NOTHING_INFERRED: Inference = { inferredEveryMs: null, history: null };

function inferenceAfter(
  context: JobContext,
  known: StatusRow | undefined,
  expectEveryMs: number | null,
  late: boolean,
  nowUs: number,
): Inference | undefined {
  // The time since the status ended is not an interval between reports.
  if (expectEveryMs === null && !late)
    return inferInterval(context, known?.endedAtUs === null ? known : undefined, nowUs);
  // Nothing is inferred while an expected interval is set.
  return known && (expectEveryMs === null ? known : NOTHING_INFERRED);
}

function inferInterval(context: JobContext, known: StatusRow | undefined, nowUs: number): Inference {
  const stored = known && context.prepare('SELECT cadence FROM statuses WHERE key = ?').get(known.key)?.cadence;
  const before = typeof stored === 'string' ? parseHistory(stored) : undefined;
  const history = addArrival(before, usToMs(known?.atUs ?? nowUs), usToMs(nowUs));
  return { inferredEveryMs: history.inferredMs ?? null, ...(history === before ? {} : { history }) };
}

/** An `ArrivalHistory` as the column `cadence` has it, in JSON. */
interface StoredArrivals {
  readonly countedAt: number;
  readonly ages: readonly number[];
  readonly learntMs?: number | undefined;
}

function parseHistory(json: string): ArrivalHistory {
  const { countedAt, ages, learntMs } = JSON.parse(json) as StoredArrivals;
  return { countedAt, agesMs: ages, inferredMs: learntMs };
}

function writeHistory({ countedAt, agesMs, inferredMs }: ArrivalHistory): string {
  return JSON.stringify({ countedAt, ages: agesMs, learntMs: inferredMs });
}

function store(context: JobContext, row: StatusRow, history: ArrivalHistory | null | undefined): void {
  const { key, name, state, message, atUs, sinceUs, expectEveryMs, inferredEveryMs, endedAtUs } = row;
  context
    .prepare(
      `INSERT INTO statuses (key, name, state, message, at, since, expect_every_ms, learnt_every_ms, ended_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET name = excluded.name, state = excluded.state, message = excluded.message,
         at = excluded.at, since = excluded.since, expect_every_ms = excluded.expect_every_ms,
         learnt_every_ms = excluded.learnt_every_ms, ended_at = excluded.ended_at`,
    )
    .run(key, name, state, message, atUs, sinceUs, expectEveryMs, inferredEveryMs, endedAtUs);
  if (history === undefined) return;
  const json = history && writeHistory(history);
  context.prepare('UPDATE statuses SET cadence = ? WHERE key = ?').run(json, key);
}

/** The time of a report that has none: after the last report, unless that is far ahead. */
function nextTimeUs(known: StatusRow | undefined, nowUs: number): number {
  return known && known.atUs <= nowUs + MAX_AHEAD_US ? Math.max(nowUs, known.atUs + 1) : nowUs;
}

/** A report without an expected interval keeps the previous one, and zero removes it. */
function nextExpectedIntervalMs(known: StatusRow | undefined, reportedMs: number | undefined): number | null {
  if (reportedMs === undefined) return known?.expectEveryMs ?? null;
  return reportedMs === 0 ? null : reportedMs;
}

/** Returns the response to `GET /api/v1/statuses` as JSON in UTF-8. */
function list(context: JobContext): Uint8Array<ArrayBuffer> {
  return toJsonBytes(context, { items: readStatuses(context, '*').map(toListedStatus) });
}

function find(context: JobContext, { key }: { key: string }): StatusRow | undefined {
  return readStatus(context, key);
}

/** Returns the statuses whose keys match the pattern, sorted by key. */
function match(context: JobContext, { pattern }: { pattern: string }): StatusRow[] {
  return readStatuses(context, pattern);
}

/** Deletes a status with its history, and returns whether it existed. */
function remove(context: JobContext, { key }: { key: string }): boolean {
  context.prepare('DELETE FROM status_history WHERE key = ?').run(key);
  return context.prepare('DELETE FROM statuses WHERE key = ?').run(key).changes > 0;
}

export const jobs = { report, list, find, match, remove };
