import { Logger } from '@nestjs/common';
import { lengthOf, type TimeRange } from '../../../wire/range.js';
import { CachedFrame, type LoadResult } from './cached-frame.js';
import { addDropped, type DroppedFrames } from './dropped-frames.js';
import type { FrameOwner } from './frame-memory-budget.js';
import { loadFromSource, type LoadSpan, loadSpanAt, NO_LONGER_NEEDED, type SourceLoad } from './load-from-source.js';
import type { LoadableQuery } from './query-context.js';

/** Loads of one query start at least this far apart. */
const LOAD_SPACING_MS = 50;

/** A result that depends on time is loaded this many times within its range, within these limits. */
const REFRESHES_PER_RANGE = 100;
const MIN_REFRESH_MS = 10_000;
const MAX_REFRESH_MS = 60_000;

interface Load {
  /** The bus's revision before the load: the result includes all changes up to it. */
  readonly asOf: number;
  readonly frame: Promise<CachedFrame>;
}

/**
 * Loads one query in one range. It caches the last frame, and has at most one running and one waiting
 * load. A request joins a load only if the load began at or after the query's minimum revision.
 */
export class QueryLoader implements FrameOwner {
  /** When the range was last requested, in ms. */
  lastRequestedAt = 0;
  private readonly logger = new Logger(QueryLoader.name);
  private cached?: CachedFrame;
  /**
   * Frames that clients may show although they were dropped from memory. It is cleared once clients are notified of a newer
   * frame, which cannot be compared with them.
   */
  private dropped?: DroppedFrames;
  private running?: Load;
  private waiting?: Promise<CachedFrame>;
  /** Whether a client was answered before the running load had ended: it must be notified of the result. */
  private pendingNotification = false;
  /** The highest revision at which clients may have received `cached`, or a dropped frame; -1 before the first. */
  private lastServedRevision = -1;
  private sourceLoad?: SourceLoad;
  private isDisposed = false;

  constructor(
    private readonly query: LoadableQuery,
    readonly range: TimeRange,
  ) {}

  /** Whether a load is running or waiting to start. */
  get isLoading(): boolean {
    return this.running !== undefined || this.waiting !== undefined;
  }

  /** The size of the last frame, in bytes of JSON. */
  get cachedBytes(): number {
    return this.cached?.bytes ?? this.dropped?.bytes ?? 0;
  }

  /** Whether a client must still be notified of a result. */
  get hasPendingNotification(): boolean {
    return this.pendingNotification;
  }

  drop(): void {
    if (this.cached) this.dropped = addDropped(this.cached, this.dropped);
    this.cached = undefined;
  }

  /** The frame. It is loaded if the last one is older than the minimum revision or than its TTL. */
  read(): CachedFrame | Promise<CachedFrame> {
    if (!this.cached || !this.isFresh(this.cached)) return this.load();
    this.lastServedRevision = this.query.revision;
    return this.cached;
  }

  /**
   * Like `read`, but resolves after `timeoutMs` at the latest, with the last frame or undefined. The loaded frame is then
   * published as a change.
   */
  async readWithin(timeoutMs: number): Promise<CachedFrame | undefined> {
    const reading = this.read();
    if (!(reading instanceof Promise)) return reading;
    const { clock } = this.query.context;
    return new Promise((resolve, reject) => {
      const timeout = clock.after(timeoutMs, () => {
        this.pendingNotification = true;
        resolve(this.cached);
      });
      reading
        .finally(() => {
          timeout.unsubscribe();
        })
        .then(resolve, reject);
    });
  }

  /** Loads the frame again if enough time has passed to make a difference. A different frame is published as a change. */
  refresh(): void {
    const hasDroppedNotification = this.dropped !== undefined && this.pendingNotification;
    if (!this.query.dependsOnTime && !hasDroppedNotification) return;
    const loadedAt = (this.dropped ?? this.cached)?.loadedAt;
    if (loadedAt !== undefined && this.isRefreshDue(loadedAt)) this.reload();
  }

  /** When the frame that clients have turns late or dead, in ms. Infinity during a load, which sets the time again. */
  get nextTransitionAt(): number {
    if (this.isLoading) return Infinity;
    const { cached, dropped } = this;
    return Math.min(
      cached && cached.asOf >= this.query.minRevision ? cached.nextTransitionAt : Infinity,
      dropped && this.query.revision <= this.lastServedRevision ? dropped.nextTransitionAt : Infinity,
    );
  }

  /**
   * Updates the frame's freshness to the time `now`, in ms.
   * @returns whether it turned late or dead, which is a change for clients
   */
  updateFreshness(now: number): boolean {
    if (this.nextTransitionAt > now) return false;
    const { cached, dropped } = this;
    const isDropped = dropped !== undefined && dropped.nextTransitionAt <= now;
    if (!cached || isDropped || (this.query.dependsOnTime && cached.loadedAt < cached.nextTransitionAt)) {
      // There may be newer data without a notification of it. And a dropped frame has no content that could turn late.
      this.reload();
      return false;
    }
    this.cached = cached.withFreshnessAt(now);
    return true;
  }

  /** Until when (ms) the frame may be served without another load. */
  freshUntil(cached: CachedFrame): number {
    return cached.loadedAt + this.query.context.ttlMs;
  }

  dispose(): void {
    this.isDisposed = true;
    this.query.context.frameMemoryBudget.remove(this);
    this.sourceLoad?.cancel();
  }

