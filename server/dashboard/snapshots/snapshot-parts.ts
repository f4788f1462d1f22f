import type { Snapshot } from '../../../wire/schemas/snapshot.js';

/** An assembled snapshot: its head, and the data of each panel, serialized separately. */
export interface SnapshotParts {
  readonly head: Omit<Snapshot, 'panels'>;
  /** JSON of each panel's data, by panel id. */
  readonly panels: ReadonlyMap<string, string>;
  /** Until when (ms) it may be served again, as long as the board's position stays the same. */
  readonly freshUntil: number;
}
