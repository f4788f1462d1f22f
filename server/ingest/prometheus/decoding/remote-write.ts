import { type ExternalTag, type ExternalTags, externalTags } from '../../external-tags.js';
import { normalizeMetricKey } from '../../normalize-metric-key.js';
import { JobError } from '../../../common/errors/job-error.js';
import { msToUs } from '../../../common/time/timestamps.js';
import { type ExternalPoints, MAX_POINTS } from '../../external-points.js';
import { BoundedCache } from '../../bounded-cache.js';
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
} from '../../protobuf.js';

/** The fields of `WriteRequest`, `TimeSeries`, `Sample` and `MetricMetadata` of remote_write 1.0. */
const TIME_SERIES = tagOf(1, BYTES);
const METADATA = tagOf(3, BYTES);

/** Fields of `io.prometheus.write.v2.Request`. Version 1.0 does not have them, so such a request would be read as empty. */
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

/** The error for senders of remote_write 2.0. */
export const UNSUPPORTED_VERSION =
  'This server accepts remote_write 1.0. Leave out protobuf_message, or set it to prometheus.WriteRequest.';

/**
 * Adds the samples of a `WriteRequest`, https://prometheus.io/docs/specs/prw/remote_write_spec/: the name is the key, other
 * labels are tags. A stale marker ends a series. Other non-finite values, native histograms and series with invalid labels are skipped
 * and counted. Labels may have any order, as in Prometheus itself.
 *
 * @throws JobError 400 if the body is not such a message, 413 if it is too large, 415 for remote_write 2.0
 */
export function addWriteRequest(points: ExternalPoints, body: Uint8Array): void {
  const units = new Map<string, string>();
  const limit = new WorkLimit();
  readMessage(body, 'WriteRequest', (reader, end) => {
    eachField(reader, end, (tag) => {
      if (tag === TIME_SERIES) readSeries(reader, points, limit);
      else if (tag === METADATA) {
        limit.count();
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

/** Limits the number of series, samples and metadata, whether or not they can be stored, because reading them takes time. */
class WorkLimit {
  private counted = 0;

  /** @throws JobError 413 if the limit is exceeded */
  count(): void {
    this.counted += 1;
    if (this.counted > 2 * MAX_POINTS) {
      throw new JobError(413, `A request has at most ${MAX_POINTS} samples. Lower max_samples_per_send.`);
    }
  }
}

/** Key, tags and unit of a series. They are cached, because the same labels are sent with each scrape. */
interface Identity {
  /** Undefined if the name cannot be a key. */
  readonly key: string | undefined;
  readonly tags: ExternalTags;
  readonly unit: string | undefined;
}

const identities = new BoundedCache<Identity>();

function readSeries(reader: Reader, points: ExternalPoints, limit: WorkLimit): void {
  limit.count();
  const samples: Samples = { values: [], timesMs: [], endsMs: [] };
  const end = readEnd(reader);
  const start = reader.pos;
  /** Start and end positions of the labels. */
  const labels: number[] = [];
  eachField(reader, end, (tag) => {
    if (tag === LABELS) {
      if (labels.length >= 2 * MAX_LABELS) throw tooManyLabels();
      labels.push(...skipMessage(reader));
    } else if (tag === SAMPLES) {
      limit.count();
      readSample(reader, samples);
    } else if (tag === HISTOGRAMS) {
      points.reject('native histograms are not stored');
      return false;
    } else return false;
    return true;
  });
  const { values, timesMs, endsMs } = samples;
  if (values.length + endsMs.length === 0) return;
  const { key, tags, unit } = identify(reader, start, labels);
  for (let index = 0; index < values.length; index += 1) {
    points.add(key, tags, msToUs(timesMs[index] as number), values[index] as number);
  }
  for (const endMs of endsMs) points.end(key, tags, msToUs(endMs));
  if (key !== undefined && unit !== undefined) points.describe(key, unit);
  reader.pos = end;
}

/** Skips a message. @returns its start and end */
function skipMessage(reader: Reader): readonly [number, number] {
  const end = readEnd(reader);
  const start = reader.pos;
  reader.pos = end;
  return [start, end];
}

/** @param start of the series. The bytes from there to the end of its last label identify it. */
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

/** Duplicate labels are rejected even with equal values, as the specification requires unique names. */
function tagsOf(labels: readonly ExternalTag[]): ExternalTags {
  const names = new Set<string>();
  for (const [name] of labels) {
    if (names.has(name)) return { problem: `has the label '${name.slice(0, SHOWN).toWellFormed()}' twice` };
    names.add(name);
  }
  return externalTags([labels.filter(([name]) => name !== NAME)], { emptyMeansAbsent: true });
}

/** The samples of one series. */
interface Samples {
  readonly values: number[];
  /** One for each value. */
  readonly timesMs: number[];
  /** Times of stale markers. */
  readonly endsMs: number[];
}

function readSample(reader: Reader, { values, timesMs, endsMs }: Samples): void {
  const sample = { value: 0, timeMs: 0, isStale: false };
  eachField(reader, readEnd(reader), (tag) => {
    if (tag === SAMPLE_VALUE) {
      sample.isStale = isStaleMarker(reader);
      sample.value = reader.double();
    } else if (tag === SAMPLE_TIME) sample.timeMs = readInt64(reader);
    else return false;
    return true;
  });
  if (sample.isStale) endsMs.push(sample.timeMs);
  else {
    values.push(sample.value);
    timesMs.push(sample.timeMs);
  }
}

/** Reads metadata. It only affects metrics with points in the same request; most senders send it in separate requests. */
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
