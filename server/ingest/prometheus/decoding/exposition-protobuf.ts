import { JobError } from '../../../common/errors/job-error.js';
import { msToUs } from '../../../common/time/timestamps.js';
import type { ExternalTag } from '../../external-tags.js';
import { MAX_POINTS } from '../../external-points.js';
import type { PushedSamples } from './pushed-samples.js';
import { MAX_LABELS, readLabel, tooManyLabels } from './labels.js';
import {
  BYTES,
  eachField,
  readEnd,
  FIXED64,
  type Reader,
  isStaleMarker,
  readMessage,
  readInt64,
  readText,
  readUint64,
  tagOf,
  VARINT,
} from '../../protobuf.js';

/** https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto */
const FAMILY = { name: tagOf(1, BYTES), metric: tagOf(4, BYTES), unit: tagOf(5, BYTES) };
const METRIC = {
  label: tagOf(1, BYTES),
  gauge: tagOf(2, BYTES),
  counter: tagOf(3, BYTES),
  summary: tagOf(4, BYTES),
  untyped: tagOf(5, BYTES),
  time: tagOf(6, VARINT),
  histogram: tagOf(7, BYTES),
};
const VALUE = tagOf(1, FIXED64);
const COUNT = tagOf(1, VARINT);
const SUM = tagOf(2, FIXED64);
const PART = tagOf(3, BYTES);
const FLOAT_COUNT = tagOf(4, FIXED64);
const QUANTILE = { quantile: tagOf(1, FIXED64), value: tagOf(2, FIXED64) };
const BUCKET = { count: tagOf(1, VARINT), bound: tagOf(2, FIXED64), floatCount: tagOf(4, FIXED64) };

/** A sample without the labels of its metric, which may come later in the message. */
interface Sample {
  readonly suffix: string;
  readonly label?: ExternalTag;
  readonly value: number;
  /** Whether its value is the stale marker, which ends the series. */
  readonly isStale?: boolean;
}

/**
 * Adds the samples of length-delimited `io.prometheus.client.MetricFamily` messages, which Go's client pushes.
 * @throws JobError 400 if the body has other content
 */
export function addFamilies(group: PushedSamples, body: Uint8Array): void {
  readMessage(body, 'MetricFamily stream', (reader, end) => {
    while (reader.pos < end) readFamily(group, reader);
  });
  group.finish();
}

function readFamily(group: PushedSamples, reader: Reader): void {
  const end = readEnd(reader);
  const metrics: (readonly [start: number, end: number])[] = [];
  let name = '';
  eachField(reader, end, (tag) => {
    if (tag === FAMILY.name) name = readText(reader);
    else if (tag === FAMILY.unit) group.describe(name, readText(reader));
    else if (tag === FAMILY.metric) {
      // The name may come after the metrics.
      const metricEnd = readEnd(reader);
      if (metrics.length >= MAX_POINTS) {
        throw new JobError(413, `A push has at most ${MAX_POINTS} metrics. Send them in several requests.`);
      }
      metrics.push([reader.pos, metricEnd]);
      reader.pos = metricEnd;
    } else return false;
    return true;
  });
  for (const [start, metricEnd] of metrics) {
    reader.pos = start;
    readMetric(group, reader, metricEnd, name);
  }
  reader.pos = end;
}

function readMetric(group: PushedSamples, reader: Reader, end: number, name: string): void {
  const labels: ExternalTag[] = [];
  const samples: Sample[] = [];
  let atUs = NaN;
  eachField(reader, end, (tag) => {
    switch (tag) {
      case METRIC.label:
        if (labels.length >= MAX_LABELS) throw tooManyLabels();
        labels.push(readLabel(reader, readEnd(reader)));
        return true;
      case METRIC.gauge:
      case METRIC.counter:
      case METRIC.untyped:
        samples.push(readValue(reader));
        return true;
      case METRIC.summary:
        samples.push(...readSummary(reader));
        return true;
      case METRIC.histogram:
        samples.push(...readHistogram(reader));
        return true;
      case METRIC.time:
        atUs = msToUs(readInt64(reader));
        return true;
      default:
        return false;
    }
  });
  for (const { suffix, label, value, isStale = false } of samples) {
    const all = label ? [...labels, label] : labels;
    if (isStale) group.end(name + suffix, all, atUs);
    else group.add(name + suffix, all, value, atUs);
  }
}

function readValue(reader: Reader): Sample {
  let isStale = false;
  let value = 0;
  eachField(reader, readEnd(reader), (tag) => {
    if (tag !== VALUE) return false;
    isStale = isStaleMarker(reader);
    value = reader.double();
    return true;
  });
  return { suffix: '', value, isStale };
}

function readSummary(reader: Reader): Sample[] {
  const totals = { count: 0, sum: 0 };
  const quantiles: Sample[] = [];
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === COUNT) totals.count = readUint64(reader);
    else if (tag === SUM) totals.sum = reader.double();
    else if (tag === PART) quantiles.push(readQuantile(reader));
    else return false;
    return true;
  });
  return [...quantiles, ...totalSamples(totals)];
}

function readQuantile(reader: Reader): Sample {
  let quantile = 0;
  let value = 0;
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === QUANTILE.quantile) quantile = reader.double();
    else if (tag === QUANTILE.value) value = reader.double();
    else return false;
    return true;
  });
  return { suffix: '', label: ['quantile', formatBound(quantile)], value };
}

/** A native histogram has no such buckets, but a count and a sum. */
function readHistogram(reader: Reader): Sample[] {
  const totals = { count: 0, sum: 0, hasInfiniteBound: false };
  const buckets: Sample[] = [];
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === COUNT) totals.count = readUint64(reader);
    else if (tag === FLOAT_COUNT) totals.count = reader.double();
    else if (tag === SUM) totals.sum = reader.double();
    else if (tag === PART) {
      const { bound, count } = readBucket(reader);
      totals.hasInfiniteBound ||= bound === Infinity;
      buckets.push(bucketSample(bound, count));
    } else return false;
    return true;
  });
  // Go's client leaves out the last bucket, because its count is the total count.
  if (buckets.length > 0 && !totals.hasInfiniteBound) buckets.push(bucketSample(Infinity, totals.count));
  return [...buckets, ...totalSamples(totals)];
}

function readBucket(reader: Reader): { bound: number; count: number } {
  const bucket = { bound: 0, count: 0 };
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === BUCKET.count) bucket.count = readUint64(reader);
    else if (tag === BUCKET.floatCount) bucket.count = reader.double();
    else if (tag === BUCKET.bound) bucket.bound = reader.double();
    else return false;
    return true;
  });
  return bucket;
}

function bucketSample(bound: number, count: number): Sample {
  return { suffix: '_bucket', label: ['le', formatBound(bound)], value: count };
}

function totalSamples({ count, sum }: { count: number; sum: number }): Sample[] {
  return [
    { suffix: '_count', value: count },
    { suffix: '_sum', value: sum },
  ];
}

/** Formats a bound as Go does in the text format (`strconv`'s shortest `g`), so that both formats give the same series. */
function formatBound(bound: number): string {
  if (!Number.isFinite(bound)) return bound > 0 ? '+Inf' : bound < 0 ? '-Inf' : 'NaN';
  const [digits = '', power = ''] = bound.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(bound);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
