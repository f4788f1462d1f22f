import type { ExternalTag } from '../../metrics/input/external-tags.js';

/**
 * What metrics and logs of OpenTelemetry are once they are read, from protobuf and from JSON alike.
 * Source: github.com/open-telemetry/opentelemetry-proto v1 (Apache-2.0), metrics.proto and logs.proto.
 */

/** More is of no use: 20 become tags. */
export const MAX_ATTRIBUTES = 256;

/** Exponential histograms of the SDKs have 160 at most. */
export const MAX_BUCKETS = 1_024;

/** Of a summary. */
export const MAX_QUANTILES = 64;

export type Kind = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';

/** AggregationTemporality; 0 is none, and wrong where it counts. */
export const DELTA = 1;
export const CUMULATIVE = 2;

export interface MetricHead {
  readonly name: string;
  readonly unit: string;
  readonly temporality: number;
}

/** A point of any kind; what it does not have is undefined. */
export interface DataPoint {
  attributes: ExternalTag[];
  /** Microseconds; 0: not given. */
  start: number;
  at: number;
  /** DataPointFlags: bit 0 says that nothing was recorded. */
  flags: number;
  /** Of gauges and sums. */
  value?: number;
  /** Of histograms and summaries. */
  count?: number;
  sum?: number;
  min?: number;
  max?: number;
  /** Of explicit histograms: one count more than bounds. */
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
  return { attributes: [], start: 0, at: 0, flags: 0 };
}

/** An `InstrumentationScope`: the library that measures. */
export interface InstrumentationScope {
  /** Empty if there is none. */
  readonly name: string;
  /** Empty if there is none. */
  readonly version: string;
  readonly attributes: readonly ExternalTag[];
}

export const NO_SCOPE: InstrumentationScope = { name: '', version: '', attributes: [] };

/** Takes what a request holds, in its order: a resource, an instrumentation scope, then what is of them. */
export interface ResourceVisitor {
  resource(attributes: readonly ExternalTag[]): void;
  scope?(scope: InstrumentationScope): void;
}

export interface MetricVisitor extends ResourceVisitor {
  scope(scope: InstrumentationScope): void;
  point(metric: MetricHead, kind: Kind, point: DataPoint): void;
}

export interface LogRecord {
  /** Microseconds; 0: not given. */
  at: number;
  observedAt: number;
  severity: number;
  severityText: string;
  body: string;
  eventName: string;
  attributes: ExternalTag[];
}

export function emptyRecord(): LogRecord {
  return { at: 0, observedAt: 0, severity: 0, severityText: '', body: '', eventName: '', attributes: [] };
}

export interface LogVisitor extends ResourceVisitor {
  record(record: LogRecord): void;
}

/** Nanoseconds to microseconds. */
export function nanosToUs(nanos: number): number {
  return Math.round(nanos / 1_000);
}
