import { Injectable } from '@nestjs/common';
import type { EventInput } from './input/event-input.js';
import { EventsService } from './events.service.js';

/**
 * Adds events from code, with the same rules as `POST /api/v1/events`.
 *
 * @example
 * ```ts
 * await this.events.write({ title: 'web@4.18.2 deployed', level: 'ok', tags: { app: 'shop' } });
 * ```
 */
@Injectable()
export class EventWriter {
  constructor(private readonly events: EventsService) {}

  /**
   * Adds an event, or up to 10,000 of them: either all are stored or none. Resolves when they are durably stored and the change
   * is published.
   *
   * @throws Problem 422 whose `errors` name everything that is wrong, with paths like `title`, or `[3].title` in a list; 413 if
   *   there are too many; 503 or 507 if the server cannot store them
   */
  async write(events: EventInput | readonly EventInput[]): Promise<void> {
    await this.events.addInputs(events);
  }
}
