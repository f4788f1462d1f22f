import type { Range } from '../../wire/range.js';
import type { PanelData } from '../../wire/snapshot.js';
import { diffFrames, type FrameDiff, rowsFrom, timesOf } from './frame-diff.js';
import type { LoadedFrame } from './source.js';

/** What a load came to: a frame, or an error in words for whoever reads the panel. */
export type Outcome = { readonly frame: LoadedFrame } | { readonly error: string };

/** One state of a frame: since which revision readers see it, and how it differs from the state before. */
interface Version {
  readonly revision: number;
  readonly change: Exclude<FrameDiff, 'same'>;
}

/** A reader further behind than this many changes gets the whole frame. */
const KEPT_VERSIONS = 32;

/** A promise counts as broken after one and a half of its periods. */
const STALE_AFTER_PERIODS = 1.5;

/**
 * A loaded answer, kept until a newer one comes: what it is as of, and how it came about, so that a reader of an
 * earlier revision can be given the changed rows alone. Never changed once made.
 */
export class CachedFrame {
  private constructor(
    readonly outcome: Outcome,
    /** Every change up to this revision of the bus is in it. */
    readonly asOf: number,
    /** When its load began, in ms: its age for the TTL. */
    readonly loadedAt: number,
    /** When this content was first seen, in ms. */
    readonly madeAt: number,
    private readonly versions: readonly Version[],
    private readonly frameJson: string | undefined,
  ) {}

  /** The first answer, or one that has nothing to do with the one before. */
  static first(outcome: Outcome, asOf: number, loadedAt: number, revision: number): CachedFrame {
    return new CachedFrame(outcome, asOf, loadedAt, loadedAt, [{ revision, change: 'whole' }], serialize(outcome));
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
    const sameFreshness =
      before.frame.updatedAt === outcome.frame.updatedAt && before.frame.expectEveryMs === outcome.frame.expectEveryMs;
    return diff === 'same' && !sameFreshness ? { from: lastTime(outcome.frame) } : diff;
  }

  /** The same content, found again by a later load. Its bytes stay, unless rows have left the range meanwhile. */
  renewed(outcome: Outcome, asOf: number, loadedAt: number): CachedFrame {
    const keeps = rowCount(outcome) === rowCount(this.outcome);
    return keeps
      ? new CachedFrame(this.outcome, asOf, loadedAt, this.madeAt, this.versions, this.frameJson)
      : new CachedFrame(outcome, asOf, loadedAt, loadedAt, this.versions, serialize(outcome));
  }

  /** The content after a change that readers see from `revision` on. */
  changed(outcome: Outcome, change: Version['change'], asOf: number, loadedAt: number, revision: number): CachedFrame {
    const versions = [...this.versions, { revision, change }].slice(-KEPT_VERSIONS);
    return new CachedFrame(outcome, asOf, loadedAt, loadedAt, versions, serialize(outcome));
  }

  /**
   * The panel's data as JSON (`PanelData`), under the revision given. With `since` only the rows that changed after
   * that revision, where that can be told. `range`: the panel's own, to be told.
   */
  toPanelJson(revision: number, since?: number, range?: Range): string {
    const data: PanelData = { revision, updatedAt: new Date(this.updatedAt).toISOString(), range };
    if ('error' in this.outcome) return JSON.stringify({ ...data, error: { message: this.outcome.error } });

    const { frame } = this.outcome;
    if (frame.expectEveryMs !== undefined) {
      data.staleAt = new Date(this.updatedAt + STALE_AFTER_PERIODS * frame.expectEveryMs).toISOString();
    }
    const from = since === undefined ? undefined : this.changedFrom(since);
    if (from === undefined) return `${JSON.stringify(data).slice(0, -1)},"frame":${this.frameJson as string}}`;
    return JSON.stringify({ ...data, from, frame: rowsFrom(frame, from) });
  }

  private get updatedAt(): number {
    if ('error' in this.outcome) return this.madeAt;
    const { frame } = this.outcome;
    const updatedAt = frame.updatedAt ?? timesOf(frame)?.at(-1);
    return updatedAt ?? this.madeAt;
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

function serialize(outcome: Outcome): string | undefined {
  return 'frame' in outcome ? JSON.stringify({ fields: outcome.frame.fields }) : undefined;
}

function rowCount(outcome: Outcome): number {
  return 'frame' in outcome ? (outcome.frame.fields[0]?.values.length ?? 0) : 0;
}

function lastTime(frame: LoadedFrame): number {
  return timesOf(frame)?.at(-1) ?? Infinity;
}
