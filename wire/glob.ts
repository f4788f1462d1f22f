const ANY = '*';

/** Whether the key matches the pattern, in which `*` stands for any characters, `/` and none too. In linear steps a star. */
export function matchesGlob(pattern: string, key: string): boolean {
  const [head = '', ...rest] = pattern.split(ANY);
  const tail = rest.pop();
  if (tail === undefined) return key === pattern;
  if (key.length < head.length + tail.length || !key.startsWith(head) || !key.endsWith(tail)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = key.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= key.length - tail.length;
}

/** What all keys that match begin with. */
export function prefixOf(pattern: string): string {
  return pattern.split(ANY, 1)[0] as string;
}

/** Whether the pattern means one key alone. */
export function isExact(pattern: string): boolean {
  return !pattern.includes(ANY);
}
