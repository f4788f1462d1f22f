import type { Observable } from 'rxjs';
import type { Position } from '../../wire/schemas/snapshot.js';

/** Topics that changed, with the position that the bus assigned. Each change of an epoch has a higher revision. */
export interface Change extends Position {
  readonly topics: readonly string[];
}

/**
 * Publishes changes to all nodes, or to the only one. It owns the revision and the epoch. `position` is the position of the latest
 * change that this node knows.
 */
export abstract class ChangeBus {
  abstract readonly changes$: Observable<Change>;

  abstract get position(): Position;

  /** Resolves with the position of the change after this node's subscribers received it. */
  abstract publish(topics: readonly string[]): Promise<Position>;
}
