import { InferredIntervals } from './freshness/inferred-intervals.js';
import type { MetricRow } from './storage/metric-row.js';

export interface MetricInfo {
  readonly key: string;
  readonly unit?: string;
  /** The promise: a new value at least this often, in ms. */
  readonly expectEveryMs?: number;
  readonly seriesCount: number;
  /** Whether one of its series has tags. */
  readonly tagged: boolean;
}

/** New series were not stored because there would have been too many. */
export interface LimitReached {
  readonly message: string;
  /** When that happened last, in ms. */
  readonly at: number;
}

/** How long a limit is still reported after it was last reached. */
const LIMIT_REPORTED_MS = 10 * 60_000;

/** What metrics there are, in memory: loaded at start, kept up to date by each committed write and deletion. */
export class MetricCatalog {
  /** How often news of their series comes, where nobody said so. */
  readonly inferredIntervals = new InferredIntervals();
  /** How many series count towards MAX_SERIES. */
  activeSeries = 0;
  private limit: LimitReached | undefined;
  private readonly byKey = new Map<string, MetricInfo>();
  private list: readonly MetricInfo[] | undefined;

  get(key: string): MetricInfo | undefined {
    return this.byKey.get(key);
  }

  /** A limit of series that was reached lately. */
  get limitReached(): LimitReached | undefined {
    return this.limit;
  }

  /** @returns whether `limitReached` changed. */
  reachLimit(message: string, at: number): boolean {
    const before = this.limit;
    this.limit = { message: before?.message ?? message, at };
    return before === undefined;
  }

  /** Forgets a limit that was reached some time ago. @param now ms @returns whether there was one. */
  clearLimit(now: number): boolean {
    if (!this.limit || now - this.limit.at < LIMIT_REPORTED_MS) return false;
    this.limit = undefined;
    return true;
  }

  /** In the order of first push, the oldest first. */
  all(): readonly MetricInfo[] {
    this.list ??= Array.from(this.byKey.values());
    return this.list;
  }

  /** New metrics, or what is newly known of old ones, in the order of first push. */
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
