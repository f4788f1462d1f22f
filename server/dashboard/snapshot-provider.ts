import type { Observable } from 'rxjs';
import type { Position, Snapshot } from '../../wire/snapshot.js';
import type { Range, TimeRange } from '../../wire/range.js';
import type { Change } from '../change-bus/change-bus.js';

/** Where a board stands that is watched or was read lately; kept up to date with every change. */
export interface BoardPlace {
  readonly position: Position;
  /** The range of an answer that was asked for without one. */
  readonly defaultRange: Range;
  /** The revision of the newest definition: whoever holds less needs a complete answer. */
  readonly definitionRevision: number;
}

/** An assembled answer: everything but its panels, and each panel's data serialized on its own. */
export interface SnapshotParts {
  readonly head: Omit<Snapshot, 'panels'>;
  readonly panels: ReadonlyMap<string, string>;
  /** Until when (ms) it may be served again, as long as the board's position stays. */
  readonly freshUntil: number;
}

/**
 * What the core knows of boards: the implementation lives on a floor above. Only active boards cost anything; a board
 * that nobody watches or reads ends by itself.
 */
export abstract class SnapshotProvider {
  /** Boards that ended while active. */
  abstract readonly gone$: Observable<{ board: string; reason: 'deleted' }>;

  /**
   * Raises the floors of everything that the change names, synchronously: from here on nothing older is served.
   * Returns the active boards that it concerns.
   */
  abstract invalidate(change: Change): readonly string[];

  /** Makes the board active, for a read. Throws a Problem: 404 never was, 410 deleted. */
  abstract activate(board: string): BoardPlace;

  /** Keeps the board active until `unwatch`; called once per viewer. Throws like `activate`. */
  abstract watch(board: string): BoardPlace;

  abstract unwatch(board: string): void;

  /**
   * Assembles an answer; `since` (of this epoch, not older than the definition, not ahead) asks for what changed after
   * it. The position in the answer was read before the data, so it is never newer than what the answer shows.
   */
  abstract assemble(board: string, range: TimeRange, since?: number): Promise<SnapshotParts>;
}
