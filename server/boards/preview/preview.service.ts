import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import { querySchema, timeZoneSchema, type Query } from '../../../wire/schemas/board.js';
import { DEFAULT_RANGE, RANGES } from '../../../wire/range.js';
import { Clock } from '../../common/time/clock.js';
import { unknownNameMessage } from '../../common/validation/nearest-name.js';
import { Problem } from '../../common/errors/problem.js';
import { Telemetry } from '../../common/telemetry.js';
import { toInputErrors, validationProblem, prefixIssues } from '../../common/validation/validate.js';
import { ChangeBus } from '../../change-bus/change-bus.js';
import { Settings } from '../../config/settings.js';
import { timeRangeOf } from '../../common/time/requested-range.js';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { CachedFrame } from '../../dashboard/queries/cached-frame.js';
import { loadSpanAt, loadFromSource, type SourceLoad } from '../../dashboard/queries/load-from-source.js';
import type { ResolvedQuery } from '../../dashboard/queries/resolve-query.js';

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
  /** The running previews. A preview counts until its source has finished, even after a timeout. */
  private readonly running = new Set<SourceLoad>();
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
    { query: requestedQuery, timeZone = this.settings.timeZone, ...requested }: Preview,
    signal: AbortSignal,
  ): Promise<string> {
    const { source, query } = this.resolve(requestedQuery);
    const now = this.clock.now();
    const range = timeRangeOf(requested, DEFAULT_RANGE, now);
    const { maxPreviews, queryTimeoutMs: timeoutMs } = this.settings;
    if (this.running.size >= maxPreviews) {
      throw new Problem(429, `${maxPreviews} previews are running already: try again in a moment.`);
    }
    this.loads.inc({ source: source.name });
    const { revision } = this.bus.position;
    const load = loadFromSource(
      { source, query, clock: this.clock, timeoutMs },
      { ...loadSpanAt(range, now), timeZone, preview: true },
    );
    this.running.add(load);
    // A remote source may never respond, but uses no resources of this process.
    void (source.local === true ? load.finished : load.result).then(() => this.running.delete(load));
    signal.addEventListener('abort', load.cancel);
    const result = await load.result;
    signal.removeEventListener('abort', load.cancel);
    return CachedFrame.create(result, revision, now, revision).toPanelJson(revision);
  }

  /** Stops running previews, so that they do not delay the shutdown. */
  beforeApplicationShutdown(): void {
    for (const load of this.running) load.cancel();
  }

  private resolve(input: Query): Pick<ResolvedQuery, 'source' | 'query'> {
    const source = this.features.sources.get(input.source);
    if (!source) {
      const message = unknownNameMessage('source', input.source, this.features.sources.keys());
      throw validationProblem([{ path: 'query.source', message }]);
    }
    const { success, data: query, error } = source.schema.safeParse(input);
    if (success) return { source, query };
    throw validationProblem(toInputErrors(prefixIssues(['query'], error.issues)));
  }
}
