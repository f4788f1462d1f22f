import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../common/time/clock.js';
import { Problem } from '../common/errors/problem.js';
import { Telemetry } from '../common/telemetry.js';
import { Settings } from '../config/settings.js';
import type { Sample } from '../dashboard/collector.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { type Job } from '../database/job.js';
import { JobError } from '../common/errors/job-error.js';
import { Database, type WriteOptions } from '../database/database.js';
import { addSample } from './input/check-point.js';
import type { DecodedPoints } from './input/decoded-points.js';
import { newestTimesOf } from './freshness/inferred-intervals.js';
import { longestRetention } from './history/retention-cutoffs.js';
import { ACCEPTS_EXISTING_SERIES, type IngestProtocol } from './ingest-protocol.js';
import { END_GROUP, PARSE_BATCH, REMOVE_METRIC, WRITE_POINTS } from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';
import { parseOne } from './input/parse-body.js';
import { ColumnsBuilder, type PointColumns } from './input/point-columns.js';
import type { WriteRequest, WriteResult } from './storage/write-points.worker.js';
import { type AcceptedTimes, msToUs } from '../common/time/timestamps.js';
import { METRIC_CATALOG_TOPIC, metricTopic } from './metric-topics.js';

/** Some of a request was stored, and some was not: to send all of it again would store the same once more. */
export class PartlyStoredProblem extends Problem {}

/** A request's body for a decoder, which runs in another thread. */
export interface EncodedPoints extends AcceptedTimes {
  readonly body: Uint8Array;
}

/** A stored value; `at` in microseconds. */
export interface StoredValue {
  readonly value: number;
  readonly at: number;
}

/**
 * Stores points. Every method resolves after the durable commit and after the change was published: once per call,
 * whatever its size. What is refused is refused whole (but see `ACCEPTS_EXISTING_SERIES`), as a Problem: 400, 413, 422, 429 or, of the
 * server's own, 503, 507.
 */
@Injectable()
export class MetricWriter {
  private readonly stored: Counter<'via'>;
  private readonly rejected: Counter;
  private readonly skipped: Counter<'via'>;
  private readonly limitReached: Counter;
  private readonly logger = new Logger(MetricWriter.name);

  constructor(
    private readonly database: Database,
    private readonly catalog: MetricCatalog,
    private readonly notifications: NotificationQueue,
    private readonly settings: Settings,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.stored = telemetry.counter('ingested_points_total', 'Points stored, by the way they came', ['via']);
    this.rejected = telemetry.counter('ingest_rejected_total', 'Writes refused because of what was sent');
    this.limitReached = telemetry.counter(
      'series_limit_reached_total',
      'Writes of new series that a limit of series refused',
    );
    this.skipped = telemetry.counter(
      'ingest_left_out_total',
      'Points left out of what was stored, by the way they came',
      ['via'],
    );
  }

  /** Stores measured values, as collectors make them. */
  async write(samples: readonly Sample[], via: IngestProtocol): Promise<void> {
    await this.countRejections(async () => {
      const { columns, now } = this.toColumns(samples);
      await this.store(columns, samples.length, now, via);
    });
  }

  /**
   * Stores measured values and other data in one transaction.
   * @param store runs a job that stores both; it passes the points to the handler `write` of write-handlers.
   * @returns the job's result.
   */
  async writeWith<R extends { readonly points: WriteResult }>(
    samples: readonly Sample[],
    via: IngestProtocol,
    store: (points: WriteRequest) => Promise<R>,
  ): Promise<R> {
    return this.countRejections(async () => {
      const { columns, now } = this.toColumns(samples);
      const result = await store(this.createRequest(columns, now, via));
      await this.publishStored(columns, samples.length, newestTimesOf(columns, now), via, result.points);
      return result;
    });
  }

  /** Stores one value from a request's body: a number, or a JSON object with it. */
  async writeOne(key: string, body: Uint8Array): Promise<StoredValue> {
    return this.countRejections(async () => {
      const { nowUs, oldestUs } = this.acceptedTimes();
      const columns = parseOne(key, body, nowUs, oldestUs);
      const at = await this.store(columns, 1, nowUs, 'single');
      return { value: columns.rows.value[0] as number, at };
    });
  }

