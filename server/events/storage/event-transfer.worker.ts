import { parseTags } from '../../common/tags.js';
import type { JobContext } from '../../database/job.js';
import type { LineObject } from '../../transfer/ndjson.js';
import { exportPage, type ExportPage } from '../../transfer/paged-export.js';
import { readLines } from '../../transfer/read-lines.js';
import type { ImportCounts, ImportLinesRequest } from '../../transfer/transfer.js';
import { type NewEvent, parseEvent } from '../input/event-input.js';
import { insertEvent } from './insert-event.js';

const PAGE_SIZE = 1_000;

/** Returns a page of events after an id, in the order in which they were stored. */
function exportEvents(context: JobContext, { after }: { after: number }): ExportPage<number> {
  const rows = context
    .prepare('SELECT id, at, level, title, text, tags FROM events WHERE id > ? ORDER BY id LIMIT ?')
    .all(after, PAGE_SIZE);
  const lines = rows.map(({ at, level, title, text, tags }) => ({
    type: 'event',
    at,
    level,
    title,
    ...(text === null ? {} : { text }),
    tags: parseTags(String(tags)),
  }));
  return exportPage(context, lines, rows.length < PAGE_SIZE ? undefined : Number(rows.at(-1)?.id));
}

/** Stores the events that do not exist yet. */
function importEvents(context: JobContext, { lines, nowUs }: ImportLinesRequest): ImportCounts {
  const events = readLines(lines, (members) => parseEvent(withoutType(members), nowUs));
  const stored = events.filter((event) => storeEvent(context, event)).length;
  return { stored, kept: events.length - stored };
}

/** Returns the members that a pushed event has. */
function withoutType(members: LineObject): LineObject {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'type'));
}

function storeEvent(context: JobContext, event: NewEvent): boolean {
  const { atUs, level, title, text, tags } = event;
  const equal = context
    .prepare(
      `SELECT id FROM events
       WHERE level = ? AND at = ? AND title = ? AND coalesce(text, '') = ? AND tags = ? LIMIT 1`,
    )
    .get(level, atUs, title, text ?? '', tags);
  if (equal) return false;
  insertEvent(context, event);
  return true;
}

export const jobs = { exportEvents, importEvents };
