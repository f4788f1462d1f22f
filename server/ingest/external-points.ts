import { JobError } from '../common/errors/job-error.js';
import { MAX_DURATION_MS } from '../../wire/limits.js';
import { measuredTimeProblem, type AcceptedTimes } from '../common/time/timestamps.js';
import type { JobContext } from '../database/job.js';
import { type DecodedPoints, packPoints } from '../metrics/input/decoded-points.js';
import type { ExternalTags } from './external-tags.js';
import { ColumnsBuilder, type SeriesEnd } from '../metrics/input/point-columns.js';
import { unitProblem } from '../common/validation/unit-problem.js';

/** Maximum number of points in a request, stored or not, because all requests share the database threads. */
export const MAX_POINTS = 50_000;

const NO_KEY = 'a metric has no name, or one that is too long or invalid Unicode';

/**
 * Collects the points that a decoder finds in a request of another system. Points that cannot be stored are left out and counted,
 * because the clients neither examine single points nor send them again. Keys come from `normalizeMetricKey`, tags from
 * `externalTags`.
 */
export class ExternalPoints {
  private readonly builder = new ColumnsBuilder();
  private readonly times: AcceptedTimes;
  private readonly ends: SeriesEnd[] = [];
  private rejected = 0;
  private reason: string | undefined;

  /** @param oldestUs earlier points are deleted by retention anyway */
  constructor(nowUs: number, oldestUs?: number) {
    this.times = { nowUs, oldestUs };
  }

  /**
   * Adds a point, or counts it as rejected.
   * @param key undefined if the name cannot be a key
   * @param atUs NaN means the time of storing
   * @returns whether the point was added
   * @throws JobError 413 if there are too many points
   */
  add(key: string | undefined, tags: ExternalTags, atUs: number, value: number): boolean {
    const roundedUs = Math.round(atUs);
    const timeProblem = Number.isNaN(atUs) ? undefined : measuredTimeProblem(roundedUs, this.times);
    if (key === undefined) this.reject(NO_KEY);
    else if ('problem' in tags) this.reject(`a series of ${key} ${tags.problem}`);
    else if (!Number.isFinite(value)) this.reject(`a value of ${key} is not a finite number`);
    else if (timeProblem !== undefined) this.reject(`a time of ${key} ${timeProblem}`);
    else {
      this.builder.add(key, tags.tags, roundedUs, value);
      this.assertBelowRowLimit();
      return true;
    }
    return false;
  }

  /**
   * Records that a sender ended a series. The series keeps its points, and a later point makes it current again.
   * @param atUs NaN means now
   * @throws JobError 413 if there are too many points
   */
  end(key: string | undefined, tags: ExternalTags, atUs: number): void {
    if (key === undefined || 'problem' in tags) return;
    const isNow = Number.isNaN(atUs);
    const roundedUs = Math.round(atUs);
    if (!isNow && measuredTimeProblem(roundedUs, this.times) !== undefined) return;
    this.ends.push({ key, tags: tags.tags, atUs: isNow ? this.times.nowUs : roundedUs });
    this.assertBelowRowLimit();
  }

  /**
   * Counts points that cannot be stored. Only the first reason is kept.
   * @throws JobError 413 if there are too many points
   */
  reject(reason: string, count = 1): void {
    this.rejected += count;
    this.reason ??= reason;
    this.assertBelowRowLimit();
  }

  /** Records the unit of a metric that has points. An invalid unit is ignored. */
  describe(key: string, unit: string): void {
    if (unit !== '' && this.builder.hasMetric(key) && unitProblem(unit) === undefined) {
      this.builder.setMetadata(key, unit, undefined);
    }
  }

  /** Records the expected interval of a metric that has points. */
  expect(key: string, everyMs: number): void {
    if (everyMs <= MAX_DURATION_MS) this.builder.setMetadata(key, undefined, everyMs);
  }

  /** Returns the collected points. Their columns are transferred to the main thread, which passes them to the writer. */
  pack(context: JobContext): DecodedPoints {
    const { rejected, reason, ends } = this;
    return {
      ...packPoints(context, this.builder.build()),
      ...(ends.length === 0 ? {} : { ends }),
      rejected,
      ...(reason === undefined ? {} : { reason }),
    };
  }

  private assertBelowRowLimit(): void {
    if (this.builder.length + this.ends.length + this.rejected > MAX_POINTS) {
      throw new JobError(413, `A request has at most ${MAX_POINTS} points. Send them in several requests.`);
    }
  }
}
