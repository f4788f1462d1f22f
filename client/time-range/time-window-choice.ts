/**
 * Lets a panel set the time range of the board, for example after zooming. Provided by pages that show a board. Panels inject
 * it as optional, because previews do not provide it.
 */
export abstract class TimeWindowChoice {
  /** Shows the whole board from `from` to `to`, in ms since the Unix epoch. */
  abstract choose(from: number, to: number): void;
}
