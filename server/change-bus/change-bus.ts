import type { Observable } from 'rxjs';
import type { Position } from '../../wire/snapshot.js';

/** "These topics changed", stamped by the bus. Revisions of one epoch grow by every change. */
export interface Change extends Position {
  readonly topics: readonly string[];
}

/**
 * The port that every change takes, on one node as on many. It owns the revision and the epoch; `position` is the
 * newest change known here.
 */
export abstract class ChangeBus {
  abstract readonly changes$: Observable<Change>;

  abstract get position(): Position;

  /** Resolves once the change has reached this node's own subscriber; with the change's place. */
  abstract publish(topics: readonly string[]): Promise<Position>;
}
