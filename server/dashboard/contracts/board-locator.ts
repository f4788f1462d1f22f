import type { Query } from '../../../wire/schemas/board.js';

/** Finds the board that shows pushed data. The module of boards implements it. */
export abstract class BoardLocator {
  /** The path of the oldest stored board that shows the metric, else of the inbox if it shows the metric, else null. */
  abstract locate(key: string): string | null;

  /** The path of the oldest stored board with a panel whose query matches the predicate, else null. */
  abstract locateQuery(shows: (query: Query) => boolean): string | null;

  /** The slugs of all stored boards, the oldest first. */
  abstract slugs(): readonly string[];
}
