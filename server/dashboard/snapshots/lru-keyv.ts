import { Keyv } from 'keyv';
import type { SerializedSnapshot } from './snapshot-cache.js';

/** Cached snapshots of all boards, ranges and revisions together. */
const MAX_SNAPSHOTS = 256;

/** An entry as keyv stores it. */
interface Entry {
  readonly value: SerializedSnapshot;
  /** Milliseconds since 1970. */
  readonly expires?: number;
}

/** Snapshots by key, the least recently used first. These are removed when there are too many, or when all are too large. */
class LruMap extends Map<string, Entry> {
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
      if (this.size <= MAX_SNAPSHOTS && this.bytes <= this.maxBytes && expires > now) break;
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
 * A bounded store for cache-manager. Keyv's own memory store is unbounded, keeps expired entries and copies every value.
 * Snapshots are immutable, so they are shared instead.
 *
 * @param maxBytes of all bodies together
 */
export function createLruKeyv(maxBytes: number): Keyv {
  return new Keyv({ store: new LruMap(maxBytes), serialize: undefined, deserialize: undefined });
}
