import { createHash } from 'node:crypto';
import { normalizeMetricKey, placesOf } from '../metrics/external-names.js';
import { MAX_KEY } from '../metrics/metric-key.js';

const HASH_LENGTH = 16;

/** A piece of a key: text, or parts that `/` separates. A slash within a part is escaped, so that different parts differ. */
export type KeyPiece = string | readonly string[];

/**
 * The key that a mapping makes of texts. One that is too long or broken Unicode is cut, and ends with a hash of all of it,
 * so that different texts always have different keys.
 *
 * @returns undefined where there is no text but blanks.
 */
export function mappedKey(...pieces: readonly KeyPiece[]): string | undefined {
  const { name, withinParts } = joined(pieces);
  if (name.trim() === '') return undefined;
  const key = normalizeMetricKey(name, withinParts);
  if (key !== undefined) return key;
  const identity = JSON.stringify([name, ...withinParts]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, HASH_LENGTH);
  const beginning = Array.from(name.toWellFormed().slice(0, MAX_KEY));
  for (;;) {
    const cut = normalizeMetricKey(`${beginning.join('').toWellFormed()}-${hash}`, withinParts);
    if (cut !== undefined) return cut;
    beginning.pop();
  }
}

function joined(pieces: readonly KeyPiece[]): { name: string; withinParts: ReadonlySet<number> } {
  let name = '';
  const withinParts = new Set<number>();
  for (const piece of pieces) {
    if (typeof piece === 'string') name += piece;
    else {
      piece.forEach((part, index) => {
        if (index > 0) name += '/';
        for (const place of placesOf('/', part, name.length)) withinParts.add(place);
        name += part;
      });
    }
  }
  return { name, withinParts };
}
