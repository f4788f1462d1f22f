import { KeyvCacheableMemory } from 'cacheable';
import { Keyv } from 'keyv';

/** Answers kept at once, over all boards, ranges and revisions: the least used go first. */
const KEPT_ANSWERS = 256;

/**
 * Where cache-manager keeps answers: keyv's own memory store is unbounded, keeps what has expired and copies every value;
 * answers never change and are shared as they are.
 */
export function boundedMemory(): Keyv {
  // Spread over its usual 16 maps, each look-up would first hash its key, at a tenth of what serving an answer costs.
  const options = { lruSize: KEPT_ANSWERS, storeHashSize: 1, useClone: false, checkInterval: 60_000 };
  const store = new KeyvCacheableMemory(options);
  return new Keyv({ store, serialize: undefined, deserialize: undefined });
}
