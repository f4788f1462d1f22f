/** Longer texts are rare, and made anew each time. */
const MAX_KEY_LENGTH = 2_048;

/** About what all of it may take, in characters. */
const MAX_SIZE = 8 * 1024 * 1024;

/** What an entry takes beside its text, and what was made of it per character of the text. */
const ENTRY_SIZE = 100;
const VALUE_SIZE_PER_CHARACTER = 2;

/**
 * What was made of texts that come again and again, as the names of the same series do with every request. When it grows
 * beyond its bound it forgets everything.
 */
export class BoundedCache<T> {
  private readonly known = new Map<string, T>();
  private size = 0;

  get(text: string): T | undefined {
    return this.known.get(text);
  }

  /** @param text not a part of a larger one: that would be kept with it. */
  set(text: string, made: T): void {
    if (text.length > MAX_KEY_LENGTH) return;
    const size = ENTRY_SIZE + text.length * (1 + VALUE_SIZE_PER_CHARACTER);
    if (this.size + size > MAX_SIZE) {
      this.known.clear();
      this.size = 0;
    }
    this.size += size;
    this.known.set(text, made);
  }
}
