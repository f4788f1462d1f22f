import { createHash } from 'node:crypto';
import { normalizeMetricKey } from '../metrics/external-names.js';
import { MAX_KEY } from '../metrics/metric-key.js';

const HASH_LENGTH = 16;

/**
 * The key that a mapping makes of a text. One that is too long is cut, and ends with a hash of all of it, so that
 * different texts always have different keys.
 *
 * @returns undefined where the text is empty.
 */
export function mappedKey(text: string): string | undefined {
  const wellFormed = text.toWellFormed().trim();
  if (wellFormed === '') return undefined;
  const key = normalizeMetricKey(wellFormed);
  if (key !== undefined) return key;
  const hash = createHash('sha256').update(wellFormed).digest('hex').slice(0, HASH_LENGTH);
  const beginning = Array.from(wellFormed.slice(0, MAX_KEY));
  for (;;) {
    const cut = normalizeMetricKey(`${beginning.join('')}-${hash}`);
    if (cut !== undefined) return cut;
    beginning.pop();
  }
}
