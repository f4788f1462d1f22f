import { MAX_DURATION_DAYS } from '../../../wire/limits.js';

/** Returns the error message for a duration that is too long or not one. */
export function durationRule(example: string): string {
  return `must be a duration up to ${MAX_DURATION_DAYS}d: a whole number and ms, s, m, h or d, like '${example}'`;
}
