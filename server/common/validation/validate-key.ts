import { keyProblem } from './key-problem.js';
import { validationProblem } from './validate.js';

/**
 * Returns the key if it follows the rules for keys of metrics.
 * @throws Problem 422
 */
export function validateKey(key: string): string {
  const message = keyProblem(key);
  if (message !== undefined) throw validationProblem([{ path: 'key', message }]);
  return key;
}
