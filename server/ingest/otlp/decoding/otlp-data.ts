import type { ExternalTag } from '../../external-tags.js';

/**
 * Metrics and logs of OpenTelemetry, decoded from protobuf or JSON.
 * Source: github.com/open-telemetry/opentelemetry-proto v1 (Apache-2.0), metrics.proto and logs.proto.
 */

/** Maximum number of attributes that are read. At most 20 become tags. */
export const MAX_ATTRIBUTES = 256;

/** Maximum number of buckets. Exponential histograms of the SDKs have at most 160. */
export const MAX_BUCKETS = 1_024;

/** Maximum number of quantiles of a summary. */
export const MAX_QUANTILES = 64;

export type Kind = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';

/** Values of AggregationTemporality. 0 means unspecified. */
export const DELTA = 1;
export const CUMULATIVE = 2;

export interface MetricHead {
  readonly name: string;
  readonly unit: string;
  readonly temporality: number;
}

/** A point of any kind. Members that its kind does not have are undefined. */
export interface DataPoint {
  attributes: ExternalTag[];
  /** 0 if not given. */
  startUs: number;
  atUs: number;
  /** DataPointFlags: bit 0 means that no value was recorded. */
  flags: number;
  /** Of gauges and sums. */
  value?: number;
  /** Of histograms and summaries. */
  count?: number;
  sum?: number;
  min?: number;
  max?: number;
  /** Of explicit histograms. There is one count more than bounds. */
  bounds?: number[];
  counts?: number[];
  /** Of exponential histograms. */
  scale?: number;
  zeroCount?: number;
  positive?: IndexedBuckets;
  negative?: IndexedBuckets;
  /** Of summaries: pairs of quantile and value. */
  quantiles?: (readonly [quantile: number, value: number])[];
}

export interface IndexedBuckets {
  offset: number;
  counts: number[];
}

export function emptyPoint(): DataPoint {
  return { attributes: [], startUs: 0, atUs: 0, flags: 0 };
}

/** An `InstrumentationScope`: the library that records the metrics. */
export interface InstrumentationScope {
  /** Empty if not given. */
  readonly name: string;
  /** Empty if not given. */
  readonly version: string;
  readonly attributes: readonly ExternalTag[];
}

export const NO_SCOPE: InstrumentationScope = { name: '', version: '', attributes: [] };

/** Receives the content of a request in order: a resource, an instrumentation scope, and then their metrics or log records. */
export interface ResourceVisitor {
  resource(attributes: readonly ExternalTag[]): void;
  scope?(scope: InstrumentationScope): void;
}

export interface MetricVisitor extends ResourceVisitor {
  scope(scope: InstrumentationScope): void;
  point(metric: MetricHead, kind: Kind, point: DataPoint): void;
}

export interface LogRecord {
  /** 0 if not given. */
  atUs: number;
  observedAtUs: number;
  severity: number;
  severityText: string;
  body: string;
  eventName: string;
  attributes: ExternalTag[];
}

export function emptyRecord(): LogRecord {
  return { atUs: 0, observedAtUs: 0, severity: 0, severityText: '', body: '', eventName: '', attributes: [] };
}

export interface LogVisitor extends ResourceVisitor {
  record(record: LogRecord): void;
}

/** Converts nanoseconds to microseconds. */
export function nanosToUs(nanos: number): number {
  return Math.round(nanos / 1_000);
}
