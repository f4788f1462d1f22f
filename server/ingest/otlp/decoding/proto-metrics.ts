import {
  BYTES,
  eachField,
  eachMessage,
  readEnd,
  FIXED64,
  type Reader,
  readFixed64,
  readRepeated,
  readSfixed64,
  readText,
  readUint64,
  tagOf,
  readTwice,
  VARINT,
} from '../../protobuf.js';
import {
  type DataPoint,
  emptyPoint,
  type IndexedBuckets,
  type Kind,
  MAX_BUCKETS,
  MAX_QUANTILES,
  type MetricHead,
  type MetricVisitor,
  nanosToUs,
} from './otlp-data.js';
import { addAttribute, readExport } from './proto-values.js';

/** The data fields of `Metric` (metrics.proto) by number. */
const KINDS: Readonly<Record<number, Kind>> = {
  [tagOf(5, BYTES)]: 'gauge',
  [tagOf(7, BYTES)]: 'sum',
  [tagOf(9, BYTES)]: 'histogram',
  [tagOf(10, BYTES)]: 'exponentialHistogram',
  [tagOf(11, BYTES)]: 'summary',
};

type PointReader = (reader: Reader, tag: number, point: DataPoint) => boolean;

/**
 * Reads an `ExportMetricsServiceRequest`, one point at a time, so that memory is bounded for any body.
 * @throws JobError 400 if the body is not such a message
 */
export function readProtoMetrics(body: Uint8Array, visitor: MetricVisitor): void {
  readExport(body, 'ExportMetricsServiceRequest', visitor, (reader, end) => {
    readMetric(reader, end, visitor);
  });
}

function readMetric(reader: Reader, end: number, visitor: MetricVisitor): void {
  let name = '';
  let unit = '';
  readTwice(
    reader,
    () => {
      eachField(reader, end, (tag) => {
        if (tag === tagOf(1, BYTES)) name = readText(reader);
        else if (tag === tagOf(3, BYTES)) unit = readText(reader);
        else return false;
        return true;
      });
    },
    () => {
      eachField(reader, end, (tag) => {
        const kind = KINDS[tag];
        if (kind === undefined) return false;
        readData(reader, readEnd(reader), { name, unit }, kind, visitor);
        return true;
      });
    },
  );
}

function readData(
  reader: Reader,
  end: number,
  head: Omit<MetricHead, 'temporality'>,
  kind: Kind,
  visitor: MetricVisitor,
): void {
  let temporality = 0;
  readTwice(
    reader,
    () => {
      eachField(reader, end, (tag) => {
        if (tag !== tagOf(2, VARINT)) return false;
        temporality = reader.int32();
        return true;
      });
    },
    () => {
      const metric = { ...head, temporality };
      const read = POINT_READERS[kind];
      eachMessage(reader, end, 1, (pointEnd) => {
        const point = emptyPoint();
        eachField(reader, pointEnd, (tag) => readCommon(reader, tag, point) || read(reader, tag, point));
        visitor.point(metric, kind, point);
      });
    },
  );
}

/** Reads the times, whose field numbers are the same in points of all kinds. */
function readCommon(reader: Reader, tag: number, point: DataPoint): boolean {
  if (tag === tagOf(2, FIXED64)) point.startUs = nanosToUs(readFixed64(reader));
  else if (tag === tagOf(3, FIXED64)) point.atUs = nanosToUs(readFixed64(reader));
  else return false;
  return true;
}

const readNumber: PointReader = (reader, tag, point) => {
  if (tag === tagOf(4, FIXED64)) point.value = reader.double();
  else if (tag === tagOf(6, FIXED64)) point.value = readSfixed64(reader);
  else if (tag === tagOf(7, BYTES)) addAttribute(reader, readEnd(reader), point.attributes);
  else if (tag === tagOf(8, VARINT)) point.flags = reader.uint32();
  else return false;
  return true;
};

/** Reads the fields that histograms of both kinds and summaries have in common. */
function readTotals(reader: Reader, tag: number, point: DataPoint): boolean {
  if (tag === tagOf(4, FIXED64)) point.count = readFixed64(reader);
  else if (tag === tagOf(5, FIXED64)) point.sum = reader.double();
  else return false;
  return true;
}

const readHistogram: PointReader = (reader, tag, point) => {
  if (readTotals(reader, tag, point)) return true;
  switch (tag >>> 3) {
    case 6:
      readRepeated(reader, tag, (point.counts ??= []), MAX_BUCKETS, () => readFixed64(reader));
      return true;
    case 7:
      readRepeated(reader, tag, (point.bounds ??= []), MAX_BUCKETS, () => reader.double());
      return true;
  }
  if (tag === tagOf(9, BYTES)) addAttribute(reader, readEnd(reader), point.attributes);
  else if (tag === tagOf(10, VARINT)) point.flags = reader.uint32();
  else if (tag === tagOf(11, FIXED64)) point.min = reader.double();
  else if (tag === tagOf(12, FIXED64)) point.max = reader.double();
  else return false;
  return true;
};

const readExponential: PointReader = (reader, tag, point) => {
  if (readTotals(reader, tag, point)) return true;
  if (tag === tagOf(1, BYTES)) addAttribute(reader, readEnd(reader), point.attributes);
  else if (tag === tagOf(6, VARINT)) point.scale = reader.sint32();
  else if (tag === tagOf(7, FIXED64)) point.zeroCount = readFixed64(reader);
  else if (tag === tagOf(8, BYTES)) point.positive = readBuckets(reader);
  else if (tag === tagOf(9, BYTES)) point.negative = readBuckets(reader);
  else if (tag === tagOf(10, VARINT)) point.flags = reader.uint32();
  else if (tag === tagOf(12, FIXED64)) point.min = reader.double();
  else if (tag === tagOf(13, FIXED64)) point.max = reader.double();
  else return false;
  return true;
};

const readSummary: PointReader = (reader, tag, point) => {
  if (readTotals(reader, tag, point)) return true;
  if (tag === tagOf(6, BYTES)) {
    const pair = readQuantile(reader, readEnd(reader));
    point.quantiles ??= [];
    if (point.quantiles.length < MAX_QUANTILES) point.quantiles.push(pair);
  } else if (tag === tagOf(7, BYTES)) addAttribute(reader, readEnd(reader), point.attributes);
  else if (tag === tagOf(8, VARINT)) point.flags = reader.uint32();
  else return false;
  return true;
};

const POINT_READERS: Readonly<Record<Kind, PointReader>> = {
  gauge: readNumber,
  sum: readNumber,
  histogram: readHistogram,
  exponentialHistogram: readExponential,
  summary: readSummary,
};

function readBuckets(reader: Reader): IndexedBuckets {
  const buckets: IndexedBuckets = { offset: 0, counts: [] };
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === tagOf(1, VARINT)) buckets.offset = reader.sint32();
    else if (tag >>> 3 === 2) readRepeated(reader, tag, buckets.counts, MAX_BUCKETS, () => readUint64(reader));
    else return false;
    return true;
  });
  return buckets;
}

function readQuantile(reader: Reader, end: number): readonly [number, number] {
  let quantile = 0;
  let value = 0;
  eachField(reader, end, (tag) => {
    if (tag === tagOf(1, FIXED64)) quantile = reader.double();
    else if (tag === tagOf(2, FIXED64)) value = reader.double();
    else return false;
    return true;
  });
  return [quantile, value];
}
