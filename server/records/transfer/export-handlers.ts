import { toLines } from '../../base/ndjson.js';
import type { JobContext } from '../../database/job.js';
import { parseTags } from '../../metrics/tags.js';

export interface Page<C> {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the next page begins; undefined when all is told. */
  readonly next?: C;
}

const STATUSES = 100;
const EVENTS = 1_000;

/** Statuses after this key, each with its history. */
function statuses(context: JobContext, { after }: { after: string }): Page<string> {
  const rows = context
    .prepare(
      `SELECT key, name, state, message, at, since, expect_every_ms AS expectEveryMs, ended_at AS endedAt
       FROM statuses WHERE key > ? ORDER BY key LIMIT ?`,
    )
    .all(after, STATUSES);
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
  return page(context, lines, rows.length < STATUSES ? undefined : String(rows.at(-1)?.key));
}

/** Events after this id, in the order in which they were stored. */
function events(context: JobContext, { after }: { after: number }): Page<number> {
  const rows = context
    .prepare('SELECT id, at, level, title, text, tags FROM events WHERE id > ? ORDER BY id LIMIT ?')
    .all(after, EVENTS);
  const lines = rows.map(({ at, level, title, text, tags }) => ({
    type: 'event',
    at,
    level,
    title,
    ...(text === null ? {} : { text }),
    tags: parseTags(String(tags)),
  }));
  return page(context, lines, rows.length < EVENTS ? undefined : Number(rows.at(-1)?.id));
}

function page<C>(context: JobContext, lines: readonly object[], next: C | undefined): Page<C> {
  const bytes = toLines(lines);
  context.transfer(bytes.buffer);
  return { bytes, ...(next === undefined ? {} : { next }) };
}

export const jobs = { statuses, events };
