import { KeyvCacheableMemory } from 'cacheable';
import { Keyv } from 'keyv';

/** Answers kept at once, over all boards, ranges and revisions: the least used go first. */
const KEPT_ANSWERS = 256;

/**
 * Where cache-manager keeps answers: keyv's own memory store is unbounded, keeps what has expired and copies every value;
 * answers never change and are shared as they are.
 */
export function boundedMemory(): Keyv {
  const store = new KeyvCacheableMemory({ lruSize: KEPT_ANSWERS, useClone: false, checkInterval: 60_000 });
  return new Keyv({ store, serialize: undefined, deserialize: undefined });
}
