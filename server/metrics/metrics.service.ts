import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../common/time/clock.js';
import { convertJobErrors } from '../common/errors/convert-job-errors.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import { Settings } from '../config/settings.js';
import type { Sample } from '../dashboard/contracts/collector.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { type Job } from '../database/job.js';
import { JobError } from '../common/errors/job-error.js';
import { Database, type WriteOptions } from '../database/database.js';
import { addSample } from './input/check-point.js';
import type { DecodedPoints } from './input/decoded-points.js';
import { findNewestTimesUs, type NewestTimesUs } from './freshness/inferred-intervals.js';
import { longestRetentionMs } from './history/retention-cutoffs.js';
import { ACCEPTS_EXISTING_SERIES, type IngestProtocol } from './ingest-protocol.js';
import { END_GROUP, PARSE_BATCH, REMOVE_METRIC, WRITE_POINTS } from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';
import { parseOne } from './input/parse-body.js';
import { parsePoints } from './input/point-input.js';
import { ColumnsBuilder, type PointColumns } from './input/point-columns.js';
import { validateKey } from '../common/validation/validate-key.js';
import type { WriteRequest, WriteResult } from './storage/write-points.worker.js';
import { type AcceptedTimes, msToUs } from '../common/time/timestamps.js';
import { METRIC_CATALOG_TOPIC, metricTopic } from './metric-topics.js';

/** Only a part of a request was stored. If the client sent all of it again, that part would be stored twice. */
export class PartlyStoredProblem extends Problem {}

/** The body of a request, for a decoder in another thread. */
export interface EncodedPoints extends AcceptedTimes {
  readonly body: Uint8Array;
}

/** A stored value. */
export interface StoredValue {
  readonly value: number;
  readonly atUs: number;
}

/**
 * Stores points. Every method resolves after the points are durably committed and the change is published, once per call. A
 * request is stored completely or not at all (except for `ACCEPTS_EXISTING_SERIES`). Methods throw a `Problem`: 400, 413, 422
 * or 429, or 503 or 507 if the server cannot store anything.
 */
@Injectable()
export class MetricsService {
  private readonly stored: Counter<'via'>;
  private readonly rejected: Counter;
  private readonly skipped: Counter<'via'>;
  private readonly limitReached: Counter;
  private readonly logger = new Logger(MetricsService.name);

  constructor(
    private readonly database: Database,
    private readonly catalog: MetricCatalog,
    private readonly notifications: NotificationQueue,
    private readonly settings: Settings,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.stored = telemetry.counter('ingested_points_total', 'Stored points, by ingest protocol', ['via']);
    this.rejected = telemetry.counter('ingest_rejected_total', 'Writes rejected because of their content');
    this.limitReached = telemetry.counter('series_limit_reached_total', 'Writes rejected because of a limit of series');
    this.skipped = telemetry.counter(
      'ingest_skipped_total',
      'Points that were skipped in accepted requests, by ingest protocol',
      ['via'],
    );
  }

  /** Stores a `PointInput`, or a list of them. */
  async writeInputs(input: unknown): Promise<void> {
    await this.countRejections(async () => {
      const times = this.acceptedTimes();
      const points = convertJobErrors(() => parsePoints(input, times));
      await this.store(points.build(), points.length, times.nowUs, 'code');
    });
  }

  /** Stores the samples of a collector. */
  async write(samples: readonly Sample[], protocol: IngestProtocol): Promise<void> {
    await this.countRejections(async () => {
      const { columns, nowUs } = this.toColumns(samples);
      await this.store(columns, samples.length, nowUs, protocol);
    });
  }

  /**
   * Stores samples and other data in one transaction.
   * @param store runs a job that stores both. It must pass the points to the job `writePoints`.
   * @returns the result of the job
   */
  async writeWith<R extends { readonly points: WriteResult }>(
    samples: readonly Sample[],
    protocol: IngestProtocol,
    store: (points: WriteRequest) => Promise<R>,
  ): Promise<R> {
    return this.countRejections(async () => {
      const { columns, nowUs } = this.toColumns(samples);
      const result = await store(this.createRequest(columns, nowUs, protocol));
      await this.publishStored(columns, samples.length, findNewestTimesUs(columns, nowUs), protocol, result.points);
      return result;
    });
  }

  /** Stores the value in the body of a request: a number, a form or a JSON object. */
  async writeOne(key: string, body: Uint8Array): Promise<StoredValue> {
    return this.countRejections(async () => {
      const { nowUs, oldestUs } = this.acceptedTimes();
      const columns = parseOne(key, body, nowUs, oldestUs);
      const atUs = await this.store(columns, 1, nowUs, 'single');
      return { value: columns.rows.value[0] as number, atUs };
    });
  }

  /**
   * Stores the batch in the body of a request: a JSON array or NDJSON. It is parsed in another thread.
   * @returns how many points were stored
   */
  async writeBatch(body: Uint8Array): Promise<number> {
    return this.countRejections(async () => {
      const times = this.acceptedTimes();
      const bytes = copyIfShared(body);
      const { columns, count, buffers } = await this.database.compute(PARSE_BATCH, { body: bytes, ...times }, [
        bytes.buffer,
      ]);
      await this.store(columns, count, times.nowUs, 'batch', { transfer: buffers, bytes: count * 40 });
      return count;
    });
  }

