import type { Board } from '../../../wire/schemas/board.js';

/** What a change of a topic means for the definition of a board. */
export interface DefinitionChange {
  readonly slug: string;
  /** Whether the data of all panels are loaded again, even if the definition is the same. */
  readonly reloadsPanels: boolean;
}

/** The definitions of boards, as the live core needs them. The module of boards implements it. */
export abstract class BoardDefinitions {
  /** The board; `deleted` if it was deleted; undefined if it never existed. */
  abstract get(slug: string): Board | 'deleted' | undefined;

  /**
   * The board.
   * @throws Problem 404 if it never existed, 410 if it was deleted
   */
  abstract getOrThrow(slug: string): Board;

  /** The board whose definition a change of the topic concerns. */
  abstract changeOf(topic: string): DefinitionChange | undefined;
}
