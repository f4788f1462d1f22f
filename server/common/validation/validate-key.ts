import { keyProblem } from './metric-key.js';
import { validationProblem } from './validate.js';

/**
 * The key, which follows the rules of metrics' keys.
 * @throws Problem 422
 */
export function validateKey(key: string): string {
  const message = keyProblem(key);
  if (message !== undefined) throw validationProblem([{ path: 'key', message }]);
  return key;
}
