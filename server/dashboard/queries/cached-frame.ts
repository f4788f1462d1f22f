import { deepEqual } from '../../../wire/deep-equal.js';
import type { Range } from '../../../wire/range.js';
import type { Freshness, PanelData } from '../../../wire/schemas/snapshot.js';
import type { LoadedFrame } from '../contracts/source.js';
import { deadAt, freshnessAt, lateAt } from '../../common/freshness/freshness.js';
import { diffFrames, type FrameDiff, rowsFrom, timesOf } from './frame-diff.js';

/** The result of a load: a frame, or an error message that the panel shows. */
export type LoadResult = { readonly frame: LoadedFrame } | { readonly error: string };

/** One version of a frame: the first revision at which clients see it, and how it differs from the version before. */
interface Version {
  readonly revision: number;
  readonly change: Exclude<FrameDiff, 'same'>;
}

/** A client that is more versions behind receives the whole frame. */
const MAX_VERSIONS = 32;

/** A result with all that is needed to send it. Times are in ms. */
interface Content {
  readonly result: LoadResult;
  /** When this result was first loaded. */
  readonly createdAt: number;
  /** When its newest data was measured. Without a time in the data: when it was first loaded. */
  readonly updatedAt: number;
  /** Undefined without an expected interval. Changes only with `withFreshnessAt`, never by itself. */
  readonly freshness: Freshness | undefined;
  /** The time of `freshness`. */
  readonly freshnessAsOf: number;
  /** All times at which a part of the data turns late or dead, in ascending order. */
  readonly transitions: readonly number[];
  readonly frameJson: string | undefined;
  readonly bytes: number;
}

/** The largest size of a panel's data without its frame and its texts. */
const MAX_METADATA_BYTES = 256;

/**
 * A loaded result, cached until a newer one arrives. It knows its revision and its last versions, so that a client with an
 * earlier revision can be sent only the changed rows. Immutable.
 */
export class CachedFrame {
  private constructor(
    private readonly content: Content,
    /** The result includes every change up to this revision of the bus. */
    readonly asOf: number,
    /** When its load began, in ms. The TTL starts here. */
    readonly loadedAt: number,
    private readonly versions: readonly Version[],
  ) {}

  /**
   * The first result, or one that cannot be compared with the one before.
   *
   * @param revision the first revision at which clients see it. Infinity: clients of any revision may have another result
   *   and need the whole frame.
   */
  static create(result: LoadResult, asOf: number, loadedAt: number, revision: number): CachedFrame {
    return new CachedFrame(contentOf(result, loadedAt), asOf, loadedAt, [{ revision, change: 'whole' }]);
  }

  get result(): LoadResult {
    return this.content.result;
  }

  /** When this content was first loaded, in ms. */
  get createdAt(): number {
    return this.content.createdAt;
  }

  /** The size of the panel's complete data as JSON, rounded up. */
  get bytes(): number {
    return this.content.bytes;
  }

  /** The first revision at which clients see this content. */
  get revision(): number {
    return (this.versions.at(-1) as Version).revision;
  }

  /** How `result` differs from this result; see `diffFrames`. */
  compare(result: LoadResult, rangeStart: number): FrameDiff {
    const before = this.result;
    if ('error' in result) return 'error' in before && before.error === result.error ? 'same' : 'whole';
    if ('error' in before) return 'whole';
    const diff = diffFrames(before.frame, result.frame, rangeStart);
    const hasSameMetadata =
      before.frame.updatedAt === result.frame.updatedAt &&
      before.frame.expectEveryMs === result.frame.expectEveryMs &&
      before.frame.endedAt === result.frame.endedAt &&
      before.frame.warning === result.frame.warning &&
      deepEqual(before.frame.others, result.frame.others) &&
      deepEqual(before.frame.expectedIntervals, result.frame.expectedIntervals);
    return diff === 'same' && !hasSameMetadata ? { from: lastTime(result.frame) } : diff;
  }

  /** The same content, confirmed by a later load. Its JSON is reused, unless rows have left the range since. */
  unchanged(result: LoadResult, asOf: number, loadedAt: number): CachedFrame {
    const hasSameRows = rowCount(result) === rowCount(this.result);
    const { updatedAt, freshness, freshnessAsOf, transitions } = this.content;
    const content = hasSameRows
      ? this.content
      : { ...contentOf(result, loadedAt), updatedAt, freshness, freshnessAsOf, transitions };
    return new CachedFrame(content, asOf, loadedAt, this.versions);
  }

