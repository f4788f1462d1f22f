import type { Tags } from '../../../wire/frame.js';
import type { JobContext } from '../../database/job.js';
import { parseTags } from '../../metrics/tags.js';
import { isoOf } from '../../base/time.js';
import { LEVELS, type Level } from '../states.js';

/** An event as the database threads tell it. */
export interface EventRow {
  /** Grows in the order of storing. */
  readonly id: number;
  /** Microseconds. */
  readonly at: number;
  readonly level: Level;
  readonly title: string;
  readonly text: string | null;
  readonly tags: Tags;
}

/** An event as the API tells it. */
export interface ListedEvent {
  readonly id: number;
  readonly at: string;
  readonly level: Level;
  readonly title: string;
  readonly text?: string;
  readonly tags: Tags;
}

/** Which events, of all. */
export interface EventFilter {
  readonly levels?: readonly Level[] | undefined;
  /** Events have these among their tags. */
  readonly tags?: Tags | undefined;
  /** Microseconds, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
}

const OF_LEVEL = `
  SELECT id, at, level, title, text, tags FROM events
  WHERE level = ? AND at >= ? AND at <= ? ORDER BY at DESC, id DESC`;

/** The newest events that the filter lets through, the newest first. Of equal times the one stored later is newer. */
export function readEvents(context: JobContext, filter: EventFilter): EventRow[] {
  const { levels = LEVELS, limit } = filter;
  const rows = [...new Set(levels)].flatMap((level) => readLevel(context, level, filter));
  return rows.sort((a, b) => b.at - a.at || b.id - a.id).slice(0, limit);
}

function readLevel(
  context: JobContext,
  level: Level,
  { tags = {}, from = 0, to = Number.MAX_SAFE_INTEGER, limit }: EventFilter,
): EventRow[] {
  const found: EventRow[] = [];
  for (const row of context.prepare(OF_LEVEL).iterate(level, from, to)) {
    const event = { ...row, tags: parseTags(String(row.tags)) } as unknown as EventRow;
    if (hasTags(event.tags, tags)) found.push(event);
    if (found.length >= limit) break;
  }
  return found;
}

/** Whether all that is wanted is among the tags. */
export function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([name, value]) => Object.hasOwn(tags, name) && tags[name] === value);
}

export function toListed({ id, at, level, title, text, tags }: EventRow): ListedEvent {
  return { id, at: isoOf(at), level, title, ...(text === null ? {} : { text }), tags };
}
