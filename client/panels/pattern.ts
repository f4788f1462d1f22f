/** Whether a text fits a pattern in which `*` stands for any letters: its texts are in it one behind the other. */
export function fits(pattern: string, key: string): boolean {
  const texts = pattern.split('*');
  const [first = '', last = ''] = [texts[0], texts.at(-1)];
  if (texts.length === 1) return key === pattern;
  if (!key.startsWith(first) || !key.endsWith(last)) return false;
  let from = first.length;
  for (const text of texts.slice(1, -1)) {
    const at = key.indexOf(text, from);
    if (at < 0) return false;
    from = at + text.length;
  }
  return from <= key.length - last.length;
}
