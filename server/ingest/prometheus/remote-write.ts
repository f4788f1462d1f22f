import { type ExternalTag, type ExternalTags, externalTags } from '../../metrics/input/external-tags.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import { JobError } from '../../common/errors/job-error.js';
import { type ExternalPoints, MAX_POINTS } from '../external-points.js';
import { BoundedCache } from '../bounded-cache.js';
import { unitFromMetricName, unitFromPrometheus } from './base-unit.js';
import { MAX_LABELS, readLabel, tooManyLabels } from './labels.js';
import {
  BYTES,
  eachField,
  readEnd,
  FIXED64,
  isStaleMarker,
  type Reader,
  readInt64,
  readMessage,
  readText,
  tagOf,
  VARINT,
} from '../protobuf.js';

const MICROS_PER_MS = 1_000;

/** Of `WriteRequest`, `TimeSeries`, `Sample` and `MetricMetadata`, remote_write 1.0. */
const TIME_SERIES = tagOf(1, BYTES);
const METADATA = tagOf(3, BYTES);

/** Of `io.prometheus.write.v2.Request`, whose fields are none of 1.0's: it would be taken for an empty request. */
const V2_SYMBOLS = tagOf(4, BYTES);
const V2_SERIES = tagOf(5, BYTES);

const LABELS = tagOf(1, BYTES);
const SAMPLES = tagOf(2, BYTES);
const HISTOGRAMS = tagOf(4, BYTES);
const SAMPLE_VALUE = tagOf(1, FIXED64);
const SAMPLE_TIME = tagOf(2, VARINT);
const FAMILY_NAME = tagOf(2, BYTES);
const FAMILY_UNIT = tagOf(5, BYTES);

const NAME = '__name__';

const SHOWN = 64;

/** What senders of 2.0 are told. */
export const UNSUPPORTED_VERSION =
  'This server takes remote_write 1.0: leave out protobuf_message, or set it to prometheus.WriteRequest.';

/**
 * Adds the samples of a `WriteRequest`, https://prometheus.io/docs/specs/prw/remote_write_spec/: the name is the key, other
 * labels are tags. A stale marker ends a series. Other values that are no finite numbers, native histograms, and series
 * whose labels cannot be distinguished reliably are left out and counted. Labels may come in any order, as Prometheus itself
 * takes them.
 *
 * @throws JobError 400 if it is none, 413 if it is too large, 415 if it is one of remote_write 2.0.
 */
export function addWriteRequest(points: ExternalPoints, body: Uint8Array): void {
  const units = new Map<string, string>();
  const bound = new WorkLimit();
  readMessage(body, 'WriteRequest', (reader, end) => {
    eachField(reader, end, (tag) => {
      if (tag === TIME_SERIES) readSeries(reader, points, bound);
      else if (tag === METADATA) {
        bound.count();
        readMetadata(reader, units);
      } else if (tag === V2_SYMBOLS || tag === V2_SERIES) throw new JobError(415, UNSUPPORTED_VERSION);
      else return false;
      return true;
    });
  });
  for (const [name, unit] of units) {
    const key = normalizeMetricKey(name);
    if (key !== undefined) points.describe(key, unitFromPrometheus(unit));
  }
}

/** Of series, samples and metadata, whether or not they can be stored: each of them is work. */
class WorkLimit {
  private counted = 0;

  /** @throws JobError 413 if it was one too many. */
  count(): void {
    this.counted += 1;
    if (this.counted > 2 * MAX_POINTS) {
      throw new JobError(413, `A request has at most ${MAX_POINTS} samples: lower max_samples_per_send.`);
    }
  }
}

/** What the labels of a series say; the same ones come with every scrape. */
interface Identity {
  /** Undefined where the name cannot be a key. */
  readonly key: string | undefined;
  readonly tags: ExternalTags;
  readonly unit: string | undefined;
}

const identities = new BoundedCache<Identity>();

