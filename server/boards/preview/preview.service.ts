import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import { querySchema, timeZoneSchema, type Query } from '../../../wire/schemas/board.js';
import { DEFAULT_RANGE, RANGES, type TimeRange } from '../../../wire/range.js';
import { Clock } from '../../common/time/clock.js';
import { unknownNameMessage } from '../../common/validation/nearest-name.js';
import { Problem } from '../../common/errors/problem.js';
import { Telemetry } from '../../common/telemetry.js';
import { toInputErrors, validationProblem, prefixIssues } from '../../common/validation/validate.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { Settings } from '../../config/settings.js';
import { timeRangeOf } from '../../common/time/requested-range.js';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { QueryLoader } from '../../dashboard/queries/query-loader.js';
import type { LoadableQuery } from '../../dashboard/queries/query-context.js';
import type { Source } from '../../dashboard/contracts/source.js';

const time = z.union([z.string(), z.number()]).transform(String);

/** The default range is the last hour, and the default time zone is that of the server. */
export const previewSchema = z
  .object({
    query: querySchema,
    range: z.enum(RANGES).optional(),
    from: time.optional(),
    to: time.optional(),
    timeZone: timeZoneSchema.optional(),
  })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof previewSchema>;

/** Runs queries that are not part of a board, so that users see the result of a query while they edit a panel. */
@Injectable()
export class PreviewService implements BeforeApplicationShutdown {
  /** Number of running previews. A preview counts until its source has finished, even after a timeout. */
  private running = 0;
  private readonly stopping = new AbortController();
  private readonly loads: Counter<'source'>;

  constructor(
    private readonly features: FeatureRegistry,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    private readonly settings: Settings,
    telemetry: Telemetry,
  ) {
    this.loads = telemetry.counter('preview_loads_total', 'Queries run for previews', ['source']);
  }

  /**
   * Runs a query once. It is stopped after `QUERY_TIMEOUT` or when `signal` is aborted. The result is not cached.
   *
   * @returns `PanelData` as JSON; it has an `error` if the source fails, as on a board
   * @throws Problem 422 if the query, the source or the time range is not valid, 429 while too many previews are running
   */
  async load(
    { query, timeZone = this.settings.timeZone, ...requested }: Preview,
    signal: AbortSignal,
  ): Promise<string> {
    const { source, parsed } = this.resolve(query);
    const range = timeRangeOf(requested, DEFAULT_RANGE, this.clock.now());
    const { maxPreviews } = this.settings;
    if (this.running >= maxPreviews) {
      throw new Problem(429, `${maxPreviews} previews are running already: try again in a moment.`);
    }
    this.running += 1;
    const loads: Promise<unknown>[] = [];
    const loader = this.loaderFor(source, { query: parsed, timeZone }, range, loads);
    const stop = (): void => {
      loader.dispose();
    };
    const signals = [signal, this.stopping.signal];
    for (const each of signals) each.addEventListener('abort', stop);
    try {
      const frame = await loader.read();
      return frame.toPanelJson(frame.revision);
    } finally {
      for (const each of signals) each.removeEventListener('abort', stop);
      // A remote source may never respond, but uses no resources of this process.
      void Promise.allSettled(source.local === true ? loads : []).then(() => (this.running -= 1));
    }
  }

  /** Stops running previews, so that they do not delay the shutdown. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  private resolve(query: Query): { source: Source; parsed: Query } {
    const source = this.features.sources.get(query.source);
    if (!source) {
      const message = unknownNameMessage('source', query.source, this.features.sources.keys());
      throw validationProblem([{ path: 'query.source', message }]);
    }
    const { success, data, error } = source.schema.safeParse(query);
    if (success) return { source, parsed: data };
    throw validationProblem(toInputErrors(prefixIssues(['query'], error.issues)));
  }

  /** Creates a loader for a single load. It changes no cached frames of boards and sends no notifications. */
  private loaderFor(
    source: Source,
    requested: Pick<LoadableQuery, 'query' | 'timeZone'>,
    range: TimeRange,
    loads: Promise<unknown>[],
  ): QueryLoader {
    const { revision } = this.bus.position;
    const context = {
      bus: this.bus,
      clock: this.clock,
      ttlMs: 0,
      timeoutMs: this.settings.queryTimeoutMs,
      countLoad: (name: string): void => {
        this.loads.inc({ source: name });
      },
      watchLoad: (load: Promise<unknown>): void => {
        loads.push(load);
      },
      // Previews have no subscribers.
      scheduleTransition: (): void => undefined,
    };
    const owner = {
      source,
      ...requested,
      minRevision: revision,
      revision,
      resultTopic: '',
      dependsOnTime: false,
      context,
      preview: true as const,
      reserveStart: () => 0,
    };
    return new QueryLoader(owner, range);
  }
}
