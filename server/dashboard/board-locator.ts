import type { Query } from '../../wire/board.js';

/** Tells whoever pushed where it is to be seen. Implemented by the boards, a floor above. */
export abstract class BoardLocator {
  /** Path of the oldest stored board that shows the metric, else of the inbox if it is there, else null. */
  abstract locate(key: string): string | null;

  /** Path of the oldest stored board with a panel whose query is such a one, else null. */
  abstract locateQuery(shows: (query: Query) => boolean): string | null;

  /** Names of all stored boards, the oldest first. */
  abstract slugs(): readonly string[];
}
