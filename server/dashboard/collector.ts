import type { Tags } from '../../wire/frame.js';

/** One measured value. Without `at` (ms) it is stamped when stored. */
export interface Sample {
  key: string;
  value: number;
  at?: number;
  tags?: Tags;
  unit?: string;
  /** A duration like `15s`: the expected interval until the next value. */
  expectEvery?: string;
}

export interface CollectContext {
  /** Aborted when the turn has taken as long as `every`, at least 5 s, or the server stops. */
  readonly signal: AbortSignal;
}

/**
 * Writes metrics on a schedule, whether or not somebody watches. Contribute one with
 * `DashboardModule.forFeature({ collectors: [MyCollector] })`.
 */
export abstract class Collector {
  abstract readonly name: string;

  /** A duration like `5s`: the time from one turn to the next. A turn that is still running is not begun again. */
  abstract readonly every: string;

  abstract collect(context: CollectContext): Promise<Sample[]> | Sample[];
}
