import { Problem } from '../common/errors/problem.js';
import { validationProblem } from '../common/validation/validate.js';

/** Numbers, texts, lists, objects and so on. A board of 200 panels with many options has some 8,000. */
const MAX_VALUES = 20_000;

const MAX_PANELS = 200;

/**
 * Refuses a definition that is too large to be checked member by member. It stops at the first value beyond the limit.
 *
 * @throws Problem 422
 */
export function checkDefinitionSize(definition: unknown): void {
  const { panels } = (definition ?? {}) as { panels?: unknown };
  if (Array.isArray(panels) && panels.length > MAX_PANELS) {
    throw validationProblem([
      { path: 'panels', message: `holds ${panels.length} panels; at most ${MAX_PANELS} are allowed` },
    ]);
  }
  let left = MAX_VALUES;
  const waiting: unknown[] = [definition];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value) && value.length > left) throw tooManyValues();
    // `Object.values` would make a list of all of them first. What was parsed inherits no members.
    for (const name in value) {
      if (left-- === 0) throw tooManyValues();
      waiting.push((value as Record<string, unknown>)[name]);
    }
  }
}

function tooManyValues(): Problem {
  return new Problem(422, `The definition holds more than ${MAX_VALUES} values: split it into several boards.`);
}
