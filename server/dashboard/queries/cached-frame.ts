import { deepEqual } from '../../../wire/deep-equal.js';
import type { Range } from '../../../wire/range.js';
import type { Freshness, PanelData } from '../../../wire/snapshot.js';
import { deadAt, freshnessAt, lateAt } from './freshness.js';
import { diffFrames, type FrameDiff, rowsFrom, timesOf } from './frame-diff.js';
import type { LoadedFrame } from '../source.js';

/** What a load came to: a frame, or an error in words for whoever reads the panel. */
export type Outcome = { readonly frame: LoadedFrame } | { readonly error: string };

/** One state of a frame: since which revision readers see it, and how it differs from the state before. */
interface Version {
  readonly revision: number;
  readonly change: Exclude<FrameDiff, 'same'>;
}

/** A reader further behind than this many changes gets the whole frame. */
const KEPT_VERSIONS = 32;

/** What a load came to, as readers get it. */
interface Content {
  readonly outcome: Outcome;
  /** When it was first seen, in ms. */
  readonly madeAt: number;
  /** When the newest of it was measured, in ms; what does not tell is as old as its making. */
  readonly updatedAt: number;
  /** The freshness that readers see; undefined without an expected interval. Only `aged` changes it, never the time of reading. */
  readonly freshness: Freshness | undefined;
  /** As of when it is what it is, in ms, and all moments at which something of it turns, in their order. */
  readonly agedAt: number;
  readonly turns: readonly number[];
  readonly frameJson: string | undefined;
  readonly bytes: number;
}

/** What a panel's data take beside their frame and their words, at most. */
const FIELDS_BYTES = 256;

/**
 * A loaded answer, kept until a newer one comes: what it is as of, and how it came about, so that a reader of an
 * earlier revision can be given the changed rows alone. Never changed once made.
 */
export class CachedFrame {
  private constructor(
    private readonly content: Content,
    /** Every change up to this revision of the bus is in it. */
    readonly asOf: number,
    /** When its load began, in ms: its age for the TTL. */
    readonly loadedAt: number,
    private readonly versions: readonly Version[],
  ) {}

  /**
   * The first answer, or one that has nothing to do with the one before.
   *
   * @param revision the first revision under which readers see it; Infinity: readers of any revision may hold another answer
   *   and need the whole frame
   */
  static first(outcome: Outcome, asOf: number, loadedAt: number, revision: number): CachedFrame {
    return new CachedFrame(contentOf(outcome, loadedAt), asOf, loadedAt, [{ revision, change: 'whole' }]);
  }

  get outcome(): Outcome {
    return this.content.outcome;
  }

  /** When this content was first seen, in ms. */
  get madeAt(): number {
    return this.content.madeAt;
  }

  /** How large the panel's whole data are as JSON, at most. */
  get bytes(): number {
    return this.content.bytes;
  }

  /** The revision from which on readers see this content. */
  get revision(): number {
    return (this.versions.at(-1) as Version).revision;
  }

  /** How `outcome` differs from this one; see `diffFrames`. */
  compare(outcome: Outcome, rangeStart: number): FrameDiff {
    const before = this.outcome;
    if ('error' in outcome) return 'error' in before && before.error === outcome.error ? 'same' : 'whole';
    if ('error' in before) return 'whole';
    const diff = diffFrames(before.frame, outcome.frame, rangeStart);
    const isToldAlike =
      before.frame.updatedAt === outcome.frame.updatedAt &&
      before.frame.expectEveryMs === outcome.frame.expectEveryMs &&
      before.frame.endedAt === outcome.frame.endedAt &&
      before.frame.warning === outcome.frame.warning &&
      deepEqual(before.frame.others, outcome.frame.others) &&
      deepEqual(before.frame.expectedIntervals, outcome.frame.expectedIntervals);
    return diff === 'same' && !isToldAlike ? { from: lastTime(outcome.frame) } : diff;
  }

  /** The same content, found again by a later load. Its bytes stay, unless rows have left the range meanwhile. */
  renewed(outcome: Outcome, asOf: number, loadedAt: number): CachedFrame {
    const keeps = rowCount(outcome) === rowCount(this.outcome);
    const { updatedAt, freshness, agedAt, turns } = this.content;
    const content = keeps ? this.content : { ...contentOf(outcome, loadedAt), updatedAt, freshness, agedAt, turns };
    return new CachedFrame(content, asOf, loadedAt, this.versions);
  }

  /** The content after a change that readers see from `revision` on. */
  changed(outcome: Outcome, change: Version['change'], asOf: number, loadedAt: number, revision: number): CachedFrame {
    const versions = [...this.versions, { revision, change }].slice(-KEPT_VERSIONS);
    return new CachedFrame(contentOf(outcome, loadedAt), asOf, loadedAt, versions);
  }

