import protobuf from 'protobufjs/minimal.js';

interface Histogram {
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly (readonly [bound: number, count: number])[];
}

interface Summary {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly (readonly [quantile: number, value: number])[];
}

export interface Family {
  readonly name: string;
  readonly unit?: string;
  readonly metrics: readonly {
    readonly labels?: Readonly<Record<string, string>>;
    readonly gauge?: number;
    readonly counter?: number;
    readonly untyped?: number;
    readonly summary?: Summary;
    readonly histogram?: Histogram;
    /** Milliseconds. */
    readonly time?: number;
  }[];
}

/** `io.prometheus.client.MetricFamily` messages, each behind its length, as Go's client pushes them. */
export function metricFamilies(families: readonly Family[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const { name, unit, metrics } of families) {
    writer.fork().uint32(10).string(name);
    for (const metric of metrics) addMetric(writer.uint32(34).fork(), metric).ldelim();
    if (unit !== undefined) writer.uint32(42).string(unit);
    writer.ldelim();
  }
  return Uint8Array.from(writer.finish());
}

function addMetric(writer: protobuf.Writer, metric: Family['metrics'][number]): protobuf.Writer {
  for (const [name, value] of Object.entries(metric.labels ?? {})) {
    writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
  }
  const values = [
    [18, metric.gauge],
    [26, metric.counter],
    [42, metric.untyped],
  ] as const;
  for (const [tag, value] of values) {
    if (value !== undefined) writer.uint32(tag).fork().uint32(9).double(value).ldelim();
  }
  if (metric.summary) addSummary(writer.uint32(34).fork(), metric.summary).ldelim();
  if (metric.time !== undefined) writer.uint32(48).int64(metric.time);
  if (metric.histogram) addHistogram(writer.uint32(58).fork(), metric.histogram).ldelim();
  return writer;
}

function addSummary(writer: protobuf.Writer, { count, sum, quantiles }: Summary): protobuf.Writer {
  writer.uint32(8).uint64(count).uint32(17).double(sum);
  for (const [quantile, value] of quantiles) {
    writer.uint32(26).fork().uint32(9).double(quantile).uint32(17).double(value).ldelim();
  }
  return writer;
}

function addHistogram(writer: protobuf.Writer, { count, sum, buckets }: Histogram): protobuf.Writer {
  writer.uint32(8).uint64(count).uint32(17).double(sum);
  for (const [bound, upTo] of buckets) {
    writer.uint32(26).fork().uint32(8).uint64(upTo).uint32(17).double(bound).ldelim();
  }
  return writer;
}
