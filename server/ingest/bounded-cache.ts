/** Longer keys are rare and not cached. */
const MAX_KEY_LENGTH = 2_048;

/** Approximate maximum size of a cache, in characters. */
const MAX_SIZE = 8 * 1024 * 1024;

/** Estimated size of an entry without its key, and of its value per character of the key. */
const ENTRY_SIZE = 100;
const VALUE_SIZE_PER_CHARACTER = 2;

/**
 * Caches values by texts that are repeated often, such as the labels of a series in every request. When the cache reaches its
 * maximum size, it is cleared.
 */
export class BoundedCache<T> {
  private readonly entries = new Map<string, T>();
  private size = 0;

  get(text: string): T | undefined {
    return this.entries.get(text);
  }

  /** @param text must not be a slice of a longer string, which would stay in memory with it */
  set(text: string, value: T): void {
    if (text.length > MAX_KEY_LENGTH) return;
    const size = ENTRY_SIZE + text.length * (1 + VALUE_SIZE_PER_CHARACTER);
    if (this.size + size > MAX_SIZE) {
      this.entries.clear();
      this.size = 0;
    }
    this.size += size;
    this.entries.set(text, value);
  }
}
