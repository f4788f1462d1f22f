import { checkMeasuredTime, type KeptTimes } from '../../base/time.js';
import type { JobContext } from '../../database/job.js';
import {
  type CanonicalTags,
  type ExternalTag,
  externalTags,
  normalizeMetricKey,
} from '../../metrics/external-names.js';
import { type DecodedPoints, ExternalPoints } from '../../metrics/external-points.js';
import { MAX_KEY } from '../../metrics/metric-key.js';
import { bucketsOf, PERCENTILES, percentileOf, totalOf } from './buckets.js';
import { CumulativeList, type CumulativeHistograms } from './cumulative.js';
import { type DataPoint, DELTA, type Kind, type MetricHead, type MetricVisitor } from './otlp-data.js';
import { unitOfUcum } from './units.js';

/** What of a resource tells series apart; the rest says the same of all of them, and there is room for 20 tags. */
export const RESOURCE_TAGS: ReadonlySet<string> = new Set([
  'service.name',
  'service.namespace',
  'service.instance.id',
  'host.name',
]);

const NO_RECORDED_VALUE = 1;

export interface DecodedMetrics extends DecodedPoints {
  readonly cumulative: CumulativeHistograms;
}

/**
 * Makes points of what OpenTelemetry measures. Gauges and sums are stored as they come: a cumulative sum is a counter,
 * a delta one what was added since the point before. A distribution becomes `<name>.count` and `<name>.sum`, which are
 * cumulative or deltas as it is, `.min` and `.max` where they are known, and percentiles of what came since the point
 * before.
 */
export class MetricPoints implements MetricVisitor {
  private readonly points: ExternalPoints;
  private readonly times: KeptTimes;
  private readonly cumulative = new CumulativeList();
  private resourceTags: readonly ExternalTag[] = [];
  private head: MetricHead | undefined;
  private key: string | undefined;
  private unit = '';

  /**
   * @param now microseconds.
   * @param oldest before it (microseconds) nothing is kept.
   */
  constructor(now: number, oldest?: number) {
    this.times = { now, oldest };
    this.points = new ExternalPoints(now, oldest);
  }

  resource(attributes: readonly ExternalTag[]): void {
    this.resourceTags = attributes.filter(([name]) => RESOURCE_TAGS.has(name));
  }

  point(metric: MetricHead, kind: Kind, point: DataPoint): void {
    this.enter(metric);
    const problem = this.problemOf(point);
    if (problem !== undefined || this.key === undefined) {
      this.points.reject(problem ?? 'a metric has no name');
      return;
    }
    const tags = externalTags([this.resourceTags, point.attributes]);
    if ('problem' in tags) {
      this.points.reject(`a series of ${this.key} ${tags.problem}`);
      return;
    }
    const at = point.at === 0 ? NaN : point.at;
    if (kind === 'gauge' || kind === 'sum') this.addNumber(this.key, tags, at, point);
    else if (kind === 'summary') this.addSummary(this.key, tags, at, point);
    else this.addHistogram(this.key, kind, tags, at, point);
  }

  pack(context: JobContext): DecodedMetrics {
    return { ...this.points.pack(context), cumulative: this.cumulative.pack(context) };
  }

  private enter(metric: MetricHead): void {
    if (metric === this.head) return;
    this.head = metric;
    this.key = normalizeMetricKey(metric.name);
    this.unit = unitOfUcum(metric.unit, metric.name);
  }

  private problemOf({ at, flags }: DataPoint): string | undefined {
    const name = this.key ?? 'a metric';
    if ((flags & NO_RECORDED_VALUE) !== 0) return `${name} has points without a recorded value`;
    const time = at === 0 ? at : checkMeasuredTime(at, this.times);
    return typeof time === 'string' ? `a time of ${name} ${time}` : undefined;
  }

  private addNumber(key: string, tags: CanonicalTags, at: number, { value }: DataPoint): void {
    if (this.points.add(key, tags, at, value ?? NaN)) this.points.describe(key, this.unit);
  }

  private addSummary(key: string, tags: CanonicalTags, at: number, { count, sum, quantiles = [] }: DataPoint): void {
    this.addPart(key, '.count', tags, at, count ?? 0);
    this.addPart(key, '.sum', tags, at, sum ?? 0, this.unit);
    for (const [quantile, value] of quantiles) {
      if (quantile >= 0 && quantile <= 1) this.addPart(key, suffixOf(quantile), tags, at, value, this.unit);
    }
  }

  private addHistogram(
    key: string,
    kind: 'histogram' | 'exponentialHistogram',
    tags: CanonicalTags,
    at: number,
    point: DataPoint,
  ): void {
    const { count, sum, min, max } = point;
    this.addPart(key, '.count', tags, at, count ?? 0);
    this.addPart(key, '.sum', tags, at, sum, this.unit);
    this.addPart(key, '.min', tags, at, min, this.unit);
    this.addPart(key, '.max', tags, at, max, this.unit);
    const buckets = bucketsOf(kind, point);
    // Its totals are right even if it has no buckets, or such that do not fit together.
    if (!buckets || buckets.length === 0) return;
    if (this.head?.temporality === DELTA) this.addPercentiles(key, tags, at, point, buckets);
    else
      this.cumulative.add(
        { key, unit: this.unit, tags: tags.tags, start: point.start, at: point.at, min, max },
        buckets,
      );
  }

  private addPercentiles(
    key: string,
    tags: CanonicalTags,
    at: number,
    { min, max }: DataPoint,
    buckets: number[],
  ): void {
    const total = totalOf(buckets);
    for (const percent of PERCENTILES) {
      this.addPart(key, `.p${percent}`, tags, at, percentileOf(buckets, total, percent, min, max), this.unit);
    }
  }

  /** A part that is not known, or not a number, is left out. */
  private addPart(
    key: string,
    suffix: string,
    tags: CanonicalTags,
    at: number,
    value: number | undefined,
    unit = '',
  ): void {
    if (value === undefined || !Number.isFinite(value)) return;
    const part = partKey(key, suffix);
    if (this.points.add(part, tags, at, value)) this.points.describe(part as string, unit);
  }
}

/** The key of a part of a distribution, whose end tells which; undefined if that makes it too long. */
export function partKey(key: string, suffix: string): string | undefined {
  return key.length + suffix.length > MAX_KEY ? undefined : key + suffix;
}

function suffixOf(quantile: number): string {
  if (quantile === 0) return '.min';
  if (quantile === 1) return '.max';
  return `.p${Number((quantile * 100).toPrecision(6))}`;
}
