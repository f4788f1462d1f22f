/** A block at the start of a part: the description of the text (`:meaning|:`), or the name of the value before it (`:name:`). */
const BLOCK = /^:(?:[^:\\]|\\[\s\S])*:/;

/** Returns a text of `$localize` in the language of the code, without blocks. */
export function untranslated(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  return parts
    .map((part, index) => {
      // Only in `raw`, an escaped colon differs from one that ends a block.
      const [block = ''] = BLOCK.exec(parts.raw[index] ?? '') ?? [];
      const text = part.slice(block.replace(/\\[\s\S]/g, ':').length);
      return index === 0 ? text : String(values[index - 1]) + text;
    })
    .join('');
}
