import { labelProblem } from '../../common/tags.js';

export const MAX_UNIT = 32;

/** What is wrong with a unit as it was sent in; undefined if nothing is. An empty one is right. */
export function unitProblem(unit: unknown): string | undefined {
  return typeof unit === 'string' ? labelProblem(unit, 0, MAX_UNIT) : 'must be a string';
}