  /** The content after a change that clients see from `revision` on. */
  changed(
    result: LoadResult,
    change: Version['change'],
    asOf: number,
    loadedAt: number,
    revision: number,
  ): CachedFrame {
    const versions = [...this.versions, { revision, change }].slice(-MAX_VERSIONS);
    return new CachedFrame(contentOf(result, loadedAt), asOf, loadedAt, versions);
  }

  /** When the next part of it turns late or dead, in ms. Infinity without an expected interval, or once all is dead. */
  get nextTransitionAt(): number {
    const { freshnessAsOf, transitions } = this.content;
    return transitions.find((at) => at > freshnessAsOf) ?? Infinity;
  }

  /** The same content with its freshness at the time `now`, in ms. */
  withFreshnessAt(now: number): CachedFrame {
    const { updatedAt } = this.content;
    const freshness = freshnessOf(this.result, updatedAt, now);
    const content = { ...this.content, createdAt: now, freshnessAsOf: now, freshness };
    return new CachedFrame(content, this.asOf, this.loadedAt, this.versions);
  }

  /**
   * The panel's data as JSON (`PanelData`).
   * @param revision the revision that the data is sent with
   * @param since send only the rows that changed after this revision, if these are known
   * @param range the panel's own range, if it has one
   */
  toPanelJson(revision: number, since?: number, range?: Range): string {
    const { result, updatedAt, freshness, frameJson } = this.content;
    const data: PanelData = { revision, updatedAt: isoOf(updatedAt), range };
    if ('error' in result) return JSON.stringify({ ...data, error: { message: result.error } });

    const { frame } = result;
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

  private get expectedIntervalMs(): number | undefined {
    return 'error' in this.result ? undefined : this.result.frame.expectEveryMs;
  }

  /** The time (ms) of the earliest row that changed after `since`; undefined if the whole frame changed or it is unknown. */
  private changedFrom(since: number): number | undefined {
    if ('error' in this.result || !timesOf(this.result.frame)) return undefined;
    const [oldest] = this.versions as readonly [Version];
    if (since < oldest.revision) return undefined;
    let from = lastTime(this.result.frame);
    for (const { revision, change } of this.versions) {
      if (revision <= since) continue;
      if (change === 'whole') return undefined;
      from = Math.min(from, change.from);
    }
    return from === Infinity ? undefined : from;
  }
}

function contentOf(result: LoadResult, now: number): Content {
  if ('error' in result) {
    const content = {
      result,
      createdAt: now,
      updatedAt: now,
      freshness: undefined,
      freshnessAsOf: now,
      transitions: [],
    };
    return {
      ...content,
      frameJson: undefined,
      bytes: MAX_METADATA_BYTES + Buffer.byteLength(JSON.stringify(result.error)),
    };
  }
  const { frame } = result;
  const updatedAt = frame.updatedAt ?? timesOf(frame)?.at(-1) ?? now;
  const freshness = freshnessOf(result, updatedAt, now);
  const frameJson = JSON.stringify({ fields: frame.fields, others: frame.others });
  const bytes =
    MAX_METADATA_BYTES + Buffer.byteLength(frameJson) + Buffer.byteLength(JSON.stringify(frame.warning ?? ''));
  return {
    result,
    createdAt: now,
    updatedAt,
    freshness,
    freshnessAsOf: now,
    transitions: transitionsOf(frame, updatedAt),
    frameJson,
    bytes,
  };
}

/** Data that ended is dead. Without an expected interval, data has no freshness. */
function freshnessOf(result: LoadResult, updatedAt: number, now: number): Freshness | undefined {
  if ('error' in result) return undefined;
  const { endedAt, expectEveryMs } = result.frame;
  if (endedAt !== undefined) return 'dead';
  return expectEveryMs === undefined ? undefined : freshnessAt(now, updatedAt, expectEveryMs);
}

function transitionsOf(
  { endedAt, expectEveryMs, expectedIntervals = [] }: LoadedFrame,
  updatedAt: number,
): readonly number[] {
  if (endedAt !== undefined) return [];
  const all = expectEveryMs === undefined ? expectedIntervals : [...expectedIntervals, { updatedAt, expectEveryMs }];
  const times = all.flatMap((part) => [
    lateAt(part.updatedAt, part.expectEveryMs),
    deadAt(part.updatedAt, part.expectEveryMs),
  ]);
  return [...new Set(times)].sort((a, b) => a - b);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function rowCount(result: LoadResult): number {
  return 'frame' in result ? (result.frame.fields[0]?.values.length ?? 0) : 0;
}

function lastTime(frame: LoadedFrame): number {
  return timesOf(frame)?.at(-1) ?? Infinity;
}
