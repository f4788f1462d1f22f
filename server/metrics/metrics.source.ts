import { Injectable } from '@nestjs/common';
import { matchesGlob } from '../../wire/glob.js';
import { Source, type LoadContext, type LoadedFrame } from '../dashboard/contracts/source.js';
import { Database } from '../database/database.js';
import { readOptionsFor } from '../database/read-options.js';
import type { Lane } from '../database/worker/reader-pool.js';
import { bucketsOver, intervalFor, MAX_ROWS } from './query/buckets.js';
import { type Interval, parseInterval, formatInterval } from '../../wire/interval.js';
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

/** The maximum number of metrics that a pattern selects. */
const MAX_MATCHES = 200;

/** How many metrics are read at the same time, because each may have many series. */
const MAX_CONCURRENT_METRICS = 20;

/** A frame changes from buckets back to points only if this many more rows fit, so that it does not change back and forth. */
const SPARE_ROWS = 100;

/** A query that reads more series than this runs in the lane of computed queries, so that others do not wait for it. */
const MAX_HISTORY_LANE_SERIES = 1_000;

const TOO_MANY_COLUMNS = `More series match; these are the first ${MAX_COLUMNS}. Narrow them by tags, group them, or show only the top series.`;

/** Loads the data of panels from stored points. For a metric that does not exist (yet) it is an empty frame, not an error. */
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

  /** A pattern matches every topic that it fits. */
  override topics(query: MetricsQuery): readonly string[] {
    return namesIn(query).map(metricTopic);
  }

  /**
   * Clients clip series over time themselves. But one value over the last hour, data of the day before, and the top series
   * change as time passes.
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

  /** Loads the points as they were sent if no buckets are requested and all points fit, else all metrics in the same buckets. */
  private async loadPlain(query: MetricsQuery, context: LoadContext): Promise<LoadedFrame> {
    const raw = await this.loadAll(query, context, maxRawRows(query, context));
    return raw ?? ((await this.loadAll(query, context, undefined)) as LoadedFrame);
  }

  /**
   * @param maxRawRows the maximum number of points that are shown as they were sent; undefined for buckets
   * @returns undefined if several metrics have more points than that, so that all of them must be read in buckets
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
    let nextKey = 0;
    while (nextKey < keys.length && columns < MAX_COLUMNS) {
      const some = keys.slice(nextKey, nextKey + MAX_CONCURRENT_METRICS);
      const loaded = await Promise.all(some.map((metric) => this.loadMetric(metric, query, context, lane, maxRawRows)));
      found.push(...loaded.filter((each) => each !== undefined));
      if (maxRawRows !== undefined && keys.length > 1 && !found.every(({ frame }) => isRaw(frame))) return undefined;
      nextKey += some.length;
      if (!asValue) columns = found.reduce((sum, { frame }) => sum + frame.fields.length - 1, 0);
    }
    const [first] = found;
    if (first === undefined) return { fields: [{ name: 'time', type: 'time', values: [] }] };
    if (keys.length === 1) return first.frame;
    const tooMany = columns > MAX_COLUMNS || nextKey < keys.length ? TOO_MANY_COLUMNS : undefined;
    const frame = asValue ? mergeValues(found, query.limit ?? DEFAULT_LIMIT) : mergeHistories(found);
    if (maxRawRows !== undefined && (frame.fields[0]?.values.length ?? 0) > maxRawRows) return undefined;
    return { ...frame, ...joinWarnings([warning, tooMany, frame.warning]) };
  }

  /** Loads one metric; undefined if it does not exist. */
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
   * Adds the inferred interval of the shown series, unless the sender set an expected interval. Shifted data has none, because
   * it does not show the present.
   */
  private withInferredInterval<F extends LoadedFrame>(parts: readonly MetricsPart[], frame: F): F {
    if (frame.expectEveryMs !== undefined || frame.updatedAt === undefined) return frame;
    if (parts.some(({ shift }) => shift !== undefined)) return frame;
    const intervals = parts.flatMap((part) =>
      this.keys(part).keys.map((key) => this.catalog.inferredIntervals.intervalMs(key, part.tags) ?? 0),
    );
    const expectEveryMs = Math.max(0, ...intervals);
    return expectEveryMs === 0 ? frame : { ...frame, expectEveryMs };
  }

  /** Returns the keys of a query, including those that match its pattern. */
  private keys(part: MetricsPart): { keys: readonly string[]; warning?: string } {
    const { match } = part;
    const named = keysOf(part);
    if (match === undefined) return { keys: named };
    const isSelectable = (key: string): boolean => part.quantile === undefined || isBucketKey(key);
    const matching = this.catalog
      .all()
      .flatMap(({ key }) => (matchesGlob(match, key) && isSelectable(key) ? [key] : []));
    const keys = [...new Set([...named, ...matching.slice(0, MAX_MATCHES)])];
    if (matching.length <= MAX_MATCHES) return { keys };
    return { keys, warning: `${matching.length} metrics match ${match}; these are the first ${MAX_MATCHES}.` };
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
    const raw = maxRawRows === undefined ? undefined : { fromMs: from, maxRows: maxRawRows };
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
    const request = { metric, tags, aggregate, fromMs: from, toMs: to, fixed, limit };
    return this.database.read(READ_VALUES, request, readOptionsFor(context, lane));
  }

  private laneOf(keys: readonly string[]): Lane {
    const series = keys.reduce((sum, key) => sum + (this.catalog.get(key)?.seriesCount ?? 0), 0);
    return series > MAX_HISTORY_LANE_SERIES ? 'query' : 'history';
  }
}

/** Returns the maximum number of rows for points as they were sent; undefined if buckets are requested. */
function maxRawRows({ as, every, aggregate }: MetricsQuery, { previous }: LoadContext): number | undefined {
  if (as === 'value' || every !== undefined || aggregate !== undefined) return undefined;
  return previous === undefined || isRaw(previous) ? MAX_ROWS : MAX_ROWS - SPARE_ROWS;
}

/** Returns the interval of a panel, or a longer one, because viewers may choose a longer range. */
function intervalOf({ every }: MetricsQuery, { from, to }: LoadContext): Interval {
  return intervalFor(to - from, every === undefined ? undefined : parseInterval(every));
}
