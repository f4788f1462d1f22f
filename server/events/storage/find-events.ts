import type { Tags } from '../../../wire/schemas/frame.js';
import type { JobContext } from '../../database/job.js';
import { parseTags } from '../../common/tags.js';
import { LEVELS, type Level } from '../../common/states.js';
import type { EventRow } from './event-row.js';
import { hasTags } from './has-tags.js';
import { matchesText, searchTerms } from './match-text.js';

/** Number of events in a response, unless the request sets it. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

/** Maximum length of a search text. */
export const MAX_SEARCH_TEXT = 200;

/** The position of an event among all events: its time and, among equal times, its id. */
export interface EventPosition {
  readonly atUs: number;
  readonly id: number;
}

/** Selects events. */
export interface EventFilter {
  readonly levels?: readonly Level[] | undefined;
  /** Tags that an event must have. */
  readonly tags?: Tags | undefined;
  /** Words that must all be in the title or text. */
  readonly text?: string | undefined;
  /** Both bounds are inclusive. */
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
  /** Where the previous page ended: only events before this position are found. */
  readonly before?: EventPosition | undefined;
  readonly limit: number;
}

export interface FoundEvents {
  /** Newest first. Among events of equal time, the one stored later is newer. */
  readonly events: readonly EventRow[];
  /** Set if there may be more events before this position. */
  readonly next?: EventPosition;
}

/**
 * Maximum number of events that one search examines, which takes some tens of milliseconds. A search that finds nothing must not
 * block the other reads of its thread; the next request continues at `next`.
 */
const MAX_EXAMINED = 50_000;

/** Number of examined events between two checks whether the search was canceled. */
const CANCELLATION_CHECK_INTERVAL = 1_000;

/** The database lane of a search. A search for text or tags may examine many events for each one that it finds. */
export function laneOf({ text, tags }: Pick<EventFilter, 'text' | 'tags'>): 'history' | 'read' {
  return text === undefined && tags === undefined ? 'read' : 'history';
}

/** An event as it is stored. */
type StoredEvent = Omit<EventRow, 'tags'> & { readonly tags: string };

/** Finds the newest events that match the filter. It merges the events of all levels by time, and reads no more rows than necessary. */
export function findEvents(context: JobContext, filter: EventFilter, maxExamined = MAX_EXAMINED): FoundEvents {
  const streams = [...new Set(filter.levels ?? LEVELS)].map((level) => new LevelStream(context, level, filter));
  const terms = searchTerms(filter.text ?? '');
  const events: EventRow[] = [];
  try {
    for (let examined = 0; ; examined += 1) {
      const stream = newestOf(streams);
      if (!stream) return { events };
      if (examined % CANCELLATION_CHECK_INTERVAL === 0) context.throwIfCanceled();
      const row = stream.head as StoredEvent;
      if (examined >= maxExamined || events.length >= filter.limit) {
        return { events, next: { atUs: row.atUs, id: row.id + 1 } };
      }
      if (matchesText(terms, row.title, row.text)) {
        const event = { ...row, tags: parseTags(row.tags) };
        if (hasTags(event.tags, filter.tags ?? {})) events.push(event);
      }
      stream.advance();
    }
  } finally {
    for (const stream of streams) stream.close();
  }
}

/** Reads the events of one level from the index, newest first. */
class LevelStream {
  head: StoredEvent | undefined;
  private readonly rows: Iterator<StoredEvent, undefined>;

  constructor(context: JobContext, level: Level, { fromUs = 0, toUs, before }: EventFilter) {
    const end = before ?? { atUs: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
    const lastUs = Math.min(toUs ?? Number.MAX_SAFE_INTEGER, end.atUs);
    // Each level has its own statement, because a statement has only one open cursor.
    this.rows = context
      .prepare(
        `SELECT id, at AS atUs, level, title, text, tags FROM events
         WHERE level = '${level}' AND at >= ? AND at <= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC`,
      )
      .iterate(fromUs, lastUs, end.atUs, end.id) as unknown as Iterator<StoredEvent, undefined>;
    this.advance();
  }

  advance(): void {
    const row = this.rows.next();
    this.head = row.done === true ? undefined : row.value;
  }

  close(): void {
    this.rows.return?.();
  }
}

function newestOf(streams: readonly LevelStream[]): LevelStream | undefined {
  let newest: LevelStream | undefined;
  for (const stream of streams) {
    const { head } = stream;
    if (head && (!newest?.head || isNewer(head, newest.head))) newest = stream;
  }
  return newest;
}

function isNewer(a: EventPosition, b: EventPosition): boolean {
  return a.atUs > b.atUs || (a.atUs === b.atUs && a.id > b.id);
}
