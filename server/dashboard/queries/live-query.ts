import type { Query } from '../../../wire/board.js';
import { isFixed, rangeKey, type TimeRange } from '../../../wire/range.js';
import { FrameSlot } from './query-loader.js';
import type { QueryContext, SlotOwner } from './query-context.js';
import type { Source } from '../source.js';

/** Fixed windows of one query kept at once. There are as many as anybody thinks of, so the least lately wanted ones go. */
const KEPT_WINDOWS = 8;

/**
 * A query while somebody looks at it, shared by all boards of one time zone and all ranges that ask the same. A change raises its *floor*:
 * no frame that was loaded as of an earlier revision is served again, however late it arrives. `revision` is the last
 * change that readers were or will be told of.
 */
export class TrackedQuery implements SlotOwner {
  floor: number;
  revision: number;
  readonly boards = new Set<string>();
  /** Named by nobody but this query: announces that an answer came which readers do not have yet. */
  readonly arrivalTopic: string;
  /** Whether time alone may change the answer: so it says, or nothing else would ever tell of a change. */
  readonly dependsOnTime: boolean;
  /** By range, the least lately wanted first. */
  private readonly slots = new Map<string, FrameSlot>();
  private nextStartAt = 0;
  private reservedAt = 0;

  constructor(
    readonly key: string,
    readonly source: Source,
    readonly query: Query,
    readonly timeZone: string,
    readonly topics: readonly string[],
    readonly context: QueryContext,
  ) {
    // What changed before is in whatever is loaded from now on.
    this.floor = this.revision = context.bus.position.revision;
    this.arrivalTopic = `arrival:${key}`;
    this.dependsOnTime = source.dependsOnTime?.(query) ?? (topics.length === 0 && !source.changes$);
  }

  /** A change of the data: everything loaded before `revision` is too old from now on. */
  raise(revision: number): void {
    this.floor = Math.max(this.floor, revision);
    this.arrive(revision);
  }

  /** An answer came that readers do not have; what is cached is as fresh as before. */
  arrive(revision: number): void {
    this.revision = Math.max(this.revision, revision);
  }

  /** The query in a range that somebody looks at now. */
  slot(range: TimeRange): FrameSlot {
    const key = rangeKey(range);
    const known = this.slots.get(key);
    if (!known && isFixed(range)) this.forgetWindows(KEPT_WINDOWS - 1);
    const slot = known ?? new FrameSlot(this, range);
    this.slots.delete(key);
    this.slots.set(key, slot);
    slot.wantedAt = this.context.clock.now();
    return slot;
  }

  /**
   * Forgets the ranges that nobody has looked at since `time` (ms).
   * @param watched whoever watches had no reason to look while nothing changed, and is still to be notified of what only time
   * changes, and when data turn late
   */
  forgetSlots(time: number, watched: boolean): void {
    for (const [key, slot] of this.slots) {
      if (slot.wantedAt < time && !(watched && this.hasMoreToTell(slot))) this.forget(key, slot);
    }
    this.forgetWindows(KEPT_WINDOWS);
  }

  /** Asks again what time alone may have changed. */
  revisit(): void {
    for (const slot of this.slots.values()) slot.revisit();
  }

  /** When the first of its answers turns late or dead, in ms. */
  get agesAt(): number {
    let earliest = Infinity;
    for (const { agesAt } of this.slots.values()) earliest = Math.min(earliest, agesAt);
    return earliest;
  }

  /** Lets answers turn late or dead whose time (ms) has come; whether any did. */
  age(now: number): boolean {
    let aged = false;
    for (const slot of this.slots.values()) aged = slot.age(now) || aged;
    return aged;
  }

  /** Reserves the next moment (ms from now) at which a load may start: at least `spacingMs` after the one before. */
  reserveStart(spacingMs: number): number {
    const now = this.context.clock.now();
    const wasSetBack = now < this.reservedAt;
    this.reservedAt = now;
    const startAt = wasSetBack ? now : Math.max(now, this.nextStartAt);
    this.nextStartAt = startAt + spacingMs;
    return startAt - now;
  }

  /** Stops what still runs: nobody looks any more. */
  end(): void {
    for (const slot of this.slots.values()) slot.end();
    this.slots.clear();
  }

  /** Keeps this many fixed windows, and those that somebody waits for: they are as many as there are requests. */
  private forgetWindows(kept: number): void {
    const windows = [...this.slots].filter(([, { range }]) => isFixed(range));
    for (const [key, slot] of windows.slice(0, Math.max(0, windows.length - kept))) {
      if (!slot.busy) this.forget(key, slot);
    }
  }

  /** Whether there may be news of it that nobody else tells of. */
  private hasMoreToTell(slot: FrameSlot): boolean {
    return slot.agesAt < Infinity || slot.isOwed || (this.dependsOnTime && !isFixed(slot.range));
  }

  private forget(key: string, slot: FrameSlot): void {
    slot.end();
    this.slots.delete(key);
  }
}
