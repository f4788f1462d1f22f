import { Logger } from '@nestjs/common';
import { isFixed, lengthOf, rangeOver, type TimeRange, type TimeWindow, windowAt } from '../../../wire/range.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { CachedFrame, type Outcome } from './cached-frame.js';
import { checkFrame } from './check-frame.js';
import { addDropped, type DroppedFrames } from './dropped-frames.js';
import type { FrameHolder } from './frame-memory.js';
import type { SlotOwner } from './query-context.js';
import type { LoadContext, LoadedFrame } from '../source.js';

/** Loads of one query start at least this far apart. */
const LOAD_SPACING_MS = 50;

/** What time alone changes is asked again this often in its range, within these bounds. */
const REVISITS_PER_RANGE = 100;
const REVISIT_MIN_MS = 10_000;
const REVISIT_MAX_MS = 60_000;

interface Load {
  /** The bus's revision before the load: all changes up to it are in what it reads. */
  readonly asOf: number;
  readonly result: Promise<CachedFrame>;
}

/**
 * One query in one range: the last answer, and at most one load under way with at most one waiting behind it. A reader
 * joins a load only if it began at or above the query's floor.
 */
export class FrameSlot implements FrameHolder {
  /** When somebody last looked at it, in ms. */
  wantedAt = 0;
  private readonly logger = new Logger(FrameSlot.name);
  private cached?: CachedFrame;
  /** What readers may still hold of dropped answers. Cleared once readers are notified of a newer one, which cannot be compared with them. */
  private dropped?: DroppedFrames;
  private running?: Load;
  /** Some reader was answered without the load under way: its outcome will be news. */
  private owesNews = false;
  private waiting?: Promise<CachedFrame>;
  /** The highest revision under which readers may have been given `cached`, or what was dropped; -1: none yet. */
  private servedAs = -1;
  /** Ends the load under way. Each has its own: what listens to it goes with it, not with the slot. */
  private abandon?: AbortController;
  private hasEnded = false;

  constructor(
    private readonly tracked: SlotOwner,
    readonly range: TimeRange,
  ) {}

  /** Whether a load is under way or waits for its turn: somebody may wait for it. */
  get busy(): boolean {
    return this.running !== undefined || this.waiting !== undefined;
  }

  /** How large the last answer is, in bytes of JSON. */
  get heldBytes(): number {
    return this.cached?.bytes ?? this.dropped?.bytes ?? 0;
  }

  /** Whether some reader is still to be notified of what was loaded since. */
  get isOwed(): boolean {
    return this.owesNews;
  }

  drop(): void {
    if (this.cached) this.dropped = addDropped(this.cached, this.dropped);
    this.cached = undefined;
  }

  /** The answer, loaded if the last one is below the floor or past its TTL. */
  read(): CachedFrame | Promise<CachedFrame> {
    if (!this.cached || !this.isFresh(this.cached)) return this.load();
    this.servedAs = this.tracked.revision;
    return this.cached;
  }

  /** Like `read`, but after `patienceMs` the last answer, or none; the late one will be published as a change. */
  async readWithin(patienceMs: number): Promise<CachedFrame | undefined> {
    const reading = this.read();
    if (!(reading instanceof Promise)) return reading;
    const { clock } = this.tracked.context;
    return new Promise((resolve, reject) => {
      const patience = clock.after(patienceMs, () => {
        this.owesNews = true;
        resolve(this.cached);
      });
      reading
        .finally(() => {
          patience.unsubscribe();
        })
        .then(resolve, reject);
    });
  }

  /** Asks again if enough time has passed to make a difference; a different answer is published as a change. */
  revisit(): void {
    const isOwed = this.dropped !== undefined && this.owesNews;
    if (!this.tracked.dependsOnTime && !isOwed) return;
    const loadedAt = (this.dropped ?? this.cached)?.loadedAt;
    if (loadedAt !== undefined && this.isDue(loadedAt)) this.reload();
  }