  /**
   * Stores a batch from a request's body, a JSON array or NDJSON. It is parsed in another thread.
   * @returns how many points were stored.
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
   * Stores what the body of another's protocol holds, all of it or nothing; what its decoder left out is counted as
   * rejected. The body is moved to another thread, so it is empty afterwards.
   *
   * @param job the decoder.
   * @param request what it wants to know beside the body and the time.
   * @param complete changes what was decoded, where that needs what this thread remembers, before it is stored.
   * @returns what the decoder found; its columns are the writer's by then.
   */
  async writeDecoded<P extends EncodedPoints, D extends DecodedPoints>(
    job: Job<P, D>,
    request: Omit<P, keyof AcceptedTimes>,
    via: IngestProtocol,
    complete: (decoded: D) => D | Promise<D> = (decoded) => decoded,
  ): Promise<D> {
    return this.countRejections(async () => {
      const times = this.acceptedTimes();
      const body = copyIfShared(request.body);
      const found = await this.database.compute(job, { ...request, body, ...times } as unknown as P, [body.buffer]);
      const decoded = await complete(found);
      const { columns, count, buffers, rejected, ends, group } = decoded;
      const options = { transfer: buffers, bytes: count * 40 };
      await this.store(columns, count, times.nowUs, via, options, { ends, group });
      if (rejected > 0) this.skipped.inc({ via }, rejected);
      return decoded;
    });
  }

  /**
   * Notes that a group of a Pushgateway has ended.
   * @param key its labels, as canonical tags.
   */
  async endGroup(key: string): Promise<void> {
    const ended = await this.database.write(END_GROUP, { key, nowUs: this.acceptedTimes().nowUs });
    if (ended.length > 0) await this.notifications.publish(...ended.map(metricTopic));
  }

  /** Counts what a protocol left out before it came here. */
  countSkipped(via: IngestProtocol, count: number): void {
    this.skipped.inc({ via }, count);
  }

  /** Deletes a metric with all its series. @returns whether there was one. */
  async remove(key: string): Promise<boolean> {
    if (!(await this.database.write(REMOVE_METRIC, { key }, { freesSpace: true }))) return false;
    this.catalog.remove(key);
    await this.notifications.publish(metricTopic(key), METRIC_CATALOG_TOPIC);
    return true;
  }

  /** @returns time of the last of the points, in microseconds. */
  private async store(
    columns: PointColumns,
    count: number,
    now: number,
    via: IngestProtocol,
    options?: WriteOptions,
    ends: Pick<WriteRequest, 'ends' | 'group'> = {},
  ): Promise<number> {
    if (count === 0 && !ends.ends && !ends.group) return now;
    const newest = newestTimesOf(columns, now);
    const result = await this.database.write(WRITE_POINTS, this.createRequest(columns, now, via, ends), options);
    await this.publishStored(columns, count, newest, via, result);
    return result.at;
  }

  private async publishStored(
    columns: PointColumns,
    count: number,
    newest: ReturnType<typeof newestTimesOf>,
    via: IngestProtocol,
    { changed, created, stored, ended, activeSeries, rejection }: WriteResult,
  ): Promise<void> {
    this.catalog.update(changed);
    if (activeSeries !== undefined) this.catalog.activeSeries = activeSeries;
    this.catalog.inferredIntervals.recordArrivals(columns, newest, this.clock.now(), this.hasExpectedInterval);
    this.stored.inc({ via }, stored);
    const topics = new Set([...columns.metrics.keys, ...ended].map(metricTopic));
    if (created) topics.add(METRIC_CATALOG_TOPIC);
    await this.notifications.publish(...topics);
    if (rejection !== undefined) {
      this.skipped.inc({ via }, count - stored);
      throw new PartlyStoredProblem(429, rejection);
    }
  }

  /** @throws Problem 422. */
  private toColumns(samples: readonly Sample[]): { columns: PointColumns; now: number } {
    const times = this.acceptedTimes();
    const columns = new ColumnsBuilder();
    samples.forEach((sample, index) => {
      const errors = addSample(columns, sample, times, `[${index}].`);
      if (errors) throw new Problem(422, `The sample of ${sample.key} cannot be stored as it is.`, errors);
    });
    return { columns: columns.build(), now: times.nowUs };
  }

  private createRequest(
    columns: PointColumns,
    now: number,
    via: IngestProtocol,
    ends: Pick<WriteRequest, 'ends' | 'group'> = {},
  ): WriteRequest {
    const { maxSeries, maxSeriesPerMetric, retentionMs } = this.settings;
    return {
      columns,
      nowUs: now,
      activeSinceUs: now - msToUs(retentionMs),
      maxSeries,
      maxSeriesPerMetric,
      acceptExistingSeries: ACCEPTS_EXISTING_SERIES.has(via),
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
    const now = this.clock.now();
    return { nowUs: msToUs(now), oldestUs: msToUs(now - longestRetention(this.settings)) };
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

/** Bytes in a buffer of their own, which can be moved to a thread: small ones lie in a pool that others use too. */
function copyIfShared(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = body;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : Uint8Array.from(body);
}
