import { Problem } from './problem.js';

/** The error for a board that does not exist, or of which the caller may not know. */
export function boardNotFound(slug: string): Problem {
  return new Problem(404, `There is no board '${slug}'.`);
}
