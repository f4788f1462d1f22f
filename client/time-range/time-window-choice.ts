/**
 * Lets a panel ask for a part of time that its viewer points at. The page that shows the board provides it; where nobody
 * does (a preview), inject it as optional and offer no choice.
 */
export abstract class TimeWindowChoice {
  /** Shows the whole board from `from` to `to`, in ms since 1970. */
  abstract choose(from: number, to: number): void;
}