  private reload(): void {
    this.load().catch((error: unknown) => {
      this.logger.error(error);
    });
  }

  private isFresh(cached: CachedFrame): boolean {
    return cached.asOf >= this.query.minRevision && this.isYounger(cached.loadedAt, this.query.context.ttlMs);
  }

  /** Whether less than `ageMs` have passed. A time ahead of the clock, which was then set back, counts as old. */
  private isYounger(loadedAt: number, ageMs: number): boolean {
    const age = this.query.context.clock.now() - loadedAt;
    return age >= 0 && age < ageMs;
  }

  /** Whether the refresh interval has passed since a load at that time, in ms. */
  private isRefreshDue(loadedAt: number): boolean {
    const intervalMs = Math.min(Math.max(lengthOf(this.range) / REFRESHES_PER_RANGE, MIN_REFRESH_MS), MAX_REFRESH_MS);
    return !this.isYounger(loadedAt, intervalMs);
  }

  private load(): Promise<CachedFrame> {
    if (this.running && this.running.asOf >= this.query.minRevision) return this.running.frame;
    this.waiting ??= this.startLoad();
    return this.waiting;
  }

  private async startLoad(): Promise<CachedFrame> {
    // Its own callers receive its error. Those that wait here need a new load.
    await this.running?.frame.catch(() => undefined);
    const delay = this.query.reserveStart(LOAD_SPACING_MS);
    if (delay > 0) {
      await new Promise<void>((resolve) => {
        this.query.context.clock.after(delay, resolve);
      });
    }
    this.waiting = undefined;
    const asOf = this.query.context.bus.position.revision;
    const frame = this.run(asOf, this.query.revision).finally(() => {
      this.running = undefined;
    });
    this.running = { asOf, frame };
    return frame;
  }

  private async run(asOf: number, revision: number): Promise<CachedFrame> {
    const cached = (this.cached = await this.update(asOf, revision));
    // No request joins a load that began before the minimum revision.
    this.lastServedRevision = asOf >= this.query.minRevision ? this.query.revision : revision;
    const transitionAt = Math.min(cached.nextTransitionAt, this.dropped?.nextTransitionAt ?? Infinity);
    if (transitionAt < Infinity) this.query.context.scheduleTransition(transitionAt);
    if (!this.isDisposed) this.query.context.frameMemoryBudget.add(this, cached.bytes);
    return cached;
  }

  /**
   * Loads a frame, and notifies clients that may have another one. They receive only the changed rows if the last frame can
   * be compared.
   */
  private async update(asOf: number, revision: number): Promise<CachedFrame> {
    const loadedAt = this.query.context.clock.now();
    const span = loadSpanAt(this.range, loadedAt);
    const result = await this.loadSpan(span);

    const { cached, dropped } = this;
    const change = cached?.compare(result, span.from) ?? 'whole';
    // Clients may have another frame of this revision. Only a later revision makes them request this one.
    const isServed = revision <= this.lastServedRevision;
    // A frame that does not fit into memory may be loaded and dropped for each client. Notifying all clients each time would
    // be a loop.
    const mustWait =
      isServed && dropped !== undefined && !this.isRefreshDue(dropped.loadedAt) && dropped.nextTransitionAt > loadedAt;
    const wasPending = this.pendingNotification;
    // Clients that were answered without this load still wait if it is too old already, or if it is too soon to notify them.
    this.pendingNotification = wasPending && (asOf < this.query.minRevision || mustWait);

    if (!cached && mustWait) return CachedFrame.create(result, asOf, loadedAt, Infinity);
    if (cached && change === 'same' && (!dropped || mustWait)) {
      return this.keepUnchanged(cached, result, asOf, loadedAt);
    }

    const visibleFrom = wasPending || isServed ? await this.publishResult() : revision;
    this.dropped = undefined;
    return cached && change !== 'same' && !dropped
      ? cached.changed(result, change, asOf, loadedAt, visibleFrom)
      : CachedFrame.create(result, asOf, loadedAt, visibleFrom);
  }

  /** The last frame, found unchanged. If it turned late or dead before it was loaded again, clients are notified. */
  private async keepUnchanged(
    cached: CachedFrame,
    result: LoadResult,
    asOf: number,
    loadedAt: number,
  ): Promise<CachedFrame> {
    const unchanged = cached.unchanged(result, asOf, loadedAt);
    if (unchanged.nextTransitionAt > loadedAt) return unchanged;
    await this.publishResult();
    return unchanged.withFreshnessAt(loadedAt);
  }

  private async publishResult(): Promise<number> {
    const { revision } = await this.query.context.bus.publish([this.query.resultTopic]);
    return revision;
  }

  private async loadSpan(span: LoadSpan): Promise<LoadResult> {
    if (this.isDisposed) return { error: NO_LONGER_NEEDED };
    const { source, query, timeZone, context } = this.query;
    const { clock, timeoutMs } = context;
    const cached = this.cached?.result;
    const previous = cached && 'frame' in cached ? { previous: cached.frame } : {};
    context.countLoad(source.name);
    this.sourceLoad = loadFromSource({ source, query, clock, timeoutMs }, { ...span, ...previous, timeZone });
    const result = await this.sourceLoad.result;
    // It refers to the frame, which must not stay in memory when the budget drops it from the cache.
    this.sourceLoad = undefined;
    return result;
  }
}
