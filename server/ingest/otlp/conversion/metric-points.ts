import { measuredTimeProblem, type AcceptedTimes } from '../../../common/time/timestamps.js';
import type { JobContext } from '../../../database/job.js';
import type { CanonicalTags, ExternalTag } from '../../external-tags.js';
import { normalizeMetricKey } from '../../normalize-metric-key.js';
import type { DecodedPoints } from '../../../metrics/input/decoded-points.js';
import { ExternalPoints } from '../../external-points.js';
import { MAX_KEY_LENGTH } from '../../../../wire/metric-key.js';
import { toBuckets, PERCENTILES, estimatePercentile, singleBucketValue, countValues } from './histogram-buckets.js';
import { CumulativeHistogramList, type CumulativeHistograms } from './cumulative-histograms.js';
import {
  type DataPoint,
  DELTA,
  type InstrumentationScope,
  type Kind,
  type MetricHead,
  type MetricVisitor,
} from '../decoding/otlp-data.js';
import { ResourceTags } from './resource-tags.js';
import { unitFromUcum } from './ucum-unit.js';

const NO_RECORDED_VALUE = 1;

const NUMBER_SUFFIXES = [''];

/** The suffixes of the keys of a distribution. */
const DISTRIBUTION_SUFFIXES = ['.count', '.sum', '.min', '.max', ...PERCENTILES.map((percent) => `.p${percent}`)];

export interface DecodedMetrics extends DecodedPoints {
  readonly cumulative: CumulativeHistograms;
}

/**
 * Converts OpenTelemetry metrics to points. Gauges and sums are stored as they were sent: a cumulative sum is a counter, and a delta
 * is the increase since the previous point. A distribution becomes `<name>.count` and `<name>.sum`, which are cumulative or deltas
 * like the distribution, and percentiles, `.min` and `.max` of the values since the previous point. A point without a recorded value
 * ends its series.
 */
export class MetricPoints implements MetricVisitor {
  private readonly points: ExternalPoints;
  private readonly times: AcceptedTimes;
  private readonly cumulative = new CumulativeHistogramList();
  private readonly tags = new ResourceTags();
  /** For each scope, the descriptions of its metrics by their keys. The same scope may appear several times in a request. */
  private readonly scopes = new Map<string, Map<string, string>>();
  private owners = new Map<string, string>();
  private owner = '';
  private head: MetricHead | undefined;
  private key: string | undefined;
  private unit = '';

  /** @param oldestUs earlier points are rejected */
  constructor(nowUs: number, oldestUs?: number) {
    this.times = { nowUs, oldestUs };
    this.points = new ExternalPoints(nowUs, oldestUs);
  }

  resource(attributes: readonly ExternalTag[]): void {
    this.tags.enterResource(attributes);
  }

  scope(scope: InstrumentationScope): void {
    this.tags.enterScope(scope);
    this.owners = this.scopes.get(this.tags.identity) ?? new Map<string, string>();
    this.scopes.set(this.tags.identity, this.owners);
  }

  point(metric: MetricHead, kind: Kind, point: DataPoint): void {
    this.enter(metric, kind);
    const other = this.otherOwner(kind, point);
    if (other !== undefined) {
      this.points.reject(`${this.owner} would be stored as the same metric as ${other}: rename one of them`);
      return;
    }
    if ((point.flags & NO_RECORDED_VALUE) !== 0) {
      this.end(kind, point);
      return;
    }
    const problem = this.problemOf(point);
    if (problem !== undefined || this.key === undefined) {
      this.points.reject(problem ?? 'a metric has no name');
      return;
    }
    const tags = this.tags.tagsOf(point.attributes);
    if ('problem' in tags) {
      this.points.reject(`a series of ${this.key} ${tags.problem}`);
      return;
    }
    const atUs = point.atUs === 0 ? NaN : point.atUs;
    if (kind === 'gauge' || kind === 'sum') this.addNumber(this.key, tags, atUs, point);
    else if (kind === 'summary') this.addSummary(this.key, tags, atUs, point);
    else this.addHistogram(this.key, kind, tags, atUs, point);
  }

  pack(context: JobContext): DecodedMetrics {
    return { ...this.points.pack(context), cumulative: this.cumulative.pack(context) };
  }

  private enter(metric: MetricHead, kind: Kind): void {
    if (metric === this.head) return;
    this.head = metric;
    this.owner = `${metric.name} (${kind}${metric.unit && ` in ${metric.unit}`}${metric.temporality === DELTA ? ', delta' : ''})`;
    this.key = normalizeMetricKey(metric.name);
    this.unit = unitFromUcum(metric.unit, metric.name);
  }

  /**
   * Returns another metric of this scope that writes the same key, such as the gauge `a.count` beside the histogram `a`. The first
   * metric keeps the key.
   */
  private otherOwner(kind: Kind, { quantiles = [] }: DataPoint): string | undefined {
    const { key, owners, owner } = this;
    if (key === undefined) return undefined;
    const keys = Array.from(suffixesOf(kind, quantiles), (part) => key + part);
    const other = keys.map((each) => owners.get(each)).find((known) => known !== undefined && known !== owner);
    if (other === undefined) for (const each of keys) owners.set(each, owner);
    return other;
  }

