import type { Members } from '../../base/ndjson.js';
import { checkTime } from '../../base/time.js';
import type { Imported, Lines } from '../../base/transfer.js';
import type { JobContext } from '../../database/job.js';
import { readLines } from '../../database/read-lines.js';
import { keyProblem } from '../../metrics/metric-key.js';
import { type EventInput, eventOf } from '../events/event-input.js';
import { refuseTooMany } from '../refuse-too-many.js';
import { oneOf, type State, STATES } from '../states.js';
import { MAX_MESSAGE, type StatusReport, statusReportOf } from '../statuses/status-report.js';
import { proseProblem } from '../texts.js';

export interface ImportRequest {
  readonly lines: Lines;
  /** Microseconds. */
  readonly now: number;
}

export interface ImportStatusesRequest extends ImportRequest {
  readonly maxKeys: number;
}

/** A stretch of one state: from, until (microseconds), state, message, whether it was told late. */
type Run = readonly [number, number, State, string | null, number];

interface StatusLine {
  readonly key: string;
  readonly report: StatusReport & { readonly at: number };
  readonly since: number;
  readonly endedAt: number | undefined;
  readonly history: readonly Run[];
}

/** Statuses that are not here yet, with their history; answers the keys of these, too. */
function statuses(
  context: JobContext,
  { lines, now, maxKeys }: ImportStatusesRequest,
): { imported: Imported; keys: string[] } {
  const sent = readLines(lines, (members) => statusLineOf(members, now));
  const before = Number(context.prepare('SELECT count(*) AS count FROM statuses').get()?.count);
  const keys: string[] = [];
  for (const line of sent) {
    if (!storeStatus(context, line)) continue;
    keys.push(line.key);
    if (before + keys.length > maxKeys) refuseTooMany(context, 'statuses', maxKeys);
  }
  return { imported: { stored: keys.length, kept: sent.length - keys.length }, keys };
}

function storeStatus(context: JobContext, { key, report, since, endedAt, history }: StatusLine): boolean {
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
      report.at,
      since,
      report.expectEveryMs ?? null,
      endedAt ?? null,
    );
  if (changes === 0) return false;
  const insert = context.prepare(
    `INSERT INTO status_history (key, at, until, state, message, late) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key, at) DO NOTHING`,
  );
  for (const run of history) insert.run(key, ...run);
  return true;
}

/** Events of which there is no equal one. */
function events(context: JobContext, { lines, now }: ImportRequest): Imported {
  const sent = readLines(lines, (members) => eventOf(withoutType(members), now));
  const stored = sent.filter((event) => storeEvent(context, event)).length;
  return { stored, kept: sent.length - stored };
}

/** What a push has no name for. */
function withoutType(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'type'));
}

function storeEvent(context: JobContext, { at, level, title, text, tags }: EventInput): boolean {
  const equal = context
    .prepare(
      `SELECT id FROM events
       WHERE level = ? AND at = ? AND title = ? AND coalesce(text, '') = ? AND tags = ? LIMIT 1`,
    )
    .get(level, at, title, text ?? '', tags);
  if (equal) return false;
  context
    .prepare('INSERT INTO events (at, level, title, text, tags) VALUES (?, ?, ?, ?, ?)')
    .run(at, level, title, text, tags);
  return true;
}

function statusLineOf(members: Members, now: number): StatusLine {
  const { key, name, history, since, message, state, at, expectEvery, endedAt } = members;
  const problem = typeof key === 'string' ? keyProblem(key) : 'must be a string';
  if (problem !== undefined) throw new Error(`key ${problem}`);
  const told = {
    state,
    at,
    ...(name === undefined ? {} : { name }),
    ...(message === null ? {} : { message }),
    ...(expectEvery === undefined ? {} : { expectEvery }),
  };
  const report = statusReportOf(told, now);
  if (report.at === undefined || !isTime(since, report.at))
    throw new Error('at must be a time, and since one before it');
  if (endedAt !== undefined && !isTime(endedAt, report.at)) throw new Error('endedAt must be a time, not after at');
  if (!Array.isArray(history) || !history.every((run) => isRun(run, now))) {
    throw new Error('history must be lists of at, until, state, message and whether it came late');
  }
  return { key: key as string, report: { ...report, at: report.at }, since, endedAt, history };
}

function isRun(run: unknown, now: number): run is Run {
  if (!Array.isArray(run) || run.length !== 5) return false;
  const [at, until, state, message, late] = run as unknown[];
  return (
    isTime(until, Infinity) &&
    typeof checkTime(until, now) === 'number' &&
    isTime(at, until) &&
    (late === 0 || late === 1) &&
    oneOf(STATES, state) !== undefined &&
    (message === null || proseProblem(message, 0, MAX_MESSAGE) === undefined)
  );
}

/** Whole microseconds since 1970. */
function isTime(time: unknown, latest: number): time is number {
  return Number.isSafeInteger(time) && (time as number) >= 0 && (time as number) <= latest;
}

export const jobs = { statuses, events };
