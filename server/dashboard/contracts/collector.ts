import type { Tags } from '../../../wire/schemas/frame.js';

/** One measured value. Without `at` (ms) it gets the time at which it is stored. */
export interface Sample {
  key: string;
  value: number;
  at?: number;
  tags?: Tags;
  unit?: string;
  /** A duration like `15s`: the interval in which new values are expected. */
  expectEvery?: string;
}

export interface CollectContext {
  /** Aborted when the run has taken as long as `every`, at least 5 s, or when the server stops. */
  readonly signal: AbortSignal;
}

/**
 * Writes metrics on a schedule, even without viewers. Register a collector with
 * `DashboardModule.forFeature({ collectors: [MyCollector] })`.
 */
export abstract class Collector {
  abstract readonly name: string;

  /** A duration like `5s`: the time from one run to the next. A run is skipped while the one before is still running. */
  abstract readonly every: string;

  abstract collect(context: CollectContext): Promise<Sample[]> | Sample[];
}
