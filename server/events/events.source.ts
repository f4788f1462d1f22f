import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Query } from '../../wire/schemas/board.js';
import { type LoadContext, type LoadedFrame, Source } from '../dashboard/contracts/source.js';
import { Database } from '../database/database.js';
import { readOptionsFor } from '../database/read-options.js';
import { usToMs, windowToUs } from '../common/time/timestamps.js';
import { READ_NEWEST_EVENTS } from './storage/event-jobs.js';
import { LEVELS } from '../common/states.js';
import { EVENTS_TOPIC } from './event-topics.js';
import type { ListedEvent } from './storage/event-row.js';
import { DEFAULT_LIMIT, laneOf, MAX_LIMIT, MAX_SEARCH_TEXT } from './storage/find-events.js';
import { hasTags } from './storage/has-tags.js';
import { matchesText, searchTerms } from './storage/match-text.js';

const NAME = 'events';

const eventsQuerySchema = z.looseObject({
  source: z.literal(NAME),
  limit: z.int().min(1).max(MAX_LIMIT).optional(),
  levels: z.array(z.enum(LEVELS)).min(1).optional(),
  /** Tags that an event must have. */
  tags: z.record(z.string(), z.string()).optional(),
  /** Words that must all be in the title or text. */
  match: z.string().min(1).max(MAX_SEARCH_TEXT).optional(),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

/**
 * Loads the newest events for panels, the newest last. A live range does not limit them, so that a panel is not empty after a
 * quiet day. A fixed time range shows the events within it.
 */
@Injectable()
export class EventsSource extends Source<EventsQuery> {
  override readonly name = NAME;
  override readonly schema = eventsQuerySchema;
  override readonly local = true;

  constructor(private readonly database: Database) {
    super();
  }

  override topics(): readonly string[] {
    return [EVENTS_TOPIC];
  }

  override dependsOnTime(): boolean {
    return false;
  }

  override async load(
    { limit = DEFAULT_LIMIT, levels, tags, match }: EventsQuery,
    context: LoadContext,
  ): Promise<LoadedFrame> {
    const window = context.fixed ? windowToUs(context) : {};
    const filter = { levels, tags, text: match, limit, ...window };
    const events = await this.database.read(READ_NEWEST_EVENTS, filter, readOptionsFor(context, laneOf(filter)));
    const oldestFirst = events.toReversed();
    return {
      fields: [
        { name: 'time', type: 'time', values: oldestFirst.map(({ atUs }) => usToMs(atUs)) },
        { name: 'level', type: 'state', values: oldestFirst.map(({ level }) => level) },
        { name: 'title', type: 'string', values: oldestFirst.map(({ title }) => title) },
        { name: 'text', type: 'string', values: oldestFirst.map(({ text }) => text) },
      ],
      // New events push out the oldest ones, so this is no series of which only the rows after a time could be sent.
      whole: true,
      ...updatedAt(oldestFirst.at(-1)?.atUs),
    };
  }
}

function updatedAt(newestUs: number | undefined): Pick<LoadedFrame, 'updatedAt'> {
  return newestUs === undefined ? {} : { updatedAt: usToMs(newestUs) };
}

/** Whether a panel's query would show the event while it is among the newest. */
export function showsEvent(query: Query, { level, tags, title, text }: Omit<ListedEvent, 'id' | 'at'>): boolean {
  const { success, data } = eventsQuerySchema.safeParse(query);
  if (!success) return false;
  const { levels, match = '' } = data;
  return (
    (levels?.includes(level) ?? true) && hasTags(tags, data.tags ?? {}) && matchesText(searchTerms(match), title, text)
  );
}