  /** When what readers were told turns late or dead, in ms. What is loaded again already, or will be, turns then. */
  get agesAt(): number {
    if (this.busy) return Infinity;
    const { cached, dropped } = this;
    return Math.min(
      cached && cached.asOf >= this.tracked.floor ? cached.agesAt : Infinity,
      dropped && this.tracked.revision <= this.servedAs ? dropped.agesAt : Infinity,
    );
  }

  /** Lets the answer turn late or dead if it is time (ms); whether it did, which is for readers a change. */
  age(now: number): boolean {
    if (this.agesAt > now) return false;
    const { cached, dropped } = this;
    const isDropped = dropped !== undefined && dropped.agesAt <= now;
    if (!cached || isDropped || (this.tracked.dependsOnTime && cached.loadedAt < cached.agesAt)) {
      // There may be newer data that no change notification published; and a dropped frame has no content that could turn late.
      this.reload();
      return false;
    }
    this.cached = cached.aged(now);
    return true;
  }

  /** Until when (ms) the answer may be served without asking again. */
  freshUntil(cached: CachedFrame): number {
    return cached.loadedAt + this.tracked.context.ttlMs;
  }

  end(): void {
    this.hasEnded = true;
    this.tracked.context.frames?.release(this);
    this.abandon?.abort(new Error('nobody looks any more'));
  }

  private reload(): void {
    this.load().catch((error: unknown) => {
      this.logger.error(error);
    });
  }

  private isFresh(cached: CachedFrame): boolean {
    return cached.asOf >= this.tracked.floor && this.isYounger(cached.loadedAt, this.tracked.context.ttlMs);
  }

  /** How old the answer is that was loaded before the clock was set back, nobody knows. */
  private isYounger(loadedAt: number, ageMs: number): boolean {
    const age = this.tracked.context.clock.now() - loadedAt;
    return age >= 0 && age < ageMs;
  }

  /** Whether the refresh interval has passed since a load at that time, in ms. */
  private isDue(loadedAt: number): boolean {
    const afterMs = Math.min(Math.max(lengthOf(this.range) / REVISITS_PER_RANGE, REVISIT_MIN_MS), REVISIT_MAX_MS);
    return !this.isYounger(loadedAt, afterMs);
  }

  private load(): Promise<CachedFrame> {
    if (this.running && this.running.asOf >= this.tracked.floor) return this.running.result;
    this.waiting ??= this.loadNext();
    return this.waiting;
  }

  private async loadNext(): Promise<CachedFrame> {
    // Its own readers hear of its failure; whoever waits here asks anew.
    await this.running?.result.catch(() => undefined);
    const delay = this.tracked.reserveStart(LOAD_SPACING_MS);
    if (delay > 0) {
      await new Promise<void>((resolve) => {
        this.tracked.context.clock.after(delay, resolve);
      });
    }
    this.waiting = undefined;
    const asOf = this.tracked.context.bus.position.revision;
    const result = this.run(asOf, this.tracked.revision).finally(() => {
      this.running = undefined;
    });
    this.running = { asOf, result };
    return result;
  }

  private async run(asOf: number, revision: number): Promise<CachedFrame> {
    const cached = (this.cached = await this.renew(asOf, revision));
    // Nobody joins a load that is below the floor.
    this.servedAs = asOf >= this.tracked.floor ? this.tracked.revision : revision;
    const agesAt = Math.min(cached.agesAt, this.dropped?.agesAt ?? Infinity);
    if (agesAt < Infinity) this.tracked.context.ages(agesAt);
    if (!this.hasEnded) this.tracked.context.frames?.hold(this, cached.bytes);
    return cached;
  }

