import { MAX_PANELS } from '../../../wire/limits.js';
import { Problem } from '../../common/errors/problem.js';
import { validationProblem } from '../../common/validation/validate.js';

/** The limit of JSON values (numbers, strings, arrays, objects …). A board of 200 panels with many options has about 8,000. */
const MAX_VALUES = 20_000;

/**
 * Rejects a definition that is too large to be validated. It stops at the first value beyond the limit.
 *
 * @throws Problem 422
 */
export function checkDefinitionSize(definition: unknown): void {
  const { panels } = (definition ?? {}) as { panels?: unknown };
  if (Array.isArray(panels) && panels.length > MAX_PANELS) {
    throw validationProblem([
      { path: 'panels', message: `has ${panels.length} panels; at most ${MAX_PANELS} are allowed` },
    ]);
  }
  let left = MAX_VALUES;
  const pending: unknown[] = [definition];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value) && value.length > left) throw tooManyValues();
    // `Object.values` would first create an array of all values. Parsed JSON has no inherited properties.
    for (const name in value) {
      if (left-- === 0) throw tooManyValues();
      pending.push((value as Record<string, unknown>)[name]);
    }
  }
}

function tooManyValues(): Problem {
  return new Problem(422, `The definition has more than ${MAX_VALUES} values: split it into several boards.`);
}
