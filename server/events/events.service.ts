import { Injectable } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { Database } from '../database/database.js';
import { parseTags } from '../common/tags.js';
import { msToUs } from '../common/time/timestamps.js';
import { ADD_EVENTS, LIST_EVENTS } from './storage/event-jobs.js';
import { RecordTelemetry } from '../common/record-telemetry.js';
import { convertJobErrors } from '../common/errors/convert-job-errors.js';
import { EVENTS_TOPIC } from './event-topics.js';
import { type NewEvent, parseEventBody, parseEvents } from './input/event-input.js';
import { type ListedEvent, toListedEvent } from './storage/event-row.js';
import { type EventFilter, laneOf } from './storage/find-events.js';

/** The events that a request added. */
export interface AddedEvents {
  readonly events: readonly ListedEvent[];
  /** Whether the body was a list, even of one event. */
  readonly isBatch: boolean;
}

/** Stores and lists events. New events are published after their durable commit. */
@Injectable()
export class EventsService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
    private readonly telemetry: RecordTelemetry,
  ) {}

  /**
   * Stores the event or the events of a request's body. Either all events are stored or none.
   * @throws Problem 400 or 422; 503 or 507 if the server cannot store them
   */
  async add(body: Uint8Array): Promise<AddedEvents> {
    const { events, isBatch } = convertJobErrors(() => parseEventBody(body, msToUs(this.clock.now())));
    const ids = await this.addAll(events);
    const added = events.map((event, index) =>
      toListedEvent({ ...event, id: ids[index] as number, tags: parseTags(event.tags) }),
    );
    return { events: added, isBatch };
  }

  /**
   * Stores an `EventInput`, or a list of them. Either all events are stored or none.
   * @throws Problem 413 or 422; 503 or 507 if the server cannot store them
   */
  async addInputs(input: unknown): Promise<void> {
    await this.addAll(convertJobErrors(() => parseEvents(input, msToUs(this.clock.now()))));
  }

  /**
   * Stores valid events. Either all events are stored or none.
   * @returns their ids
   * @throws Problem 503 or 507 if the server cannot store them
   */
  async addAll(events: readonly NewEvent[]): Promise<readonly number[]> {
    if (events.length === 0) return [];
    const ids = await this.database.write(ADD_EVENTS, events);
    this.telemetry.count('event', events.length);
    await this.notifications.publish(EVENTS_TOPIC);
    return ids;
  }

  /** Returns the newest events, newest first: `{ "items": [...], "next"? }` as JSON in UTF-8. `next` is where the next page starts. */
  list(filter: EventFilter): Promise<Uint8Array> {
    return this.database.read(LIST_EVENTS, filter, { lane: laneOf(filter) });
  }
}
