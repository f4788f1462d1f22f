import { Injectable } from '@nestjs/common';
import { parseDuration } from '../base/duration.js';
import { Source, type LoadContext, type LoadedFrame } from '../dashboard/source.js';
import { Database } from '../database/database.js';
import { bucketsOver, stepFor } from './buckets.js';
import { READ_HISTORY, READ_VALUES } from './jobs.js';
import { metricsQuerySchema, type MetricsQuery } from './metrics-query.js';
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

  override topics({ metric }: MetricsQuery): readonly string[] {
    return [metricTopic(metric)];
  }

  /** A series is clipped by whoever draws it; one value over "the last hour" is another a minute later. */
  override dependsOnTime({ as, aggregate }: MetricsQuery): boolean {
    return as === 'value' && aggregate !== 'last';
  }

  override async load(query: MetricsQuery, context: LoadContext): Promise<LoadedFrame> {
    const frame = await (query.as === 'value' ? this.values(query, context) : this.history(query, context));
    return frame ?? { fields: [{ name: 'time', type: 'time', values: [] }] };
  }

  private history(
    { metric, tags = {}, aggregate = 'avg', every }: MetricsQuery,
    { from, to, fixed }: LoadContext,
  ): Promise<LoadedFrame | undefined> {
    // A panel's buckets are made for one range; a viewer may choose a longer one.
    const step = stepFor(to - from, every === undefined ? undefined : parseDuration(every));
    const within = fixed && { from, to };
    return this.database.read(READ_HISTORY, { metric, tags, aggregate, buckets: bucketsOver(from, to, step), within });
  }

  private values(
    { metric, tags = {}, aggregate = 'avg', limit = DEFAULT_LIMIT }: MetricsQuery,
    { from, to, fixed }: LoadContext,
  ): Promise<LoadedFrame | undefined> {
    return this.database.read(READ_VALUES, { metric, tags, aggregate, from, to, fixed, limit });
  }
}