  /**
   * Decodes and stores the body of a request in an external protocol. Points that the decoder rejected are counted. The body
   * is transferred to another thread, so it is empty afterwards.
   *
   * @param job the decoder
   * @param request what the decoder needs in addition to the body and the time
   * @param complete changes the decoded points before they are stored, if that needs state of the main thread
   * @returns the decoded points. Their columns are transferred to the writer thread.
   */
  async writeDecoded<P extends EncodedPoints, D extends DecodedPoints>(
    job: Job<P, D>,
    request: Omit<P, keyof AcceptedTimes>,
    protocol: IngestProtocol,
    complete: (decoded: D) => D | Promise<D> = (decoded) => decoded,
  ): Promise<D> {
    return this.countRejections(async () => {
      const times = this.acceptedTimes();
      const body = copyIfShared(request.body);
      const found = await this.database.compute(job, { ...request, body, ...times } as unknown as P, [body.buffer]);
      const decoded = await complete(found);
      const { columns, count, buffers, rejected, ends, group } = decoded;
      const options = { transfer: buffers, bytes: count * 40 };
      await this.store(columns, count, times.nowUs, protocol, options, { ends, group });
      if (rejected > 0) this.skipped.inc({ via: protocol }, rejected);
      return decoded;
    });
  }

  /**
   * Ends all series of a Pushgateway group.
   * @param key the labels of the group, as canonical tags
   */
  async endGroup(key: string): Promise<void> {
    const ended = await this.database.write(END_GROUP, { key, nowUs: this.acceptedTimes().nowUs });
    if (ended.length > 0) await this.notifications.publish(...ended.map(metricTopic));
  }

  /** Counts points that a protocol skipped before it called the writer. */
  countSkipped(protocol: IngestProtocol, count: number): void {
    this.skipped.inc({ via: protocol }, count);
  }

  /** Deletes a metric with all its series. @throws Problem 404 or 422 */
  async remove(key: string): Promise<void> {
    if (!(await this.database.write(REMOVE_METRIC, { key: validateKey(key) }, { freesSpace: true }))) {
      throw new Problem(404, `There is no metric '${key}'.`);
    }
    this.catalog.remove(key);
    await this.notifications.publish(metricTopic(key), METRIC_CATALOG_TOPIC);
  }

  /** @returns the time of the last point */
  private async store(
    columns: PointColumns,
    count: number,
    nowUs: number,
    protocol: IngestProtocol,
    options?: WriteOptions,
    ends: Pick<WriteRequest, 'ends' | 'group'> = {},
  ): Promise<number> {
    if (count === 0 && !ends.ends && !ends.group) return nowUs;
    const newestUs = findNewestTimesUs(columns, nowUs);
    const result = await this.database.write(WRITE_POINTS, this.createRequest(columns, nowUs, protocol, ends), options);
    await this.publishStored(columns, count, newestUs, protocol, result);
    return result.atUs;
  }

  private async publishStored(
    columns: PointColumns,
    count: number,
    newestUs: NewestTimesUs,
    protocol: IngestProtocol,
    { changed, created, stored, ended, activeSeries, rejection }: WriteResult,
  ): Promise<void> {
    this.catalog.update(changed);
    if (activeSeries !== undefined) this.catalog.activeSeries = activeSeries;
    this.catalog.inferredIntervals.recordArrivals(columns, newestUs, this.clock.now(), this.hasExpectedInterval);
    this.stored.inc({ via: protocol }, stored);
    const topics = new Set([...columns.metrics.keys, ...ended].map(metricTopic));
    if (created) topics.add(METRIC_CATALOG_TOPIC);
    await this.notifications.publish(...topics);
    if (rejection !== undefined) {
      this.skipped.inc({ via: protocol }, count - stored);
      throw new PartlyStoredProblem(429, rejection);
    }
  }

  /** @throws Problem 422 */
  private toColumns(samples: readonly Sample[]): { columns: PointColumns; nowUs: number } {
    const times = this.acceptedTimes();
    const columns = new ColumnsBuilder();
    samples.forEach((sample, index) => {
      const errors = addSample(columns, sample, times, `[${index}].`);
      if (errors) throw new Problem(422, `The sample of ${sample.key} is invalid.`, errors);
    });
    return { columns: columns.build(), nowUs: times.nowUs };
  }

  private createRequest(
    columns: PointColumns,
    nowUs: number,
    protocol: IngestProtocol,
    ends: Pick<WriteRequest, 'ends' | 'group'> = {},
  ): WriteRequest {
    const { maxSeries, maxSeriesPerMetric, retentionMs } = this.settings;
    return {
      columns,
      nowUs,
      activeSinceUs: nowUs - msToUs(retentionMs),
      maxSeries,
      maxSeriesPerMetric,
      acceptExistingSeries: ACCEPTS_EXISTING_SERIES.has(protocol),
      ...ends,
    };
  }

  /** Senders often drop rejected data silently, so the server must make it visible. */
  private async reportLimit(message: string): Promise<void> {
    this.limitReached.inc();
    if (!this.catalog.reachLimit(message, this.clock.now())) return;
    this.logger.warn(message);
    await this.notifications.publish(METRIC_CATALOG_TOPIC);
  }

  private readonly hasExpectedInterval = (key: string): boolean => this.catalog.get(key)?.expectEveryMs !== undefined;

  private acceptedTimes(): AcceptedTimes {
    const nowMs = this.clock.now();
    return { nowUs: msToUs(nowMs), oldestUs: msToUs(nowMs - longestRetentionMs(this.settings)) };
  }

  private async countRejections<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const problem = error instanceof JobError ? new Problem(error.status, error.message, error.errors) : error;
      if (problem instanceof Problem && problem.getStatus() < 500) this.rejected.inc();
      if (problem instanceof Problem && problem.getStatus() === 429) await this.reportLimit(problem.message);
      throw problem;
    }
  }
}

/** Copies bytes that share their buffer with others, as small bodies do in Node's pool. Only a whole buffer can be transferred. */
function copyIfShared(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = body;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : Uint8Array.from(body);
}
