import { Injectable } from '@nestjs/common';
import { matchesGlob } from '../../wire/glob.js';
import { Source, type LoadContext, type LoadedFrame } from '../dashboard/source.js';
import { Database } from '../database/database.js';
import { readOptionsFor } from '../database/read-options.js';
import type { Lane } from '../database/worker/reader-pool.js';
import { bucketsOver, intervalFor, MAX_ROWS } from './query/buckets.js';
import { type Interval, parseInterval, formatInterval } from './query/interval.js';
import { COMPOSE_SERIES, READ_HISTORY, READ_VALUES } from './metric-jobs.js';
import { isRaw, type LoadedMetric, mergeHistories, mergeValues, MAX_COLUMNS } from './query/merge-frames.js';
import { MetricCatalog } from './metric-catalog.js';
import { keysOf, metricsQuerySchema, namesIn, partsOf, type MetricsPart, type MetricsQuery } from './metrics-query.js';
import { joinWarnings } from './query/warnings.js';
import { isBucketKey } from './query/histogram-quantile.js';
import { isPlain, resolvePart } from './query/resolve-part.js';
import type { QuerySpan } from './query/load-part.js';
import { metricTopic } from './metric-topics.js';

const DEFAULT_LIMIT = 20;

/** A pattern stands for this many metrics at most. */
const MAX_MATCHES = 200;

/** Metrics that are read at the same time: each may have many series. */
const MAX_CONCURRENT_METRICS = 20;

/** Buckets become points again only when there is room for this many more, so that the frame does not change its form all the time. */
const SPARE_ROWS = 100;

/** A query that reads more series than this takes the threads of computed queries, so that the others do not wait for it. */
const MAX_HISTORY_LANE_SERIES = 1_000;

const TOO_MANY_COLUMNS = `More series match; these are the first ${MAX_COLUMNS}. Narrow them by tags, group them, or ask for the top.`;

/** Answers panels from the stored points. A metric that is not there (yet) is an empty frame, not an error. */
@Injectable()
export class MetricsSource extends Source<MetricsQuery> {
  override readonly name = 'metrics';
  override readonly schema = metricsQuerySchema;
  override readonly local = true;

  constructor(
    private readonly database: Database,
    private readonly catalog: MetricCatalog,
  ) {
    super();
  }

  /** A pattern among them stands for every topic that fits it. */
  override topics(query: MetricsQuery): readonly string[] {
    return namesIn(query).map(metricTopic);
  }

  /**
   * A series is clipped by whoever draws it; one value over "the last hour" is another a minute later, as is what was the
   * day before, or the greatest of the last hour.
   */
  override dependsOnTime(query: MetricsQuery): boolean {
    return Object.values(partsOf(query)).some(
      ({ aggregate, rate, shift, difference, top }) =>
        (query.as === 'value' && (aggregate !== 'last' || rate === true)) || (shift ?? difference ?? top) !== undefined,
    );
  }

  override async load(query: MetricsQuery, context: LoadContext): Promise<LoadedFrame> {
    return isPlain(query) ? this.loadPlain(query, context) : this.loadComposed(query, context);
  }

  private async loadComposed(query: MetricsQuery, context: LoadContext): Promise<LoadedFrame> {
    const { from, to, fixed, timeZone } = context;
    const interval = intervalOf(query, context);
    const buckets = bucketsOver(from, to, interval, timeZone);
    const within = fixed && { from, to };
    const span: QuerySpan = {
      buckets,
      interval,
      timeZone,
      fromMs: from,
      toMs: to,
      within,
      whole: query.as === 'value',
    };
    const warnings: (string | undefined)[] = [];
    const parts = Object.fromEntries(
      Object.entries(partsOf(query)).map(([name, part]) => {
        const { keys, warning } = this.keys(part);
        warnings.push(warning);
        return [name, resolvePart(part, keys)];
      }),
    );
    const { expression, name, unit, limit = DEFAULT_LIMIT } = query;
    const request = { span, parts, expression, name, unit, limit };
    const frame = await this.database.read(COMPOSE_SERIES, request, readOptionsFor(context, 'query'));
    return {
      ...this.withInferredInterval(Object.values(partsOf(query)), frame),
      ...joinWarnings([...warnings, frame.warning]),
    };
  }

  /** Points as they were sent if nothing else is asked for and all of them fit, else all metrics in the same buckets. */
  private async loadPlain(query: MetricsQuery, context: LoadContext): Promise<LoadedFrame> {
    const raw = await this.loadAll(query, context, maxRawRows(query, context));
    return raw ?? ((await this.loadAll(query, context, undefined)) as LoadedFrame);
  }

