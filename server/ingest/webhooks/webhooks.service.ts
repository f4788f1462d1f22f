import { Injectable } from '@nestjs/common';
import { parseJson } from '../../common/parse-json.js';
import { Clock } from '../../common/time/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { msToUs } from '../../common/time/timestamps.js';
import { Database } from '../../database/database.js';
import { jobModule } from '../../database/job.js';
import { MetricWriter } from '../../metrics/metric-writer.js';
import { RecordBatchService } from '../../statuses/record-batch.service.js';
import { CollectdService, type StoredCollectd } from '../collectd/collectd.service.js';
import { BUILT_IN_MAPPINGS } from './built-in/built-in-mappings.js';
import type { Scope } from './expressions/evaluator.js';
import { removeSecretHeaders } from './secret-headers.js';
import type { WebhookRecords } from './map-webhook.js';
import type { Mapping } from './mapping.schema.js';
import type { jobs } from './store-webhook.worker.js';
import { MappingThread } from './thread/mapping-thread.js';
import { WebhooksRepository } from './webhooks.repository.js';

const STORE_WEBHOOK = jobModule<typeof jobs>(new URL('./store-webhook.worker.js', import.meta.url).href)('store');

/** A webhook whose values no mapping could take apart. One that is put under its name goes before. */
const COLLECTD = 'collectd';

/** A mapping as it is listed: of a long one only the name. */
export interface ListedMapping extends Partial<Mapping> {
  readonly name: string;
  /** It comes with Boardcast: nobody put it. */
  readonly builtIn: boolean;
}

/** A webhook as it was sent. */
export interface WebhookRequest {
  readonly body: Uint8Array;
  /** The content type, in lower case and without parameters. */
  readonly type: string;
  readonly headers: Scope['headers'];
}

/** Takes in any JSON that others send to a URL, by mappings to what a board can show. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly repository: WebhooksRepository,
    private readonly thread: MappingThread,
    private readonly metrics: MetricWriter,
    private readonly records: RecordBatchService,
    private readonly collectd: CollectdService,
    private readonly clock: Clock,
  ) {}

  /**
   * What the mapping makes of a webhook, without storing it.
   * @param signal aborted when the client has left.
   * @throws Problem 400, 404, 415, 422, 503.
   */
  async map(name: string, { body, type, headers }: WebhookRequest, signal?: AbortSignal): Promise<WebhookRecords> {
    const { mapping } = await this.find(name);
    const now = msToUs(this.clock.now());
    const request = { name, body: new Uint8Array(body), type, headers: removeSecretHeaders(headers), mapping, now };
    return this.thread.run(request, signal);
  }

  /**
   * Stores what the mapping makes of a webhook, all of it or nothing.
   * @returns what was stored: events that repeat are left out.
   * @throws Problem 400, 404, 415, 422, 429; of the server's own 503, 507.
   */
  async store(name: string, sent: WebhookRequest, signal?: AbortSignal): Promise<WebhookRecords | StoredCollectd> {
    if (name === COLLECTD && (await this.repository.get(name)) === undefined) return this.collectd.store(sent.body);
    const records = await this.map(name, sent, signal);
    const stored = await this.storeRecords(records);
    return { ...records, events: records.events.filter((_, index) => stored[index] === true) };
  }

  /** All mappings by name: those that were put, and those that come with Boardcast under names that nobody took. */
  async list(): Promise<ListedMapping[]> {
    const stored = await this.repository.list();
    const names = new Set(stored.map(({ name }) => name));
    const builtIn = Object.entries(BUILT_IN_MAPPINGS).filter(([name]) => !names.has(name));
    return [
      ...stored.map(({ name, mapping }) => ({
        name,
        builtIn: false,
        ...(mapping !== null && (parseJson(mapping) as Mapping)),
      })),
      ...builtIn.map(([name, mapping]) => ({ name, builtIn: true, ...mapping })),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws Problem 404. */
  async get(name: string): Promise<ListedMapping> {
    const { mapping, builtIn } = await this.find(name);
    return { name, builtIn, ...(parseJson(mapping) as Mapping) };
  }

  /** @throws Problem 429. */
  put(name: string, mapping: Mapping): Promise<void> {
    return this.repository.put(name, mapping);
  }

  /** One that was put; the one that came with Boardcast under its name is there again. @throws Problem 404, 409. */
  async remove(name: string): Promise<void> {
    if (await this.repository.remove(name)) return;
    if (Object.hasOwn(BUILT_IN_MAPPINGS, name)) {
      throw new Problem(
        409,
        `The mapping '${name}' comes with Boardcast. PUT another one under its name to replace it.`,
      );
    }
    throw noMapping(name);
  }

  /** @returns for each event whether it was stored. */
  private async storeRecords({ samples, ...records }: WebhookRecords): Promise<readonly boolean[]> {
    if (samples.length === 0) return this.records.store(records);
    if (records.reports.length + records.events.length === 0) {
      await this.metrics.write(samples, 'webhook');
      return [];
    }
    return this.records.store(records, async (request) => {
      const { events } = await this.metrics.writeWith(samples, 'webhook', (points) =>
        this.database.write(STORE_WEBHOOK, { points, records: request }),
      );
      return events;
    });
  }

  /** A mapping as JSON. */
  private async find(name: string): Promise<{ mapping: string; builtIn: boolean }> {
    const stored = await this.repository.get(name);
    if (stored !== undefined) return { mapping: stored, builtIn: false };
    const builtIn = Object.hasOwn(BUILT_IN_MAPPINGS, name) ? BUILT_IN_MAPPINGS[name] : undefined;
    if (!builtIn) throw noMapping(name);
    return { mapping: JSON.stringify(builtIn), builtIn: true };
  }
}

function noMapping(name: string): Problem {
  return new Problem(
    404,
    `There is no mapping for the webhook '${name}'. Say what becomes of its JSON with PUT /api/v1/webhooks/${name}; ` +
      `${Object.keys(BUILT_IN_MAPPINGS).join(', ')} are there from the start.`,
  );
}