  /** When the frame or a part of it becomes late or dead next, in ms. Undefined without an expected interval, or if all of it is dead. */
  get agesAt(): number {
    const { agedAt, turns } = this.content;
    return turns.find((moment) => moment > agedAt) ?? Infinity;
  }

  /** The same content at a moment (ms) when it has turned late or dead: for readers a change. */
  aged(now: number): CachedFrame {
    const { updatedAt } = this.content;
    const freshness = freshnessOf(this.outcome, updatedAt, now);
    const content = { ...this.content, madeAt: now, agedAt: now, freshness };
    return new CachedFrame(content, this.asOf, this.loadedAt, this.versions);
  }

  /**
   * The panel's data as JSON (`PanelData`), under the revision given. With `since` only the rows that changed after
   * that revision, where that can be told. `range`: the panel's own, to be told.
   */
  toPanelJson(revision: number, since?: number, range?: Range): string {
    const { outcome, updatedAt, freshness, frameJson } = this.content;
    const data: PanelData = { revision, updatedAt: isoOf(updatedAt), range };
    if ('error' in outcome) return JSON.stringify({ ...data, error: { message: outcome.error } });

    const { frame } = outcome;
    data.warning = frame.warning;
    if (this.expectedIntervalMs !== undefined) {
      data.staleAt = isoOf(lateAt(updatedAt, this.expectedIntervalMs));
      data.deadAt = isoOf(deadAt(updatedAt, this.expectedIntervalMs));
    }
    if (frame.endedAt !== undefined) data.endedAt = isoOf(frame.endedAt);
    data.freshness = freshness;
    const from = since === undefined ? undefined : this.changedFrom(since);
    if (from === undefined) return `${JSON.stringify(data).slice(0, -1)},"frame":${frameJson as string}}`;
    return JSON.stringify({ ...data, from, frame: rowsFrom(frame, from) });
  }

  /** In ms. */
  private get expectedIntervalMs(): number | undefined {
    return 'error' in this.outcome ? undefined : this.outcome.frame.expectEveryMs;
  }

  /** The earliest row (ms) that changed after `since`; undefined if the whole frame did, or if it cannot be told. */
  private changedFrom(since: number): number | undefined {
    if ('error' in this.outcome || !timesOf(this.outcome.frame)) return undefined;
    const [oldest] = this.versions as readonly [Version];
    if (since < oldest.revision) return undefined;
    let from = lastTime(this.outcome.frame);
    for (const { revision, change } of this.versions) {
      if (revision <= since) continue;
      if (change === 'whole') return undefined;
      from = Math.min(from, change.from);
    }
    return from === Infinity ? undefined : from;
  }
}

function contentOf(outcome: Outcome, now: number): Content {
  if ('error' in outcome) {
    const content = { outcome, madeAt: now, updatedAt: now, freshness: undefined, agedAt: now, turns: [] };
    return { ...content, frameJson: undefined, bytes: FIELDS_BYTES + Buffer.byteLength(JSON.stringify(outcome.error)) };
  }
  const { frame } = outcome;
  const updatedAt = frame.updatedAt ?? timesOf(frame)?.at(-1) ?? now;
  const freshness = freshnessOf(outcome, updatedAt, now);
  const frameJson = JSON.stringify({ fields: frame.fields, others: frame.others });
  const bytes = FIELDS_BYTES + Buffer.byteLength(frameJson) + Buffer.byteLength(JSON.stringify(frame.warning ?? ''));
  return {
    outcome,
    madeAt: now,
    updatedAt,
    freshness,
    agedAt: now,
    turns: turnsOf(frame, updatedAt),
    frameJson,
    bytes,
  };
}

/** What ended is dead at once; without an expected interval nothing else is known. */
function freshnessOf(outcome: Outcome, updatedAt: number, now: number): Freshness | undefined {
  if ('error' in outcome) return undefined;
  const { endedAt, expectEveryMs } = outcome.frame;
  if (endedAt !== undefined) return 'dead';
  return expectEveryMs === undefined ? undefined : freshnessAt(now, updatedAt, expectEveryMs);
}

function turnsOf(
  { endedAt, expectEveryMs, expectedIntervals = [] }: LoadedFrame,
  updatedAt: number,
): readonly number[] {
  if (endedAt !== undefined) return [];
  const all = expectEveryMs === undefined ? expectedIntervals : [...expectedIntervals, { updatedAt, expectEveryMs }];
  const moments = all.flatMap((part) => [
    lateAt(part.updatedAt, part.expectEveryMs),
    deadAt(part.updatedAt, part.expectEveryMs),
  ]);
  return [...new Set(moments)].sort((a, b) => a - b);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function rowCount(outcome: Outcome): number {
  return 'frame' in outcome ? (outcome.frame.fields[0]?.values.length ?? 0) : 0;
}

function lastTime(frame: LoadedFrame): number {
  return timesOf(frame)?.at(-1) ?? Infinity;
}
