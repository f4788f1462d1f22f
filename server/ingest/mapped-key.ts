import { createHash } from 'node:crypto';
import { normalizeMetricKey, indexesOf } from './normalize-metric-key.js';
import { MAX_KEY_LENGTH } from '../../wire/metric-key.js';

const HASH_LENGTH = 16;

/** A segment of a key: text, or parts that are joined with `/`. Slashes within a part are escaped, so that different parts give different keys. */
export type KeySegment = string | readonly string[];

/**
 * Returns the key for the segments of a mapping. A key that is too long or contains invalid Unicode is shortened and ends with a
 * hash of the whole text, so that different texts always have different keys.
 *
 * @returns undefined if the text is empty or only white space
 */
export function mappedKey(...segments: readonly KeySegment[]): string | undefined {
  const { name, escapedIndexes } = joinSegments(segments);
  if (name.trim() === '') return undefined;
  const key = normalizeMetricKey(name, escapedIndexes);
  if (key !== undefined) return key;
  const identity = JSON.stringify([name, ...escapedIndexes]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, HASH_LENGTH);
  const beginning = Array.from(name.toWellFormed().slice(0, MAX_KEY_LENGTH));
  for (;;) {
    const cut = normalizeMetricKey(`${beginning.join('').toWellFormed()}-${hash}`, escapedIndexes);
    if (cut !== undefined) return cut;
    beginning.pop();
  }
}

function joinSegments(segments: readonly KeySegment[]): { name: string; escapedIndexes: ReadonlySet<number> } {
  let name = '';
  const escapedIndexes = new Set<number>();
  for (const segment of segments) {
    if (typeof segment === 'string') name += segment;
    else {
      segment.forEach((part, index) => {
        if (index > 0) name += '/';
        for (const index of indexesOf('/', part, name.length)) escapedIndexes.add(index);
        name += part;
      });
    }
  }
  return { name, escapedIndexes };
}
