import type { ChangeBus } from '../../change-bus/change-bus.js';
import type { Clock } from '../../common/time/clock.js';
import type { FrameMemoryBudget } from './frame-memory-budget.js';
import type { ResolvedQuery } from './resolve-query.js';

/** What all queries share to load their results and to publish changes. */
export interface QueryContext {
  readonly bus: ChangeBus;
  readonly clock: Clock;
  /** How long a loaded frame may be served without a change, in ms. 0: frames are not cached. */
  readonly ttlMs: number;
  /** A load that takes longer (ms) is aborted. */
  readonly timeoutMs: number;
  /** Limits the memory of all cached frames together. */
  readonly frameMemoryBudget: FrameMemoryBudget;
  countLoad(source: string): void;
  /** A result that was just loaded turns late or dead at this time, in ms. */
  scheduleTransition(at: number): void;
}

/** What a loader needs of its `LiveQuery`, which creates the loader. */
export interface LoadableQuery extends ResolvedQuery {
  /** See `LoadContext`. */
  readonly timeZone: string;
  /** A frame that was loaded at an earlier revision must not be served. */
  readonly minRevision: number;
  /** The revision of the last change of the result. */
  readonly revision: number;
  /** The topic to publish when a result arrives that clients do not have yet. */
  readonly resultTopic: string;
  readonly context: QueryContext;
  /** Reserves the time of the next load, `spacingMs` or more after the one before. Returns ms from now. */
  reserveStart(spacingMs: number): number;
}
