import type { Observable } from 'rxjs';
import type { ZodType } from 'zod';
import type { Query } from '../../../wire/schemas/board.js';
import type { Frame } from '../../../wire/schemas/frame.js';
import type { Range } from '../../../wire/range.js';

/** When a part of a frame was measured, and its expected interval. */
export interface ExpectedInterval {
  /** When its newest data was measured, in ms since 1970. */
  readonly updatedAt: number;
  /** New data arrives at least this often, in ms. */
  readonly expectEveryMs: number;
}

/** A frame with its freshness as far as its source knows it. */
export interface LoadedFrame extends Frame {
  /** When the newest data was measured, in ms. Default: the newest time in the frame, else the time of the last change. */
  updatedAt?: number;
  /** The expected interval: new data arrives at least this often, in ms. */
  expectEveryMs?: number;
  /** When the last series ended, in ms, if all series have ended. Then the data is dead. */
  endedAt?: number;
  /** Set if parts of the frame have expected intervals of their own. Clients are notified when any part turns late or dead. */
  expectedIntervals?: readonly ExpectedInterval[];
  /** Whether the rows are no time series although their first column may hold times. Any change then sends all rows. */
  whole?: boolean;
  /** A message for the panel about data that the frame omits. */
  warning?: string;
}

/** What a load of a source gets. */
export interface LoadContext {
  /** The requested live range. For a fixed time range: the shortest live range that is as long, at most the longest. */
  readonly range: Range;
  /** The start of the requested time span, in ms since 1970. */
  readonly from: number;
  /** The end of the requested time span, in ms since 1970. A live range ends at the time of this load. */
  readonly to: number;
  /** Whether the time range is fixed. Older and newer data then does not belong to the result. */
  readonly fixed?: true;
  /** The time zone of the board (an IANA name), in which days, weeks and months begin. */
  readonly timeZone: string;
  /** Whether this is a preview for the panel editor. Loads for boards have priority. */
  readonly preview?: true;
  /** The last result of the same query and range, if it is cached. A source that can answer in two forms can keep the form. */
  readonly previous?: LoadedFrame;
  /** Aborted when the result is no longer needed: after `QUERY_TIMEOUT`, without active boards, or when the server stops. */
  readonly signal: AbortSignal;
}

/**
 * Loads the data of panels. It is called only for active boards, once for all of their viewers. Register a source with
 * `DashboardModule.forFeature({ sources: [MySource] })`.
 */
export abstract class Source<Q extends Query = Query> {
  /** The value of `query.source` in panels that use this source. Unique: 1 to 64 of the characters `A-Z a-z 0-9 . _ -` */
  abstract readonly name: string;

  /** The schema of its queries, made with zod 4. A board with an invalid query is rejected with 422. */
  abstract readonly schema: ZodType<Q>;

  /** The topics that the result depends on. A change of one of them makes it outdated. */
  abstract topics(query: Q): readonly string[];

  /**
   * Loads the result. The panel shows the message of a thrown error. A long load must stop when `context.signal` is aborted:
   * its result is then ignored, but it counts as running until its promise settles.
   */
  abstract load(query: Q, context: LoadContext): Promise<LoadedFrame>;

  /** Emits topics whenever they change outside the server. Subscribed to only while one of the source's queries is live. */
  readonly changes$?: Observable<string | readonly string[]>;

  /** Whether results come from this process, so that a snapshot waits for them instead of showing the panel as pending. */
  readonly local?: boolean;

  /** Whether the result changes as time passes (like a sum over the last hour), so that it is refreshed while watched. */
  dependsOnTime?(query: Q): boolean;
}