  /**
   * @param maxRawRows how many points are shown as they were sent; undefined: buckets are shown
   * @returns undefined if several metrics have more points than that, so that all of them are to be read in buckets
   */
  private async loadAll(
    query: MetricsQuery,
    context: LoadContext,
    maxRawRows: number | undefined,
  ): Promise<LoadedFrame | undefined> {
    const asValue = query.as === 'value';
    const { keys, warning } = this.keys(query);
    const lane = this.laneOf(keys);
    const found: LoadedMetric[] = [];
    let columns = 0;
    let asked = 0;
    while (asked < keys.length && columns < MAX_COLUMNS) {
      const some = keys.slice(asked, asked + MAX_CONCURRENT_METRICS);
      const loaded = await Promise.all(some.map((metric) => this.loadMetric(metric, query, context, lane, maxRawRows)));
      found.push(...loaded.filter((each) => each !== undefined));
      if (maxRawRows !== undefined && keys.length > 1 && !found.every(({ frame }) => isRaw(frame))) return undefined;
      asked += some.length;
      if (!asValue) columns = found.reduce((sum, { frame }) => sum + frame.fields.length - 1, 0);
    }
    const [first] = found;
    if (first === undefined) return { fields: [{ name: 'time', type: 'time', values: [] }] };
    if (keys.length === 1) return first.frame;
    const tooMany = columns > MAX_COLUMNS || asked < keys.length ? TOO_MANY_COLUMNS : undefined;
    const frame = asValue ? mergeValues(found, query.limit ?? DEFAULT_LIMIT) : mergeHistories(found);
    if (maxRawRows !== undefined && (frame.fields[0]?.values.length ?? 0) > maxRawRows) return undefined;
    return { ...frame, ...joinWarnings([warning, tooMany, frame.warning]) };
  }

  /** What is to be shown of one metric; undefined if it is not there. */
  private async loadMetric(
    metric: string,
    query: MetricsQuery,
    context: LoadContext,
    lane: Lane,
    maxRawRows: number | undefined,
  ): Promise<LoadedMetric | undefined> {
    const frame = await (query.as === 'value'
      ? this.loadValues(metric, query, context, lane)
      : this.loadHistory(metric, query, context, lane, maxRawRows));
    return frame && { metric, frame: this.withInferredInterval([{ metric, tags: query.tags }], frame) };
  }

  /**
   * The frame with the promise that was learnt of what it shows, where none was given. What was so long before has none, for
   * it is not the present.
   */
  private withInferredInterval<F extends LoadedFrame>(parts: readonly MetricsPart[], frame: F): F {
    if (frame.expectEveryMs !== undefined || frame.updatedAt === undefined) return frame;
    if (parts.some(({ shift }) => shift !== undefined)) return frame;
    const learnt = parts.flatMap((part) =>
      this.keys(part).keys.map((key) => this.catalog.inferredIntervals.intervalMs(key, part.tags) ?? 0),
    );
    const expectEveryMs = Math.max(0, ...learnt);
    return expectEveryMs === 0 ? frame : { ...frame, expectEveryMs };
  }

  /** The keys that a query names, and those that fit its pattern. */
  private keys(part: MetricsPart): { keys: readonly string[]; warning?: string } {
    const { match } = part;
    const named = keysOf(part);
    if (match === undefined) return { keys: named };
    const isMeant = (key: string): boolean => part.quantile === undefined || isBucketKey(key);
    const fitting = this.catalog.all().flatMap(({ key }) => (matchesGlob(match, key) && isMeant(key) ? [key] : []));
    const keys = [...new Set([...named, ...fitting.slice(0, MAX_MATCHES)])];
    if (fitting.length <= MAX_MATCHES) return { keys };
    return { keys, warning: `${fitting.length} metrics fit ${match}; these are the first ${MAX_MATCHES}.` };
  }

  private loadHistory(
    metric: string,
    query: MetricsQuery,
    context: LoadContext,
    lane: Lane,
    maxRawRows: number | undefined,
  ): Promise<LoadedFrame | undefined> {
    const { tags = {}, aggregate = 'avg' } = query;
    const { from, to, fixed, timeZone } = context;
    const interval = intervalOf(query, context);
    const buckets = bucketsOver(from, to, interval, timeZone);
    const raw = maxRawRows === undefined ? undefined : { from, maxRows: maxRawRows };
    const request = {
      metric,
      tags,
      aggregate,
      buckets,
      every: formatInterval(interval),
      raw,
      within: fixed && { from, to },
    };
    return this.database.read(READ_HISTORY, request, readOptionsFor(context, lane));
  }

  private loadValues(
    metric: string,
    { tags = {}, aggregate = 'avg', limit = DEFAULT_LIMIT }: MetricsQuery,
    context: LoadContext,
    lane: Lane,
  ): Promise<LoadedFrame | undefined> {
    const { from, to, fixed } = context;
    const request = { metric, tags, aggregate, from, to, fixed, limit };
    return this.database.read(READ_VALUES, request, readOptionsFor(context, lane));
  }

  private laneOf(keys: readonly string[]): Lane {
    const series = keys.reduce((sum, key) => sum + (this.catalog.get(key)?.seriesCount ?? 0), 0);
    return series > MAX_HISTORY_LANE_SERIES ? 'query' : 'history';
  }
}

/** The points of a frame of at most this many rows are shown as they were sent; undefined if buckets are asked for. */
function maxRawRows({ as, every, aggregate }: MetricsQuery, { previous }: LoadContext): number | undefined {
  if (as === 'value' || every !== undefined || aggregate !== undefined) return undefined;
  return previous === undefined || isRaw(previous) ? MAX_ROWS : MAX_ROWS - SPARE_ROWS;
}

/** A panel's buckets are made for one range; a viewer may choose a longer one. */
function intervalOf({ every }: MetricsQuery, { from, to }: LoadContext): Interval {
  return intervalFor(to - from, every === undefined ? undefined : parseInterval(every));
}
