import {
  attributesAt,
  type JsonObject,
  numberAt,
  numbersAt,
  objectAt,
  objectsAt,
  readJsonRequest,
  textAt,
  timeUsAt,
} from './json-values.js';
import {
  type DataPoint,
  type IndexedBuckets,
  type InstrumentationScope,
  type Kind,
  MAX_BUCKETS,
  MAX_QUANTILES,
  type MetricVisitor,
} from './otlp-data.js';

const KINDS: readonly Kind[] = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/**
 * Reads an `ExportMetricsServiceRequest` in JSON.
 * @throws JobError 400 if the body is not such a message
 */
export function readJsonMetrics(body: Uint8Array, visitor: MetricVisitor): void {
  const request = readJsonRequest(body, 'ExportMetricsServiceRequest');
  for (const resourceMetrics of objectsAt(request, 'resourceMetrics')) {
    visitor.resource(attributesAt(objectAt(resourceMetrics, 'resource')));
    for (const scope of objectsAt(resourceMetrics, 'scopeMetrics')) {
      visitor.scope(readScope(objectAt(scope, 'scope') ?? {}));
      for (const metric of objectsAt(scope, 'metrics')) readMetric(metric, visitor);
    }
  }
}

function readScope(scope: JsonObject): InstrumentationScope {
  return { name: textAt(scope, 'name'), version: textAt(scope, 'version'), attributes: attributesAt(scope) };
}

function readMetric(metric: JsonObject, visitor: MetricVisitor): void {
  const name = textAt(metric, 'name');
  const unit = textAt(metric, 'unit');
  for (const kind of KINDS) {
    const data = objectAt(metric, kind);
    if (!data) continue;
    const head = { name, unit, temporality: numberAt(data, 'aggregationTemporality') ?? 0 };
    for (const point of objectsAt(data, 'dataPoints')) visitor.point(head, kind, readPoint(point, kind));
  }
}

function readPoint(point: JsonObject, kind: Kind): DataPoint {
  return {
    attributes: attributesAt(point),
    startUs: timeUsAt(point, 'startTimeUnixNano'),
    atUs: timeUsAt(point, 'timeUnixNano'),
    flags: numberAt(point, 'flags') ?? 0,
    ...(kind === 'gauge' || kind === 'sum'
      ? { value: numberAt(point, 'asDouble') ?? numberAt(point, 'asInt') }
      : readDistribution(point, kind)),
  };
}

function readDistribution(point: JsonObject, kind: Kind): Partial<DataPoint> {
  const totals = { count: numberAt(point, 'count'), sum: numberAt(point, 'sum') };
  if (kind === 'summary') {
    const pairs = objectsAt(point, 'quantileValues').slice(0, MAX_QUANTILES);
    const quantiles = pairs.map((pair) => [numberAt(pair, 'quantile') ?? 0, numberAt(pair, 'value') ?? 0] as const);
    return { ...totals, quantiles };
  }
  const ends = { ...totals, min: numberAt(point, 'min'), max: numberAt(point, 'max') };
  if (kind === 'histogram') {
    const counts = numbersAt(point, 'bucketCounts', MAX_BUCKETS);
    return { ...ends, counts, bounds: numbersAt(point, 'explicitBounds', MAX_BUCKETS) };
  }
  return {
    ...ends,
    scale: numberAt(point, 'scale'),
    zeroCount: numberAt(point, 'zeroCount'),
    positive: readBuckets(objectAt(point, 'positive')),
    negative: readBuckets(objectAt(point, 'negative')),
  };
}

function readBuckets(buckets: JsonObject | undefined): IndexedBuckets | undefined {
  return (
    buckets && { offset: numberAt(buckets, 'offset') ?? 0, counts: numbersAt(buckets, 'bucketCounts', MAX_BUCKETS) }
  );
}
