import { type ForeignTag, foreignKey, foreignTags } from '../../metrics/foreign-names.js';
import { JobError } from '../../database/job.js';
import { type ForeignPoints, MAX_POINTS } from '../../metrics/foreign-points.js';
import { unitOfName, unitOfWord } from './base-unit.js';
import { MAX_LABELS, tooManyLabels } from './labels.js';
import { BYTES, eachField, enter, FIXED64, type Reader, readMessage, readInt64, tagOf, VARINT } from '../protobuf.js';

const MICROS_PER_MS = 1_000;

/** Of `WriteRequest`, `TimeSeries`, `Label`, `Sample` and `MetricMetadata`, remote_write 1.0. */
const TIME_SERIES = tagOf(1, BYTES);
const METADATA = tagOf(3, BYTES);
const LABELS = tagOf(1, BYTES);
const SAMPLES = tagOf(2, BYTES);
const HISTOGRAMS = tagOf(4, BYTES);
const LABEL_NAME = tagOf(1, BYTES);
const LABEL_VALUE = tagOf(2, BYTES);
const SAMPLE_VALUE = tagOf(1, FIXED64);
const SAMPLE_TIME = tagOf(2, VARINT);
const FAMILY_NAME = tagOf(2, BYTES);
const FAMILY_UNIT = tagOf(5, BYTES);

const NAME = '__name__';

/**
 * Adds the samples of a `WriteRequest`, https://prometheus.io/docs/specs/prw/remote_write_spec/: the name is the key, other
 * labels are tags. A stale marker says that a series ended, which is no value. Other values that are no finite numbers,
 * and native histograms, are left out and counted.
 *
 * @throws JobError 400 if it is none.
 */
export function addWriteRequest(points: ForeignPoints, body: Uint8Array): void {
  const units = new Map<string, string>();
  const bound = new Bound();
  readMessage(body, 'WriteRequest', (reader, end) => {
    eachField(reader, end, (tag) => {
      if (tag === TIME_SERIES) readSeries(reader, points, bound);
      else if (tag === METADATA) {
        bound.count();
        readMetadata(reader, units);
      } else return false;
      return true;
    });
  });
  for (const [name, unit] of units) {
    const key = foreignKey(name);
    if (key !== undefined) points.describe(key, unitOfWord(unit));
  }
}

/** Of series, samples and metadata, whether or not they can be stored: each of them is work. */
class Bound {
  private counted = 0;

  /** @throws JobError 413 if it was one too many. */
  count(): void {
    this.counted += 1;
    if (this.counted > 2 * MAX_POINTS) {
      throw new JobError(413, `A request has at most ${MAX_POINTS} samples: lower max_samples_per_send.`);
    }
  }
}

function readSeries(reader: Reader, points: ForeignPoints, bound: Bound): void {
  bound.count();
  const series = { name: '', tags: [] as ForeignTag[] };
  const values: number[] = [];
  const times: number[] = [];
  eachField(reader, enter(reader), (tag) => {
    if (tag === LABELS) readLabel(reader, series);
    else if (tag === SAMPLES) {
      bound.count();
      readSample(reader, values, times);
    } else if (tag === HISTOGRAMS) {
      points.reject('native histograms are not stored');
      return false;
    } else return false;
    return true;
  });
  if (values.length === 0) return;
  const key = foreignKey(series.name);
  const tags = foreignTags(series.tags);
  for (let index = 0; index < values.length; index += 1) {
    points.add(key, tags, (times[index] as number) * MICROS_PER_MS, values[index] as number);
  }
  const unit = key === undefined ? undefined : unitOfName(key);
  if (key !== undefined && unit !== undefined) points.describe(key, unit);
}

function readLabel(reader: Reader, series: { name: string; tags: ForeignTag[] }): void {
  let name = '';
  let value = '';
  eachField(reader, enter(reader), (tag) => {
    if (tag === LABEL_NAME) name = reader.string();
    else if (tag === LABEL_VALUE) value = reader.string();
    else return false;
    return true;
  });
  if (series.tags.length >= MAX_LABELS) throw tooManyLabels();
  if (name === NAME) series.name = value;
  else series.tags.push([name, value]);
}

function readSample(reader: Reader, values: number[], times: number[]): void {
  const sample = { value: 0, time: 0, isStale: false };
  eachField(reader, enter(reader), (tag) => {
    if (tag === SAMPLE_VALUE) {
      sample.isStale = isStaleMarker(reader);
      sample.value = reader.double();
    } else if (tag === SAMPLE_TIME) sample.time = readInt64(reader);
    else return false;
    return true;
  });
  if (sample.isStale) return;
  values.push(sample.value);
  times.push(sample.time);
}

/** Comes in requests of its own most of the time, and only matters for metrics that have points in this one. */
function readMetadata(reader: Reader, units: Map<string, string>): void {
  let name = '';
  let unit = '';
  eachField(reader, enter(reader), (tag) => {
    if (tag === FAMILY_NAME) name = reader.string();
    else if (tag === FAMILY_UNIT) unit = reader.string();
    else return false;
    return true;
  });
  if (unit !== '') units.set(name, unit);
}

/** The NaN 0x7ff0000000000002, whose bits a number does not keep for sure. */
function isStaleMarker({ buf, pos }: Reader): boolean {
  return (
    buf[pos] === 2 &&
    buf[pos + 7] === 0x7f &&
    buf[pos + 6] === 0xf0 &&
    buf.subarray(pos + 1, pos + 6).every((byte) => byte === 0)
  );
}
