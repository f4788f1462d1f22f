import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import { querySchema, timeZoneSchema, type Query } from '../../wire/board.js';
import { DEFAULT_RANGE, RANGES, type TimeRange } from '../../wire/range.js';
import { Clock } from '../common/time/clock.js';
import { unknownNameMessage } from '../common/validation/nearest-name.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import { toInputErrors, validationProblem, prefixIssues } from '../common/validation/validate.js';
import { ChangeBus } from '../change-bus/change-bus.js';
import { Settings } from '../config/settings.js';
import { timeRangeOf } from '../dashboard/snapshots/requested-range.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { FrameSlot } from '../dashboard/queries/query-loader.js';
import type { SlotOwner } from '../dashboard/queries/query-context.js';
import type { Source } from '../dashboard/source.js';

const time = z.union([z.string(), z.number()]).transform(String);

/** Without a range or a window it is the last hour, without a time zone that of the server. */
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

/** Answers queries that no board has yet, so that whoever builds one sees what it would show. */
@Injectable()
export class Previews implements BeforeApplicationShutdown {
  /** Previews that are computed; each counts until its source has finished, even after its answer was abandoned. */
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
    this.loads = telemetry.counter('preview_loads_total', 'Queries asked for a preview', ['source']);
  }

  /**
   * One load, abandoned after `QUERY_TIMEOUT` or when `signal` is aborted; nothing is kept of it.
   *
   * @returns `PanelData` as JSON; what goes wrong in the source is its `error`, as on a board
   * @throws Problem 422 where the query or the part of time is wrong, by path, or no source answers it; 429 while too many are under way
   */
  async load({ query, timeZone = this.settings.timeZone, ...asked }: Preview, signal: AbortSignal): Promise<string> {
    const { source, parsed } = this.resolve(query);
    const range = timeRangeOf(asked, DEFAULT_RANGE, this.clock.now());
    const { maxPreviews } = this.settings;
    if (this.running >= maxPreviews) {
      throw new Problem(429, `${maxPreviews} previews are being computed already: try again in a moment.`);
    }
    this.running += 1;
    const loads: Promise<unknown>[] = [];
    const slot = this.slotOf(source, { query: parsed, timeZone }, range, loads);
    const stop = (): void => {
      slot.end();
    };
    const signals = [signal, this.stopping.signal];
    for (const each of signals) each.addEventListener('abort', stop);
    try {
      const frame = await slot.read();
      return frame.toPanelJson(frame.revision);
    } finally {
      for (const each of signals) each.removeEventListener('abort', stop);
      // A source elsewhere may never answer, and takes nothing of this process then.
      void Promise.allSettled(source.local === true ? loads : []).then(() => (this.running -= 1));
    }
  }

  /** Waiting previews must not keep the server from stopping. */
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

  /** A place of its own for one answer: no board's frames are touched, and no viewer hears of it. */
  private slotOf(
    source: Source,
    asked: Pick<SlotOwner, 'query' | 'timeZone'>,
    range: TimeRange,
    loads: Promise<unknown>[],
  ): FrameSlot {
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
      // Nobody is told what becomes of it.
      ages: (): void => undefined,
    };
    const place = { floor: revision, revision, arrivalTopic: '', dependsOnTime: false };
    const owner = { source, ...asked, ...place, context, preview: true as const, reserveStart: () => 0 };
    return new FrameSlot(owner, range);
  }
}
