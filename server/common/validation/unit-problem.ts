import { labelProblem } from '../tags.js';

export const MAX_UNIT = 32;

/** Returns what is wrong with a unit that a client sent; undefined if it is valid. An empty unit is valid. */
export function unitProblem(unit: unknown): string | undefined {
  return typeof unit === 'string' ? labelProblem(unit, 0, MAX_UNIT) : 'must be a string';
}
