/** Longer texts are rare, and made anew each time. */
const MAX_TEXT = 2_048;

/** About what all of it may take, in characters. */
const MAX_SIZE = 8 * 1024 * 1024;

/** What an entry takes beside its text, and what was made of it per character of the text. */
const ENTRY = 100;
const MADE = 2;

/**
 * What was made of texts that come again and again, as the names of the same series do with every request. When it grows
 * beyond its bound it forgets everything.
 */
export class Memo<T> {
  private readonly known = new Map<string, T>();
  private size = 0;

  get(text: string): T | undefined {
    return this.known.get(text);
  }

  /** @param text not a part of a larger one: that would be kept with it. */
  remember(text: string, made: T): void {
    if (text.length > MAX_TEXT) return;
    const size = ENTRY + text.length * (1 + MADE);
    if (this.size + size > MAX_SIZE) {
      this.known.clear();
      this.size = 0;
    }
    this.size += size;
    this.known.set(text, made);
  }
}
