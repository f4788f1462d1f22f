import type { Tags } from '../../wire/frame.js';
import type { JobContext } from '../database/job.js';
import { parseTags } from '../common/tags.js';
import { LEVELS, type Level } from '../common/states.js';
import type { EventRow } from './event-row.js';
import { hasTags } from './has-tags.js';
import { matchesText, searchWords } from './match-text.js';

/** Where an event stands among all: by time (microseconds), and of equal times by the order of storing. */
export interface EventPosition {
  readonly at: number;
  readonly id: number;
}

/** Which events, of all. */
export interface EventFilter {
  readonly levels?: readonly Level[] | undefined;
  /** Events have these among their tags. */
  readonly tags?: Tags | undefined;
  /** Each word of it is in their title or text. */
  readonly text?: string | undefined;
  /** Microseconds, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Only what stands before it, where an earlier answer ended. */
  readonly before?: EventPosition | undefined;
  readonly limit: number;
}

export interface FoundEvents {
  /** The newest first. Of equal times the one stored later is newer. */
  readonly events: readonly EventRow[];
  /** There may be more of them before this place. */
  readonly next?: EventPosition;
}

/**
 * Events looked at in one go, some tens of milliseconds: a search for what there is nothing of must not keep a thread from
 * everybody else's reads. It goes on from `next`.
 */
const MAX_EXAMINED = 50_000;

/** How many are looked at between two checks whether the search was canceled. */
const CANCELLATION_CHECK_INTERVAL = 1_000;

/** A search may look at many events for each that it finds. */
export function laneOf({ text, tags }: Pick<EventFilter, 'text' | 'tags'>): 'history' | 'read' {
  return text === undefined && tags === undefined ? 'read' : 'history';
}

/** What an event is stored as. */
type StoredEvent = Omit<EventRow, 'tags'> & { readonly tags: string };

/** The newest events that the filter lets through, from all levels in their common order, each read no further than needed. */
export function findEvents(context: JobContext, filter: EventFilter, lookedAt = MAX_EXAMINED): FoundEvents {
  const streams = [...new Set(filter.levels ?? LEVELS)].map((level) => new LevelStream(context, level, filter));
  const words = searchWords(filter.text ?? '');
  const events: EventRow[] = [];
  try {
    for (let looks = 0; ; looks += 1) {
      const stream = newestOf(streams);
      if (!stream) return { events };
      if (looks % CANCELLATION_CHECK_INTERVAL === 0) context.throwIfCanceled();
      const row = stream.head as StoredEvent;
      if (looks >= lookedAt || events.length >= filter.limit) {
        return { events, next: { at: row.at, id: row.id + 1 } };
      }
      if (matchesText(words, row.title, row.text)) {
        const event = { ...row, tags: parseTags(row.tags) };
        if (hasTags(event.tags, filter.tags ?? {})) events.push(event);
      }
      stream.advance();
    }
  } finally {
    for (const stream of streams) stream.close();
  }
}

/** The events of one level, the newest first, as the index has them. */
class LevelStream {
  head: StoredEvent | undefined;
  private readonly rows: Iterator<StoredEvent, undefined>;

  constructor(context: JobContext, level: Level, { from = 0, to, before }: EventFilter) {
    const place = before ?? { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
    const last = Math.min(to ?? Number.MAX_SAFE_INTEGER, place.at);
    // A statement of its own for each level: one statement cannot be read from twice at the same time.
    this.rows = context
      .prepare(
        `SELECT id, at, level, title, text, tags FROM events
         WHERE level = '${level}' AND at >= ? AND at <= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC`,
      )
      .iterate(from, last, place.at, place.id) as unknown as Iterator<StoredEvent, undefined>;
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
  return a.at > b.at || (a.at === b.at && a.id > b.id);
}
