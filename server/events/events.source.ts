import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Query } from '../../wire/board.js';
import { type LoadContext, type LoadedFrame, Source } from '../dashboard/source.js';
import { Database } from '../database/database.js';
import { readOptionsFor } from '../database/read-options.js';
import { msToUs, usToMs } from '../common/time/timestamps.js';
import { READ_NEWEST_EVENTS } from './event-jobs.js';
import { LEVELS } from '../common/states.js';
import { EVENTS_TOPIC } from './event-topics.js';
import type { ListedEvent } from './event-row.js';
import { laneOf } from './find-events.js';
import { hasTags } from './has-tags.js';
import { matchesText, searchWords } from './match-text.js';

const NAME = 'events';
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** The longest text that is searched for. */
export const MAX_SEARCH_TEXT = 200;

export const eventsQuerySchema = z.looseObject({
  source: z.literal(NAME),
  limit: z.int().min(1).max(MAX_LIMIT).optional(),
  levels: z.array(z.enum(LEVELS)).min(1).optional(),
  /** Events have these among their tags. */
  tags: z.record(z.string(), z.string()).optional(),
  /** Each word of it is in their title or text. */
  match: z.string().min(1).max(MAX_SEARCH_TEXT).optional(),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

/**
 * Answers panels with the newest events, the newest last. A live range does not clip them: what happened last is still
 * what happened last after a quiet day. A fixed window shows its own.
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
    const window = context.fixed ? { from: msToUs(context.from), to: msToUs(context.to) } : {};
    const filter = { levels, tags, text: match, limit, ...window };
    const events = await this.database.read(READ_NEWEST_EVENTS, filter, readOptionsFor(context, laneOf(filter)));
    const shown = events.toReversed();
    return {
      fields: [
        { name: 'time', type: 'time', values: shown.map(({ at }) => usToMs(at)) },
        { name: 'level', type: 'state', values: shown.map(({ level }) => level) },
        { name: 'title', type: 'string', values: shown.map(({ title }) => title) },
        { name: 'text', type: 'string', values: shown.map(({ text }) => text) },
      ],
      // The oldest leave as new ones come, whatever the range: no series whose rows could be told from a time on.
      whole: true,
      ...updatedAt(shown.at(-1)?.at),
    };
  }
}

function updatedAt(newest: number | undefined): Pick<LoadedFrame, 'updatedAt'> {
  return newest === undefined ? {} : { updatedAt: usToMs(newest) };
}

/** Whether a panel's query shows the event, as long as it is among the newest. */
export function showsEvent(query: Query, { level, tags, title, text }: Omit<ListedEvent, 'id' | 'at'>): boolean {
  const { success, data } = eventsQuerySchema.safeParse(query);
  if (!success) return false;
  const { levels, match = '' } = data;
  return (
    (levels?.includes(level) ?? true) && hasTags(tags, data.tags ?? {}) && matchesText(searchWords(match), title, text)
  );
}
