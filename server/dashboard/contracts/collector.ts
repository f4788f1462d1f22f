import type { Tags } from '../../../wire/schemas/frame.js';

/** One measured value. */
export interface Sample {
  /** The metric: 1 to 200 of the characters `A-Z a-z 0-9 . _ - : /` */
  key: string;
  /** A finite number */
  value: number;
  /** When it was measured, in ms since 1970. Default: the time at which it is stored */
  at?: number;
  /** Up to 20 tags, whose names have up to 64 characters, and their values up to 256 */
  tags?: Tags;
  /** The unit of the values, like `ms`, `bytes`, `percent` or `EUR`. It stays in effect until it is changed. */
  unit?: string;
  /** A duration like `15s`: the next value is expected within it. Default: `every` of the collector */
  expectEvery?: string;
}

/** What a run of a collector gets. */
export interface CollectContext {
  /** Aborted when the run has taken as long as `every`, at least 5 s, or when the server stops. */
  readonly signal: AbortSignal;
}

/**
 * Writes metrics on a schedule, even without viewers. Register a collector with
 * `DashboardModule.forFeature({ collectors: [MyCollector] })`.
 */
export abstract class Collector {
  /** Unique among all collectors: 1 to 64 of the characters `A-Z a-z 0-9 . _ -` */
  abstract readonly name: string;

  /** A duration like `5s`: the time from one run to the next. A run is skipped while the one before is still running. */
  abstract readonly every: string;

  /**
   * Measures, and returns the values to write. It must stop when `context.signal` is aborted. A failure is logged once until the collector
   * works again.
   */
  abstract collect(context: CollectContext): Promise<Sample[]> | Sample[];
}