  private problemOf({ atUs }: DataPoint): string | undefined {
    const problem = atUs === 0 ? undefined : measuredTimeProblem(atUs, this.times);
    return problem === undefined ? undefined : `a time of ${this.key ?? 'a metric'} ${problem}`;
  }

  /** https://opentelemetry.io/docs/specs/otel/metrics/data-model/#no-recorded-value */
  private end(kind: Kind, { attributes, atUs, quantiles = [] }: DataPoint): void {
    if (this.key === undefined) return;
    const tags = this.tags.tagsOf(attributes);
    for (const part of suffixesOf(kind, quantiles))
      this.points.end(partKey(this.key, part), tags, atUs === 0 ? NaN : atUs);
  }

  private addNumber(key: string, tags: CanonicalTags, atUs: number, { value }: DataPoint): void {
    if (this.points.add(key, tags, atUs, value ?? NaN)) this.points.describe(key, this.unit);
  }

  private addSummary(key: string, tags: CanonicalTags, atUs: number, { count, sum, quantiles = [] }: DataPoint): void {
    this.addPart(key, '.count', tags, atUs, count ?? 0);
    this.addPart(key, '.sum', tags, atUs, sum ?? 0, this.unit);
    for (const [quantile, value] of quantiles) {
      if (quantile >= 0 && quantile <= 1) this.addPart(key, suffixOf(quantile), tags, atUs, value, this.unit);
    }
    this.rejectLong(key);
  }

  private addHistogram(
    key: string,
    kind: 'histogram' | 'exponentialHistogram',
    tags: CanonicalTags,
    atUs: number,
    point: DataPoint,
  ): void {
    const { startUs, count, sum, min, max } = point;
    this.addPart(key, '.count', tags, atUs, count ?? 0);
    this.addPart(key, '.sum', tags, atUs, sum, this.unit);
    // Count and sum are valid even if buckets are missing or inconsistent.
    const buckets = toBuckets(kind, point) ?? [];
    // Buckets of explicit histograms are too wide to treat the values of one as equal.
    const soleSum = kind === 'exponentialHistogram' ? sum : undefined;
    if (this.head?.temporality === DELTA) {
      this.addPart(key, '.min', tags, atUs, min, this.unit);
      this.addPart(key, '.max', tags, atUs, max, this.unit);
      if (buckets.length > 0) this.addPercentiles(key, tags, atUs, { min, max, sum: soleSum }, buckets);
    } else if (buckets.length > 0) {
      const { unit } = this;
      this.cumulative.add({ key, unit, tags: tags.tags, startUs, atUs: point.atUs, min, max, sum: soleSum }, buckets);
    }
    this.rejectLong(key);
  }

  private addPercentiles(
    key: string,
    tags: CanonicalTags,
    atUs: number,
    { min = -Infinity, max = Infinity, sum = NaN }: Pick<DataPoint, 'min' | 'max' | 'sum'>,
    buckets: number[],
  ): void {
    const total = countValues(buckets);
    const sole = singleBucketValue(buckets, sum);
    for (const percent of PERCENTILES) {
      const value =
        sole === undefined ? estimatePercentile(buckets, total, percent, min, max) : clamped(sole, min, max);
      this.addPart(key, `.p${percent}`, tags, atUs, value, this.unit);
    }
  }

  /** Counts a point once as rejected if the longest of its keys is too long. */
  private rejectLong(key: string): void {
    if (partKey(key, '.count') === undefined) {
      this.points.reject(`the name of ${key} is too long for its parts, such as ${key}.count`);
    }
  }

  /** Adds a part of a distribution, unless its value is not known or not finite, or its key is too long. */
  private addPart(
    key: string,
    suffix: string,
    tags: CanonicalTags,
    atUs: number,
    value: number | undefined,
    unit = '',
  ): void {
    if (value === undefined || !Number.isFinite(value)) return;
    const part = partKey(key, suffix);
    if (part !== undefined && this.points.add(part, tags, atUs, value)) this.points.describe(part, unit);
  }
}

/** The suffixes of all keys of a point. */
function suffixesOf(kind: Kind, quantiles: NonNullable<DataPoint['quantiles']>): Iterable<string> {
  if (kind === 'gauge' || kind === 'sum') return NUMBER_SUFFIXES;
  return quantiles.length === 0
    ? DISTRIBUTION_SUFFIXES
    : new Set([...DISTRIBUTION_SUFFIXES, ...quantiles.map(([quantile]) => suffixOf(quantile))]);
}

/** Returns the key of a part of a distribution, or undefined if the key would be too long. */
export function partKey(key: string, suffix: string): string | undefined {
  return key.length + suffix.length > MAX_KEY_LENGTH ? undefined : key + suffix;
}

function clamped(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

function suffixOf(quantile: number): string {
  if (quantile === 0) return '.min';
  if (quantile === 1) return '.max';
  return `.p${Number((quantile * 100).toPrecision(6))}`;
}
