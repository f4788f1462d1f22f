import { timeProblem } from '../../common/time/timestamps.js';
import { keyProblem } from '../../common/validation/key-problem.js';
import { oneOf } from '../../common/one-of.js';
import { textProblem } from '../../common/validation/printable-text.js';
import { type State, STATES } from '../../common/states.js';
import type { JobContext } from '../../database/job.js';
import { assertBelowRowLimit } from '../../database/row-limit.js';
import type { LineObject } from '../../transfer/ndjson.js';
import { exportPage, type ExportPage } from '../../transfer/paged-export.js';
import { readLines } from '../../transfer/read-lines.js';
import type { ImportCounts, ImportLinesRequest } from '../../transfer/transfer.js';
import { MAX_MESSAGE, type StatusReport, parseStatusReport } from '../status-report.js';

const PAGE_SIZE = 100;

export interface ImportStatusesRequest extends ImportLinesRequest {
  readonly maxKeys: number;
}

/** A run as a line has it. `late` is 1 if it was reported late, else 0. */
type Run = readonly [atUs: number, untilUs: number, state: State, message: string | null, late: number];

interface StatusLine {
  readonly key: string;
  readonly report: StatusReport & { readonly atUs: number };
  readonly sinceUs: number;
  readonly endedAtUs: number | undefined;
  readonly history: readonly Run[];
}

/** Returns a page of the statuses after a key, each with its history. */
function exportStatuses(context: JobContext, { after }: { after: string }): ExportPage<string> {
  const rows = context
    .prepare(
      `SELECT key, name, state, message, at, since, expect_every_ms AS expectEveryMs, ended_at AS endedAt
       FROM statuses WHERE key > ? ORDER BY key LIMIT ?`,
    )
    .all(after, PAGE_SIZE);
  const history = context.prepare(
    'SELECT at, until, state, message, late FROM status_history WHERE key = ? ORDER BY at',
  );
  const lines = rows.map(({ key, name, state, message, at, since, expectEveryMs, endedAt }) => ({
    type: 'status',
    key,
    ...(name === null ? {} : { name }),
    state,
    message,
    at,
    since,
    ...(expectEveryMs === null ? {} : { expectEvery: `${Number(expectEveryMs)}ms` }),
    ...(endedAt === null ? {} : { endedAt }),
    history: history.all(key as string).map((run) => [run.at, run.until, run.state, run.message, run.late]),
  }));
  return exportPage(context, lines, rows.length < PAGE_SIZE ? undefined : String(rows.at(-1)?.key));
}

/** Stores the statuses whose keys do not exist yet, with their history, and returns these keys as well. */
function importStatuses(
  context: JobContext,
  { lines, nowUs, maxKeys }: ImportStatusesRequest,
): { imported: ImportCounts; keys: string[] } {
  const statuses = readLines(lines, (members) => statusLineOf(members, nowUs));
  const before = Number(context.prepare('SELECT count(*) AS count FROM statuses').get()?.count);
  const keys: string[] = [];
  for (const line of statuses) {
    if (!storeStatus(context, line)) continue;
    keys.push(line.key);
    if (before + keys.length > maxKeys) assertBelowRowLimit(context, 'statuses', maxKeys);
  }
  return { imported: { stored: keys.length, kept: statuses.length - keys.length }, keys };
}

function storeStatus(context: JobContext, { key, report, sinceUs, endedAtUs, history }: StatusLine): boolean {
  const { changes } = context
    .prepare(
      `INSERT INTO statuses (key, name, state, message, at, since, expect_every_ms, ended_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
    )
    .run(
      key,
      report.name ?? null,
      report.state,
      report.message ?? null,
      report.atUs,
      sinceUs,
      report.expectEveryMs ?? null,
      endedAtUs ?? null,
    );
  if (changes === 0) return false;
  const insert = context.prepare(
    `INSERT INTO status_history (key, at, until, state, message, late) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key, at) DO NOTHING`,
  );
  for (const run of history) insert.run(key, ...run);
  return true;
}

function statusLineOf(members: LineObject, nowUs: number): StatusLine {
  const { key, name, history, since, message, state, at, expectEvery, endedAt } = members;
  const problem = typeof key === 'string' ? keyProblem(key) : 'must be a string';
  if (problem !== undefined) throw new Error(`key ${problem}`);
  const reportMembers = {
    state,
    at,
    ...(name === undefined ? {} : { name }),
    ...(message === null ? {} : { message }),
    ...(expectEvery === undefined ? {} : { expectEvery }),
  };
  const report = parseStatusReport(reportMembers, nowUs);
  if (report.atUs === undefined || !isTimeUs(since, report.atUs)) {
    throw new Error('at and since must be times, and since must not be after at');
  }
  if (endedAt !== undefined && !isTimeUs(endedAt, report.atUs))
    throw new Error('endedAt must be a time that is not after at');
  if (!Array.isArray(history) || !history.every((run) => isRun(run, nowUs))) {
    throw new Error('history must be lists of at, until, state, message and 1 if it was late, else 0');
  }
  return { key: key as string, report: { ...report, atUs: report.atUs }, sinceUs: since, endedAtUs: endedAt, history };
}

function isRun(run: unknown, nowUs: number): run is Run {
  if (!Array.isArray(run) || run.length !== 5) return false;
  const [atUs, untilUs, state, message, late] = run as unknown[];
  return (
    isTimeUs(untilUs, Infinity) &&
    timeProblem(untilUs, nowUs) === undefined &&
    isTimeUs(atUs, untilUs) &&
    (late === 0 || late === 1) &&
    oneOf(STATES, state) !== undefined &&
    (message === null || textProblem(message, 0, MAX_MESSAGE) === undefined)
  );
}

/** Whether it is a whole number of microseconds since 1970, at most `latestUs`. */
function isTimeUs(timeUs: unknown, latestUs: number): timeUs is number {
  return Number.isSafeInteger(timeUs) && (timeUs as number) >= 0 && (timeUs as number) <= latestUs;
}

export const jobs = { exportStatuses, importStatuses };
