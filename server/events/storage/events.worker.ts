import type { JobContext } from '../../database/job.js';
import { toJsonBytes } from '../../database/worker/json-bytes.js';
import { LEVELS } from '../../common/states.js';
import type { NewEvent } from '../input/event-input.js';
import { type EventRow, toListedEvent } from './event-row.js';
import { type EventFilter, findEvents } from './find-events.js';
import { insertEvent } from './insert-event.js';

/** Stores events and returns their ids. */
function add(context: JobContext, events: readonly NewEvent[]): number[] {
  return events.map((event) => Number(insertEvent(context, event).lastInsertRowid));
}

/** Returns the newest events that match the filter, among those that one search examines. */
function readNewest(context: JobContext, filter: EventFilter): readonly EventRow[] {
  return findEvents(context, filter).events;
}

/** Returns the response to `GET /api/v1/events` as JSON in UTF-8. */
function list(context: JobContext, filter: EventFilter): Uint8Array<ArrayBuffer> {
  const { events, next } = findEvents(context, filter);
  return toJsonBytes(context, {
    items: events.map(toListedEvent),
    ...(next ? { next: `${next.atUs}.${next.id}` } : {}),
  });
}

export interface DeleteExpiredRequest {
  /** Events before this time are deleted. */
  readonly beforeUs: number;
  readonly maxEvents: number;
}

const DELETE_EXPIRED = `
  DELETE FROM events WHERE id IN (
    SELECT id FROM events WHERE level IN (${LEVELS.map((level) => `'${level}'`).join(', ')}) AND at < ? LIMIT ?
  )`;

/** Deletes some of the expired events. `done` is true when none are left. */
function deleteExpired(context: JobContext, { beforeUs, maxEvents }: DeleteExpiredRequest): { done: boolean } {
  return { done: context.prepare(DELETE_EXPIRED).run(beforeUs, maxEvents).changes < maxEvents };
}

export const jobs = { add, newest: readNewest, list, deleteExpired };
