import { type KeyRule, MAX_KEY_LENGTH, brokenKeyRule } from '../../../wire/metric-key.js';

const PROBLEMS: Readonly<Record<KeyRule, string>> = {
  'not empty': 'must not be empty',
  length: `must be at most ${MAX_KEY_LENGTH} characters long`,
  characters: 'must be made of A-Z a-z 0-9 . _ - : /',
  segments: "must have no leading, trailing or doubled '/' and no '.' or '..' segment",
};

/** Returns the error of the key of a metric; undefined if it is valid. */
export function keyProblem(key: string): string | undefined {
  const rule = brokenKeyRule(key);
  return rule && PROBLEMS[rule];
}
