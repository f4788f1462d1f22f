import { InferredIntervals } from './freshness/inferred-intervals.js';
import type { MetricRow } from './storage/metric-row.js';

export interface MetricInfo {
  readonly key: string;
  readonly unit?: string;
  /** The expected interval: a new value comes at least this often, in ms. */
  readonly expectEveryMs?: number;
  readonly seriesCount: number;
  /** Whether any of its series has tags. */
  readonly tagged: boolean;
}

/** New series were rejected because of a limit. */
export interface LimitReached {
  readonly message: string;
  /** When that last happened, in ms. */
  readonly at: number;
}

/** How long a limit is reported after it was last reached. */
const LIMIT_REPORTED_MS = 10 * 60_000;

/** All metrics, in memory. Loaded at start, and updated after each committed write and deletion. */
export class MetricCatalog {
  /** The intervals of series, inferred if their sender set none. */
  readonly inferredIntervals = new InferredIntervals();
  /** How many series count toward MAX_SERIES. */
  activeSeries = 0;
  private limit: LimitReached | undefined;
  private readonly byKey = new Map<string, MetricInfo>();
  private list: readonly MetricInfo[] | undefined;

  get(key: string): MetricInfo | undefined {
    return this.byKey.get(key);
  }

  /** The limit of series that was recently reached. */
  get limitReached(): LimitReached | undefined {
    return this.limit;
  }

  /**
   * Records that a limit was reached.
   * @param at in ms
   * @returns whether `limitReached` was not set before
   */
  reachLimit(message: string, at: number): boolean {
    const before = this.limit;
    this.limit = { message: before?.message ?? message, at };
    return before === undefined;
  }

  /** Clears a limit that was not reached recently. @returns whether there was one */
  clearLimit(nowMs: number): boolean {
    if (!this.limit || nowMs - this.limit.at < LIMIT_REPORTED_MS) return false;
    this.limit = undefined;
    return true;
  }

  /** All metrics in the order of their creation. */
  all(): readonly MetricInfo[] {
    this.list ??= Array.from(this.byKey.values());
    return this.list;
  }

  /** Adds new metrics, in the order of their creation, and updates existing ones. */
  update(rows: readonly MetricRow[]): void {
    if (rows.length === 0) return;
    for (const { key, unit, expectEveryMs, seriesCount, tagged } of rows) {
      this.byKey.set(key, {
        key,
        ...(unit === null ? {} : { unit }),
        ...(expectEveryMs === null ? {} : { expectEveryMs }),
        seriesCount,
        tagged: tagged === 1,
      });
    }
    this.list = undefined;
  }

  remove(key: string): void {
    this.inferredIntervals.remove(key);
    if (this.byKey.delete(key)) this.list = undefined;
  }
}
