import { Injectable } from '@nestjs/common';
import { parseJson } from '../../common/parse-json.js';
import { Clock } from '../../common/time/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { msToUs } from '../../common/time/timestamps.js';
import { Database } from '../../database/database.js';
import { jobModule } from '../../database/job.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { RecordBatchService } from '../records/record-batch.service.js';
import { CollectdService, type StoredCollectd } from '../collectd/collectd.service.js';
import { BUILT_IN_MAPPINGS } from './built-in/built-in-mappings.js';
import type { Scope } from './expressions/evaluator.js';
import { removeSecretHeaders } from './secret-headers.js';
import type { WebhookRecords } from './mapping/map-webhook.js';
import type { Mapping } from './mapping.schema.js';
import type { jobs } from './storage/store-webhook.worker.js';
import { MappingThread } from './mapping-thread.js';
import { WebhooksRepository } from './storage/webhooks.repository.js';

const STORE_WEBHOOK = jobModule<typeof jobs>('./storage/store-webhook.worker.js', import.meta.url)('store');

/** The webhook for collectd, whose format a mapping cannot express. A stored mapping of the same name has precedence. */
const COLLECTD = 'collectd';

/** A mapping in a list. A long one has only its name. */
export interface ListedMapping extends Partial<Mapping> {
  readonly name: string;
  /** Whether the mapping comes with Boardcast and was not stored by a user. */
  readonly builtIn: boolean;
}

/** The request of a webhook. */
export interface WebhookRequest {
  readonly body: Uint8Array;
  /** Content type, in lower case and without parameters. */
  readonly type: string;
  readonly headers: Scope['headers'];
}

/** Converts JSON of any sender to statuses, events and metrics with mappings, and stores them. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly repository: WebhooksRepository,
    private readonly thread: MappingThread,
    private readonly metrics: MetricsService,
    private readonly records: RecordBatchService,
    private readonly collectd: CollectdService,
    private readonly clock: Clock,
  ) {}

  /**
   * Applies the mapping to a webhook without storing the results.
   * @param signal aborted when the client disconnects
   * @throws Problem 400, 404, 415, 422 or 503
   */
  async map(name: string, { body, type, headers }: WebhookRequest, signal?: AbortSignal): Promise<WebhookRecords> {
    const { mapping } = await this.find(name);
    const nowUs = msToUs(this.clock.now());
    const request = { name, body: new Uint8Array(body), type, headers: removeSecretHeaders(headers), mapping, nowUs };
    return this.thread.run(request, signal);
  }

  /**
   * Applies the mapping to a webhook and stores the results, all of them or none.
   * @returns the stored records, without repeated events
   * @throws Problem 400, 404, 415, 422 or 429; 503 or 507 if the server cannot store them
   */
  async store(name: string, sent: WebhookRequest, signal?: AbortSignal): Promise<WebhookRecords | StoredCollectd> {
    if (name === COLLECTD && (await this.repository.get(name)) === undefined) return this.collectd.store(sent.body);
    const records = await this.map(name, sent, signal);
    const stored = await this.storeRecords(records);
    return { ...records, events: records.events.filter((_, index) => stored[index] === true) };
  }

  /** Returns all mappings sorted by name: stored ones, and built-in ones that no stored mapping replaces. */
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

  /** Returns a mapping. @throws Problem 404 */
  async get(name: string): Promise<ListedMapping> {
    const { mapping, builtIn } = await this.find(name);
    return { name, builtIn, ...(parseJson(mapping) as Mapping) };
  }

  /** Stores a mapping. @throws Problem 429 */
  put(name: string, mapping: Mapping): Promise<void> {
    return this.repository.put(name, mapping);
  }

  /** Deletes a stored mapping. A built-in mapping of the same name is used again. @throws Problem 404 or 409 */
  async remove(name: string): Promise<void> {
    if (await this.repository.remove(name)) return;
    if (Object.hasOwn(BUILT_IN_MAPPINGS, name)) {
      throw new Problem(
        409,
        `The mapping '${name}' comes with Boardcast. PUT another mapping with its name to replace it.`,
      );
    }
    throw noMapping(name);
  }

  /** @returns for each event whether it was stored */
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

  /** Returns a mapping as JSON. */
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
    `There is no mapping for the webhook '${name}'. Store one with PUT /api/v1/webhooks/${name}. ` +
      `Built-in mappings are ${Object.keys(BUILT_IN_MAPPINGS).join(', ')}.`,
  );
}
