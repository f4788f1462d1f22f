import { Problem } from '../base/problem.js';
import { invalid } from '../base/validate.js';

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
    throw invalid([{ path: 'panels', message: `holds ${panels.length} panels; at most ${MAX_PANELS} are taken` }]);
  }
  let values = 1;
  const waiting: unknown[] = [definition];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const members = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
    values += members.length;
    if (values > MAX_VALUES) {
      throw new Problem(422, `The definition holds more than ${MAX_VALUES} values: make it several boards.`);
    }
    for (const member of members) waiting.push(member);
  }
}
