import type { Query } from '../../../wire/board.js';
import type { Clock } from '../../common/time/clock.js';
import type { ChangeBus } from '../../change-bus/change-bus.js';
import type { HeldFrames } from './frame-memory.js';
import type { Source } from '../source.js';

/** What a query needs of its surroundings to be loaded and to speak up by itself. */
export interface QueryContext {
  readonly bus: ChangeBus;
  readonly clock: Clock;
  /** How long a loaded frame may be served without a change; 0: not at all. */
  readonly ttlMs: number;
  /** A load that takes longer (ms) is abandoned. */
  readonly timeoutMs: number;
  /** Bounds what all queries hold together; without it the answer is for one reader. */
  readonly frames?: HeldFrames;
  countLoad(source: string): void;
  /** The source's own `Promise` of each load. If the load is abandoned, it settles later. */
  watchLoad?(load: Promise<unknown>): void;
  /** An answer that was just loaded turns late or dead at this time, in ms. */
  ages(at: number): void;
}

/** The query that a slot belongs to; see `TrackedQuery`. */
export interface SlotOwner {
  readonly source: Source;
  readonly query: Query;
  /** See `LoadContext`. */
  readonly timeZone: string;
  readonly floor: number;
  readonly revision: number;
  readonly arrivalTopic: string;
  /** Whether nothing but time tells that there may be another answer. */
  readonly dependsOnTime: boolean;
  /** See `LoadContext`. */
  readonly preview?: true;
  readonly context: QueryContext;
  reserveStart(spacingMs: number): number;
}
