import { keyProblem } from './metric-key.js';
import { invalid } from './validate.js';

/**
 * The key, which follows the rules of metrics' keys.
 * @throws Problem 422
 */
export function checkedKey(key: string): string {
  const message = keyProblem(key);
  if (message !== undefined) throw invalid([{ path: 'key', message }]);
  return key;
}
