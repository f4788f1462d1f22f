import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import { querySchema, type Query } from '../../wire/board.js';
import { DEFAULT_RANGE, RANGES, type TimeRange } from '../../wire/range.js';
import { Clock } from '../base/clock.js';
import { Problem } from '../base/problem.js';
import { Telemetry } from '../base/telemetry.js';
import { inputErrors, invalid } from '../base/validate.js';
import { ChangeBus } from '../bus/change-bus.js';
import { timeRangeOf } from '../dashboard/asked-range.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { FrameSlot } from '../dashboard/frame-slot.js';
import type { Source } from '../dashboard/source.js';

/** Previews that run at the same time; sources are asked for each of them, for nobody shares a preview. */
export const MAX_PREVIEWS = 16;

const time = z.union([z.string(), z.number()]).transform(String);

/** Without a range or a window it is the last hour. */
export const previewSchema = z
  .object({ query: querySchema, range: z.enum(RANGES).optional(), from: time.optional(), to: time.optional() })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof previewSchema>;

/** Answers queries that no board has yet, so that whoever builds one sees what it would show. */
@Injectable()
export class Previews {
  private running = 0;
  private readonly loads: Counter<'source'>;

  constructor(
    private readonly features: FeatureRegistry,
    private readonly bus: ChangeBus,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.loads = telemetry.counter('preview_loads_total', 'Queries asked for a preview', ['source']);
  }

  /**
   * One load, abandoned after 5 s or when `signal` is aborted; nothing is kept of it.
   *
   * @returns `PanelData` as JSON; what goes wrong in the source is its `error`, as on a board
   * @throws Problem 422 where the query or the part of time is wrong, by path, or no source answers it; 429 while too many are under way
   */
  async load({ query, ...asked }: Preview, signal: AbortSignal): Promise<string> {
    const { source, parsed } = this.resolve(query);
    const range = timeRangeOf(asked, DEFAULT_RANGE, this.clock.now());
    if (this.running >= MAX_PREVIEWS) {
      throw new Problem(429, `${MAX_PREVIEWS} previews are being loaded already: try again in a moment.`);
    }
    this.running += 1;
    const slot = this.slotOf(source, parsed, range);
    const stop = (): void => {
      slot.end();
    };
    signal.addEventListener('abort', stop);
    try {
      const frame = await slot.read();
      return frame.toPanelJson(frame.revision);
    } finally {
      signal.removeEventListener('abort', stop);
      this.running -= 1;
    }
  }

  private resolve(query: Query): { source: Source; parsed: Query } {
    const source = this.features.sources.get(query.source);
    if (!source) {
      const known = [...this.features.sources.keys()].toSorted().join(', ');
      throw invalid([{ path: 'query.source', message: `there is no source '${query.source}' here, only ${known}` }]);
    }
    const { success, data, error } = source.schema.safeParse(query);
    if (success) return { source, parsed: data };
    const { issues } = error;
    throw invalid(inputErrors(issues.map(({ message, path }) => ({ message, path: ['query', ...path] }))));
  }

  /** A place of its own for one answer: no board's frames are touched, and no viewer hears of it. */
  private slotOf(source: Source, query: Query, range: TimeRange): FrameSlot {
    const { revision } = this.bus.position;
    const context = {
      bus: this.bus,
      clock: this.clock,
      ttlMs: 0,
      countLoad: (name: string): void => {
        this.loads.inc({ source: name });
      },
      // Nobody is told what becomes of it.
      ages: (): void => undefined,
    };
    const place = { floor: revision, revision, arrivalTopic: '', dependsOnTime: false };
    const owner = { source, query, ...place, context, reserveStart: () => 0 };
    return new FrameSlot(owner, range);
  }
}
