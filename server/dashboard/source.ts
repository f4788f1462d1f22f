import type { Observable } from 'rxjs';
import type { ZodType } from 'zod';
import type { Query } from '../../wire/board.js';
import type { Frame } from '../../wire/frame.js';
import type { Range } from '../../wire/range.js';

/** When a part of a frame was measured, and its expected interval, both in ms. */
export interface ExpectedInterval {
  readonly updatedAt: number;
  readonly expectEveryMs: number;
}

/** A frame with what its source knows of its freshness. */
export interface LoadedFrame extends Frame {
  /** When the newest of the data was measured, in ms. Without it: the newest time in the frame, else when it last changed. */
  updatedAt?: number;
  /** The expected interval: new data comes at least this often, in ms. */
  expectEveryMs?: number;
  /** When the last of its series ended, in ms, where all have: the data are dead, whatever is expected. */
  endedAt?: number;
  /** Set if parts of the frame have expected intervals of their own. Clients are notified when any part becomes late or dead. */
  expectedIntervals?: readonly ExpectedInterval[];
  /** The rows are no series over time, though their first column may hold times: any change sends all of them. */
  whole?: boolean;
  /** What the frame leaves out, in words for whoever reads the panel. */
  warning?: string;
}

export interface LoadContext {
  /** The live range asked for; of a fixed window the shortest one that is as long, at most the longest. */
  readonly range: Range;
  /** What part of time is asked for, in milliseconds since 1970: a live range as of this load. */
  readonly from: number;
  readonly to: number;
  /** The window is a fixed one, perhaps long past: what is older or newer does not belong to the answer. */
  readonly fixed?: true;
  /** The time zone of the board (an IANA name): whose days, weeks and months count. */
  readonly timeZone: string;
  /** A preview for the editor of a panel: reads for boards have priority. */
  readonly preview?: true;
  /** The last answer to the same query and range, if it is still held: a source with two forms of an answer can keep to one. */
  readonly previous?: LoadedFrame;
  /** Aborted when the answer is no longer needed: after `QUERY_TIMEOUT`, without viewers, or when the server stops. */
  readonly signal: AbortSignal;
}

/**
 * Answers panels' queries. Runs only while somebody watches, once for all who do. Contribute one with
 * `DashboardModule.forFeature({ sources: [MySource] })`.
 */
export abstract class Source<Q extends Query = Query> {
  /** What a panel's `query.source` says to reach it. */
  abstract readonly name: string;

  /** What its queries look like; a board with a query that fails it is refused with 422. */
  abstract readonly schema: ZodType<Q>;

  /** The topics whose change makes the answer old. */
  abstract topics(query: Q): readonly string[];

  /**
   * The answer. A thrown error's message is shown in the panel. What takes long must stop when `context.signal` is aborted;
   * nobody waits for it then, but it counts as running until the promise settles.
   */
  abstract load(query: Q, context: LoadContext): Promise<LoadedFrame>;

  /** Topics that this source sees changing by itself; subscribed only while one of its queries is watched. */
  readonly changes$?: Observable<string | readonly string[]>;

  /** Whether answers come from this very process, so that a snapshot waits for them instead of answering `pending`. */
  readonly local?: boolean;

  /** Whether time alone changes the answer (a sum over the last hour), so that it is asked again while watched. */
  dependsOnTime?(query: Q): boolean;
}