function readSeries(reader: Reader, points: ExternalPoints, bound: WorkLimit): void {
  bound.count();
  const samples: Samples = { values: [], times: [], ends: [] };
  const end = readEnd(reader);
  const start = reader.pos;
  /** Beginnings and ends of the labels. */
  const labels: number[] = [];
  eachField(reader, end, (tag) => {
    if (tag === LABELS) {
      if (labels.length >= 2 * MAX_LABELS) throw tooManyLabels();
      labels.push(...skipped(reader));
    } else if (tag === SAMPLES) {
      bound.count();
      readSample(reader, samples);
    } else if (tag === HISTOGRAMS) {
      points.reject('native histograms are not stored');
      return false;
    } else return false;
    return true;
  });
  const { values, times, ends } = samples;
  if (values.length + ends.length === 0) return;
  const { key, tags, unit } = identify(reader, start, labels);
  for (let index = 0; index < values.length; index += 1) {
    points.add(key, tags, (times[index] as number) * MICROS_PER_MS, values[index] as number);
  }
  for (const time of ends) points.end(key, tags, time * MICROS_PER_MS);
  if (key !== undefined && unit !== undefined) points.describe(key, unit);
  reader.pos = end;
}

/** Passes over a message. @returns where it begins, and where it ends. */
function skipped(reader: Reader): readonly [number, number] {
  const end = readEnd(reader);
  const start = reader.pos;
  reader.pos = end;
  return [start, end];
}

/** @param start of the series: all bytes from there to the end of its last label tell it from others. */
function identify(reader: Reader, start: number, labels: readonly number[]): Identity {
  const bytes = Buffer.from(reader.buf.buffer, reader.buf.byteOffset + start, (labels.at(-1) ?? start) - start);
  const text = bytes.toString('latin1');
  const known = identities.get(text);
  if (known) return known;
  const identity = readIdentity(reader, labels);
  identities.set(text, identity);
  return identity;
}

function readIdentity(reader: Reader, labels: readonly number[]): Identity {
  const all: ExternalTag[] = [];
  for (let index = 0; index < labels.length; index += 2) {
    reader.pos = labels[index] as number;
    all.push(readLabel(reader, labels[index + 1] as number));
  }
  const key = normalizeMetricKey(all.find(([name]) => name === NAME)?.[1] ?? '');
  return { key, tags: tagsOf(all), unit: key === undefined ? undefined : unitFromMetricName(key) };
}

/** A label may not come twice, not even with the same value: the sender does not know its own series. */
function tagsOf(labels: readonly ExternalTag[]): ExternalTags {
  const names = new Set<string>();
  for (const [name] of labels) {
    if (names.has(name)) return { problem: `has the label '${name.slice(0, SHOWN).toWellFormed()}' twice` };
    names.add(name);
  }
  return externalTags([labels.filter(([name]) => name !== NAME)], { emptyMeansAbsent: true });
}

/** Of one series; all times are milliseconds. */
interface Samples {
  readonly values: number[];
  /** One for each value. */
  readonly times: number[];
  /** Where stale markers are. */
  readonly ends: number[];
}

function readSample(reader: Reader, { values, times, ends }: Samples): void {
  const sample = { value: 0, time: 0, isStale: false };
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === SAMPLE_VALUE) {
      sample.isStale = isStaleMarker(reader);
      sample.value = reader.double();
    } else if (tag === SAMPLE_TIME) sample.time = readInt64(reader);
    else return false;
    return true;
  });
  if (sample.isStale) ends.push(sample.time);
  else {
    values.push(sample.value);
    times.push(sample.time);
  }
}

/** Comes in requests of its own most of the time, and only matters for metrics that have points in this one. */
function readMetadata(reader: Reader, units: Map<string, string>): void {
  let name = '';
  let unit = '';
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === FAMILY_NAME) name = readText(reader);
    else if (tag === FAMILY_UNIT) unit = readText(reader);
    else return false;
    return true;
  });
  if (unit !== '') units.set(name, unit);
}
