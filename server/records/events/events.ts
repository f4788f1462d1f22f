import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock.js';
import { NotificationQueue } from '../../dashboard/notification-queue.js';
import { Database } from '../../database/database.js';
import { parseTags } from '../../metrics/tags.js';
import { microsOf } from '../../base/time.js';
import { ADD_EVENT, LIST_EVENTS } from '../jobs.js';
import { RecordTelemetry } from '../record-telemetry.js';
import { orProblem } from '../refusals.js';
import { EVENTS_TOPIC } from '../topics.js';
import { readEvent } from './event-input.js';
import { type EventFilter, type ListedEvent, toListed } from './event-row.js';

/** The events: stored and listed. A new one is announced after its durable commit. */
@Injectable()
export class Events {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
    private readonly telemetry: RecordTelemetry,
  ) {}

  /**
   * Stores an event from a request's body.
   * @throws Problem 400, 422; of the server's own 503, 507.
   */
  async add(body: Uint8Array): Promise<ListedEvent> {
    const event = orProblem(() => readEvent(body, microsOf(this.clock.now())));
    const id = await this.database.write(ADD_EVENT, event);
    this.telemetry.count('event');
    await this.notifications.announce(EVENTS_TOPIC);
    return toListed({ ...event, id, tags: parseTags(event.tags) });
  }

  /** The newest events, the newest first, `{ "items": [...] }` as JSON in UTF-8. */
  list(filter: EventFilter): Promise<Uint8Array> {
    return this.database.read(LIST_EVENTS, filter);
  }
}
