import type { Range } from '../../../wire/range.js';
import type { Position } from '../../../wire/snapshot.js';

/** The current state of an active board, kept up to date with every change. */
export interface BoardState {
  readonly position: Position;
  /** The range of a snapshot that is requested without one. */
  readonly defaultRange: Range;
  /** The revision of the newest definition. A client with an older one needs a complete snapshot. */
  readonly definitionRevision: number;
}
