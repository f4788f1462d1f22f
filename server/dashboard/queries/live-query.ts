import type { Query } from '../../../wire/schemas/board.js';
import { isFixed, rangeKey, type TimeRange } from '../../../wire/range.js';
import type { Source } from '../contracts/source.js';
import type { LoadableQuery, QueryContext } from './query-context.js';
import { QueryLoader } from './query-loader.js';
import type { ResolvedQuery } from './resolve-query.js';

/**
 * How many fixed time ranges of one query are cached. Clients can request any number of them, so the least recently used are
 * removed.
 */
const MAX_WINDOWS = 8;

/**
 * A query that at least one holder needs, shared by all boards that have the same query in the same time zone.
 *
 * A change raises `minRevision`: a frame that was loaded at an earlier revision is never served again, even if its load
 * ends later. `revision` is the last change of the result: clients that hold an older revision have been or will be notified.
 */
export class LiveQuery implements LoadableQuery {
  minRevision: number;
  revision: number;
  /** Those that need the query: today the slugs of active boards. */
  readonly holders = new Set<string>();
  /** A topic of this query alone. It is published when a result arrives that clients do not have yet. */
  readonly resultTopic: string;
  readonly source: Source;
  readonly query: Query;
  readonly topics: readonly string[];
  readonly dependsOnTime: boolean;
  /** By range, the least recently requested first. */
  private readonly loaders = new Map<string, QueryLoader>();
  private nextStartAt = 0;
  private reservedAt = 0;

  constructor(
    readonly key: string,
    resolved: ResolvedQuery,
    readonly timeZone: string,
    readonly context: QueryContext,
  ) {
    this.source = resolved.source;
    this.query = resolved.query;
    this.topics = resolved.topics;
    this.dependsOnTime = resolved.dependsOnTime;
    // Every load from now on includes all earlier changes.
    this.minRevision = this.revision = context.bus.position.revision;
    this.resultTopic = `result:${key}`;
  }

  /** The data changed at `revision`: everything that was loaded before is too old. */
  invalidate(revision: number): void {
    this.minRevision = Math.max(this.minRevision, revision);
    this.markChanged(revision);
  }

  /** The result changed at `revision`, but cached frames are still valid. */
  markChanged(revision: number): void {
    this.revision = Math.max(this.revision, revision);
  }

  /** The loader of a requested range. */
  loader(range: TimeRange): QueryLoader {
    const key = rangeKey(range);
    const existing = this.loaders.get(key);
    if (!existing && isFixed(range)) this.removeOldWindows(MAX_WINDOWS - 1);
    const loader = existing ?? new QueryLoader(this, range);
    this.loaders.delete(key);
    this.loaders.set(key, loader);
    loader.lastRequestedAt = this.context.clock.now();
    return loader;
  }

  /**
   * Removes the loaders of ranges that were not requested since `time` (ms).
   * @param isWatched whether a client is subscribed. It requests nothing while nothing changes, so loaders that may still
   *   have to notify it are kept.
   */
  removeUnusedLoaders(time: number, isWatched: boolean): void {
    for (const [key, loader] of this.loaders) {
      if (loader.lastRequestedAt < time && !(isWatched && this.mayNotify(loader))) this.removeLoader(key, loader);
    }
    this.removeOldWindows(MAX_WINDOWS);
  }

  /** Loads again what may have changed as time passed. */
  refresh(): void {
    for (const loader of this.loaders.values()) loader.refresh();
  }

  /** When the first of the results turns late or dead, in ms; Infinity if none will. */
  get nextTransitionAt(): number {
    let earliest = Infinity;
    for (const { nextTransitionAt } of this.loaders.values()) earliest = Math.min(earliest, nextTransitionAt);
    return earliest;
  }

  /**
   * Updates the freshness of results to the time `now`, in ms.
   * @returns whether any of them turned late or dead
   */
  updateFreshness(now: number): boolean {
    let hasChanged = false;
    for (const loader of this.loaders.values()) hasChanged = loader.updateFreshness(now) || hasChanged;
    return hasChanged;
  }

  /** Reserves the next time at which a load may start, `spacingMs` or more after the one before. Returns ms from now. */
  reserveStart(spacingMs: number): number {
    const now = this.context.clock.now();
    const clockWasSetBack = now < this.reservedAt;
    this.reservedAt = now;
    const startAt = clockWasSetBack ? now : Math.max(now, this.nextStartAt);
    this.nextStartAt = startAt + spacingMs;
    return startAt - now;
  }

  /** Stops running loads. The query is no longer used. */
  dispose(): void {
    for (const loader of this.loaders.values()) loader.dispose();
    this.loaders.clear();
  }

  /** Keeps the `count` most recent fixed time ranges, and all that are being loaded. */
  private removeOldWindows(count: number): void {
    const windows = [...this.loaders].filter(([, { range }]) => isFixed(range));
    for (const [key, loader] of windows.slice(0, Math.max(0, windows.length - count))) {
      if (!loader.isLoading) this.removeLoader(key, loader);
    }
  }

  /** Whether the loader may have to notify clients without a change of the data. */
  private mayNotify(loader: QueryLoader): boolean {
    return (
      loader.nextTransitionAt < Infinity ||
      loader.hasPendingNotification ||
      (this.dependsOnTime && !isFixed(loader.range))
    );
  }

  private removeLoader(key: string, loader: QueryLoader): void {
    loader.dispose();
    this.loaders.delete(key);
  }
}
