import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../json-bytes.js';
import { LEVELS } from '../states.js';
import type { EventInput } from './event-input.js';
import { type EventFilter, type EventRow, readEvents, toListed } from './event-row.js';

/** Stores events; answers their ids. */
function add(context: JobContext, events: readonly EventInput[]): number[] {
  const insert = context.prepare('INSERT INTO events (at, level, title, text, tags) VALUES (?, ?, ?, ?, ?)');
  return events.map(({ title, level, text, at, tags }) =>
    Number(insert.run(at, level, title, text, tags).lastInsertRowid),
  );
}

function newest(context: JobContext, filter: EventFilter): EventRow[] {
  return readEvents(context, filter);
}

/** The answer to `GET /api/v1/events` as JSON in UTF-8. */
function list(context: JobContext, filter: EventFilter): Uint8Array<ArrayBuffer> {
  return toJsonBytes(context, { items: readEvents(context, filter).map(toListed) });
}

export interface SweepRequest {
  /** Events before it go, in microseconds. */
  readonly before: number;
  readonly maxEvents: number;
}

const SWEEP = `
  DELETE FROM events WHERE id IN (
    SELECT id FROM events WHERE level IN (${LEVELS.map((level) => `'${level}'`).join(', ')}) AND at < ? LIMIT ?
  )`;

/** One step of the sweep over all events. */
function sweep(context: JobContext, { before, maxEvents }: SweepRequest): { done: boolean } {
  return { done: context.prepare(SWEEP).run(before, maxEvents).changes < maxEvents };
}

export const jobs = { add, newest, list, sweep };