  /** Loads an answer, and notifies readers who may hold another one. They get only changed rows if the last answer can be compared. */
  private async renew(asOf: number, revision: number): Promise<CachedFrame> {
    const loadedAt = this.tracked.context.clock.now();
    const window = windowAt(this.range, loadedAt);
    const outcome = await this.ask(window);

    const { cached, dropped } = this;
    const change = cached?.compare(outcome, window.from) ?? 'whole';
    // Readers may hold another answer under this revision: only a later revision makes them read this one.
    const isServed = revision <= this.servedAs;
    // A frame that does not fit may be loaded and dropped for each reader: notifying all readers each time would be a loop.
    const mustWait = isServed && dropped !== undefined && !this.isDue(dropped.loadedAt) && dropped.agesAt > loadedAt;
    const owed = this.owesNews;
    // Readers answered without this load still wait if it is below the floor already, or if it is too soon to notify them.
    this.owesNews = owed && (asOf < this.tracked.floor || mustWait);

    if (!cached && mustWait) return CachedFrame.first(outcome, asOf, loadedAt, Infinity);
    if (cached && change === 'same' && (!dropped || mustWait)) return this.renewSame(cached, outcome, asOf, loadedAt);

    const seenFrom = owed || isServed ? await this.announceArrival() : revision;
    this.dropped = undefined;
    return cached && change !== 'same' && !dropped
      ? cached.changed(outcome, change, asOf, loadedAt, seenFrom)
      : CachedFrame.first(outcome, asOf, loadedAt, seenFrom);
  }

  /** The last answer, found unchanged. If it turned late or dead before it was loaded again, readers are notified of that. */
  private async renewSame(cached: CachedFrame, outcome: Outcome, asOf: number, loadedAt: number): Promise<CachedFrame> {
    const renewed = cached.renewed(outcome, asOf, loadedAt);
    if (renewed.agesAt > loadedAt) return renewed;
    await this.announceArrival();
    return renewed.aged(loadedAt);
  }

  private async announceArrival(): Promise<number> {
    const { revision } = await this.tracked.context.bus.publish([this.tracked.arrivalTopic]);
    return revision;
  }

  /** One question to the source; whatever goes wrong becomes words. */
  private async ask(window: TimeWindow): Promise<Outcome> {
    const { source, query, context } = this.tracked;
    const abandon = (this.abandon = new AbortController());
    const { signal } = abandon;
    if (this.hasEnded) this.end();
    const timer = context.clock.after(context.timeoutMs, () => {
      abandon.abort(new Error(`'${source.name}' did not answer within ${context.timeoutMs / 1_000} s`));
    });
    context.countLoad(source.name);
    try {
      // First, for it may throw at once: a promise of the abortion that nobody waits for would end the process.
      const loading = source.load(query, { ...this.scope, ...this.previous, ...window, signal });
      context.watchLoad?.(loading);
      const abandoned = new Promise<never>((_, reject) => {
        const abort = (): void => {
          reject(signal.reason as Error);
        };
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort);
      });
      return { frame: this.promised(checkFrame(await Promise.race([loading, abandoned]))) };
    } catch (error) {
      const message = errorMessage(error);
      this.logger.debug(`source '${source.name}': ${message}`);
      return { error: message };
    } finally {
      timer.unsubscribe();
    }
  }

  private get previous(): Pick<LoadContext, 'previous'> {
    const outcome = this.cached?.outcome;
    return outcome && 'frame' in outcome ? { previous: outcome.frame } : {};
  }

  private get scope(): Pick<LoadContext, 'range' | 'fixed' | 'timeZone' | 'preview'> {
    const { timeZone, preview } = this.tracked;
    return {
      timeZone,
      ...(isFixed(this.range) ? { range: rangeOver(lengthOf(this.range)), fixed: true } : { range: this.range }),
      ...(preview && { preview }),
    };
  }

  /** Promises are about the present: what a fixed window shows cannot become stale. */
  private promised(frame: LoadedFrame): LoadedFrame {
    return isFixed(this.range)
      ? { ...frame, expectEveryMs: undefined, endedAt: undefined, expectedIntervals: [] }
      : frame;
  }
}
