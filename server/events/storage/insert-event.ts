import type { JobContext, JobStatement } from '../../database/job.js';
import type { NewEvent } from '../input/event-input.js';

const INSERT =
  'INSERT INTO events (at, level, title, text, tags, identity) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';

/**
 * Stores an event.
 * @param identity equal for all deliveries of the event, of which only the first is stored
 */
export function insertEvent(
  context: JobContext,
  { atUs, level, title, text, tags }: NewEvent,
  identity: string | null = null,
): ReturnType<JobStatement['run']> {
  return context.prepare(INSERT).run(atUs, level, title, text, tags, identity);
}
