import { checkMeasuredTime, type KeptTimes } from '../../common/time/timestamps.js';
import { JobError } from '../../common/errors/job-error.js';
import { type JobContext } from '../../database/job.js';
import { MAX_EXPECT_EVERY_MS } from '../../common/time/expected-interval.js';
import type { ExternalTags } from './external-names.js';
import { ColumnsBuilder, type PointColumns, type SeriesEnd } from './point-columns.js';
import type { PushGroup } from '../storage/series-ends.js';
import { unitProblem } from './unit.js';

/** What one request may bring, stored or not: the threads are everybody's. */
export const MAX_POINTS = 50_000;

const NO_KEY = 'a metric has no name, or one that is too long or broken Unicode';

/** Points as a decoder of another's protocol found them, on their way to the writer. */
export interface DecodedPoints {
  readonly columns: PointColumns;
  readonly count: number;
  /** Buffers of the columns, to be handed on to the writer. */
  readonly buffers: ArrayBuffer[];
  /** Series that have ended, as the sender says. */
  readonly ends?: readonly SeriesEnd[];
  /** The group of a Pushgateway that was pushed for. */
  readonly group?: PushGroup;
  /** Points that cannot be stored, and what is wrong with the first of them, in words. */
  readonly rejected: number;
  readonly reason?: string;
}

/**
 * Collects the points of another system in a decoder: what cannot be stored is left out and counted, for such clients
 * neither look at each point nor send it again. Keys come from `normalizeMetricKey`, tags from `externalTags`.
 */
export class ExternalPoints {
  private readonly builder = new ColumnsBuilder();
  private readonly times: KeptTimes;
  private readonly ends: SeriesEnd[] = [];
  private rejected = 0;
  private reason: string | undefined;

  /**
   * @param now microseconds.
   * @param oldest before it (microseconds) nothing is kept.
   */
  constructor(now: number, oldest?: number) {
    this.times = { now, oldest };
  }

  /**
   * @param key undefined: the name cannot be a key.
   * @param at microseconds; NaN: the time of storing.
   * @returns whether it was taken.
   * @throws JobError 413 if there are too many.
   */
  add(key: string | undefined, tags: ExternalTags, at: number, value: number): boolean {
    const time = Number.isNaN(at) ? at : checkMeasuredTime(Math.round(at), this.times);
    if (key === undefined) this.reject(NO_KEY);
    else if ('problem' in tags) this.reject(`a series of ${key} ${tags.problem}`);
    else if (!Number.isFinite(value)) this.reject(`a value of ${key} is not a finite number`);
    else if (typeof time === 'string') this.reject(`a time of ${key} ${time}`);
    else {
      this.builder.add(key, tags.tags, time, value);
      this.assertBelowRowLimit();
      return true;
    }
    return false;
  }

  /**
   * Records that a sender ended a series. It keeps its points; a later point makes it current again.
   * @param at microseconds; NaN: now.
   * @throws JobError 413 if there are too many.
   */
  end(key: string | undefined, tags: ExternalTags, at: number): void {
    if (key === undefined || 'problem' in tags) return;
    const time = Number.isNaN(at) ? this.times.now : checkMeasuredTime(Math.round(at), this.times);
    if (typeof time === 'string') return;
    this.ends.push({ key, tags: tags.tags, at: time });
    this.assertBelowRowLimit();
  }

  /**
   * Notes points that cannot be stored.
   * @throws JobError 413 if there are too many.
   */
  reject(reason: string, count = 1): void {
    this.rejected += count;
    this.reason ??= reason;
    this.assertBelowRowLimit();
  }

  /** Notes the unit of a metric that has points; what cannot be a unit is none. */
  describe(key: string, unit: string): void {
    if (unit !== '' && this.builder.knows(key) && unitProblem(unit) === undefined) {
      this.builder.describe(key, unit, undefined);
    }
  }

  /** Notes the expected interval of a metric that has points. */
  expect(key: string, everyMs: number): void {
    if (everyMs <= MAX_EXPECT_EVERY_MS) this.builder.describe(key, undefined, everyMs);
  }

  /** What was collected; its columns are moved to the main thread, which only hands them on. */
  pack(context: JobContext): DecodedPoints {
    const { rejected, reason, ends } = this;
    return {
      ...packed(context, this.builder.build()),
      ...(ends.length === 0 ? {} : { ends }),
      rejected,
      ...(reason === undefined ? {} : { reason }),
    };
  }

  private assertBelowRowLimit(): void {
    if (this.builder.length + this.ends.length + this.rejected > MAX_POINTS) {
      throw new JobError(413, `A request has at most ${MAX_POINTS} points: send them in several.`);
    }
  }
}

/** Columns whose rows lie in buffers that are moved to the main thread. */
export function packed(
  context: JobContext,
  { metrics, series, rows }: PointColumns,
): Pick<DecodedPoints, 'columns' | 'count' | 'buffers'> {
  const columns = {
    series: Uint32Array.from(rows.series),
    at: Float64Array.from(rows.at),
    value: Float64Array.from(rows.value),
  };
  const buffers = [columns.series.buffer, columns.at.buffer, columns.value.buffer];
  context.transfer(...buffers);
  return { columns: { metrics, series, rows: columns }, count: columns.value.length, buffers };
}
