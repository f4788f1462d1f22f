import { Injectable } from '@nestjs/common';
import { parseDuration } from '../base/duration.js';
import { Source, type LoadContext, type LoadedFrame } from '../dashboard/source.js';
import { Database } from '../database/database.js';
import { bucketsOver, stepFor } from './buckets.js';
import { READ_HISTORY, READ_VALUES } from './jobs.js';
import { mergeHistories, mergeValues } from './merge-frames.js';
import { keysOf, metricsQuerySchema, type MetricsQuery } from './metrics-query.js';
import { metricTopic } from './topics.js';

const DEFAULT_LIMIT = 20;

/** Answers panels from the stored points. A metric that is not there (yet) is an empty frame, not an error. */
@Injectable()
export class MetricsSource extends Source<MetricsQuery> {
  override readonly name = 'metrics';
  override readonly schema = metricsQuerySchema;
  override readonly local = true;

  constructor(private readonly database: Database) {
    super();
  }

  override topics(query: MetricsQuery): readonly string[] {
    return keysOf(query).map(metricTopic);
  }

  /** A series is clipped by whoever draws it; one value over "the last hour" is another a minute later. */
  override dependsOnTime({ as, aggregate }: MetricsQuery): boolean {
    return as === 'value' && aggregate !== 'last';
  }

  override async load(query: MetricsQuery, context: LoadContext): Promise<LoadedFrame> {
    const asValue = query.as === 'value';
    const loaded = await Promise.all(
      keysOf(query).map(async (metric) => ({
        metric,
        frame: await (asValue ? this.values(metric, query, context) : this.history(metric, query, context)),
      })),
    );
    const found = loaded.flatMap(({ metric, frame }) => (frame === undefined ? [] : [{ metric, frame }]));
    const [first] = found;
    if (first === undefined) return { fields: [{ name: 'time', type: 'time', values: [] }] };
    if (loaded.length === 1) return first.frame;
    return asValue ? mergeValues(found, query.limit ?? DEFAULT_LIMIT) : mergeHistories(found);
  }

  private history(
    metric: string,
    { tags = {}, aggregate = 'avg', every }: MetricsQuery,
    { from, to, fixed }: LoadContext,
  ): Promise<LoadedFrame | undefined> {
    // A panel's buckets are made for one range; a viewer may choose a longer one.
    const step = stepFor(to - from, every === undefined ? undefined : parseDuration(every));
    const within = fixed && { from, to };
    return this.database.read(READ_HISTORY, { metric, tags, aggregate, buckets: bucketsOver(from, to, step), within });
  }

  private values(
    metric: string,
    { tags = {}, aggregate = 'avg', limit = DEFAULT_LIMIT }: MetricsQuery,
    { from, to, fixed }: LoadContext,
  ): Promise<LoadedFrame | undefined> {
    return this.database.read(READ_VALUES, { metric, tags, aggregate, from, to, fixed, limit });
  }
}
