import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock.js';
import { Problem } from '../../base/problem.js';
import { microsOf } from '../../base/time.js';
import { Database } from '../../database/database.js';
import { MetricWriter } from '../../metrics/metric-writer.js';
import { Events } from '../../records/events/events.js';
import { Statuses } from '../../records/statuses/statuses.js';
import { BUILT_IN } from './built-in/index.js';
import type { Scope } from './expression.js';
import { MAP_WEBHOOK } from './jobs.js';
import type { Mapping } from './mapping.js';
import type { WebhookRecords } from './webhook-handlers.js';
import { WebhookStore } from './webhook-store.js';

/** A mapping as it is listed. */
export interface ListedMapping extends Mapping {
  readonly name: string;
  /** It comes with Boardcast: nobody put it. */
  readonly builtIn: boolean;
}

/** Takes in any JSON that others send to a URL, by mappings to what a board can show. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly store: WebhookStore,
    private readonly database: Database,
    private readonly metrics: MetricWriter,
    private readonly statuses: Statuses,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * What the mapping makes of a webhook, without storing it.
   * @throws Problem 400, 404, 422.
   */
  async map(name: string, body: Uint8Array, headers: Scope['headers']): Promise<WebhookRecords> {
    const { mapping } = await this.find(name);
    const bytes = Uint8Array.from(body);
    const now = microsOf(this.clock.now());
    return this.database.compute(MAP_WEBHOOK, { body: bytes, headers: shownHeaders(headers), mapping, now }, [
      bytes.buffer,
    ]);
  }

  /**
   * Stores what the mapping makes of a webhook. Everything is checked before the first of it is stored.
   * @throws Problem 400, 404, 422, 429; of the server's own 503, 507.
   */
  async take(name: string, body: Uint8Array, headers: Scope['headers']): Promise<WebhookRecords> {
    const records = await this.map(name, body, headers);
    await this.metrics.write(records.samples, 'webhook');
    await this.statuses.take(records.statuses);
    await this.events.addAll(records.events);
    return records;
  }

  /** All mappings by name: those that were put, and those that come with Boardcast under names that nobody took. */
  async list(): Promise<ListedMapping[]> {
    const stored = await this.store.all();
    const names = new Set(stored.map(({ name }) => name));
    const builtIn = Object.entries(BUILT_IN).filter(([name]) => !names.has(name));
    return [
      ...stored.map(({ name, mapping }) => ({ name, builtIn: false, ...mapping })),
      ...builtIn.map(([name, mapping]) => ({ name, builtIn: true, ...mapping })),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws Problem 404. */
  async get(name: string): Promise<ListedMapping> {
    const { mapping, builtIn } = await this.find(name);
    return { name, builtIn, ...mapping };
  }

  put(name: string, mapping: Mapping): Promise<void> {
    return this.store.put(name, mapping);
  }

  /** One that was put; the one that came with Boardcast under its name is there again. @throws Problem 404, 409. */
  async remove(name: string): Promise<void> {
    if (await this.store.remove(name)) return;
    if (Object.hasOwn(BUILT_IN, name)) {
      throw new Problem(
        409,
        `The mapping '${name}' comes with Boardcast. PUT another one under its name to replace it.`,
      );
    }
    throw noMapping(name);
  }

  private async find(name: string): Promise<{ mapping: Mapping; builtIn: boolean }> {
    const stored = await this.store.get(name);
    if (stored) return { mapping: stored, builtIn: false };
    const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
    if (!builtIn) throw noMapping(name);
    return { mapping: builtIn, builtIn: true };
  }
}

/** Headers that no mapping may put on a board. */
const SECRET: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

function shownHeaders(headers: Scope['headers']): Scope['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET.has(name)));
}

function noMapping(name: string): Problem {
  return new Problem(
    404,
    `There is no mapping for the webhook '${name}'. Say what becomes of its JSON with PUT /api/v1/webhooks/${name}; ` +
      `${Object.keys(BUILT_IN).join(', ')} are there from the start.`,
  );
}
