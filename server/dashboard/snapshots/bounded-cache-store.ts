import { Keyv } from 'keyv';
import type { Answer } from './snapshot-cache.js';

/** Answers kept at once, over all boards, ranges and revisions. */
const KEPT_ANSWERS = 256;

/** What keyv keeps of an answer. */
interface Entry {
  readonly value: Answer;
  /** Milliseconds since 1970. */
  readonly expires?: number;
}

/** Answers by key, the least lately used first: these go when there are too many, or when all together are too large. */
class BoundedMap extends Map<string, Entry> {
  private bytes = 0;

  constructor(private readonly maxBytes: number) {
    super();
  }

  override get(key: string): Entry | undefined {
    const entry = super.get(key);
    if (entry) {
      super.delete(key);
      super.set(key, entry);
    }
    return entry;
  }

  override set(key: string, entry: Entry): this {
    this.delete(key);
    super.set(key, entry);
    this.bytes += entry.value.body.length;
    const now = Date.now();
    for (const [oldest, { expires = Infinity }] of this) {
      if (this.size <= KEPT_ANSWERS && this.bytes <= this.maxBytes && expires > now) break;
      this.delete(oldest);
    }
    return this;
  }

  override delete(key: string): boolean {
    this.bytes -= super.get(key)?.value.body.length ?? 0;
    return super.delete(key);
  }

  override clear(): void {
    this.bytes = 0;
    super.clear();
  }
}

/**
 * Where cache-manager keeps answers: keyv's own memory store is unbounded, keeps what has expired and copies every value;
 * answers never change and are shared as they are.
 *
 * @param maxBytes of all answers' bodies together
 */
export function boundedMemory(maxBytes: number): Keyv {
  return new Keyv({ store: new BoundedMap(maxBytes), serialize: undefined, deserialize: undefined });
}
