const ANY = '*';

/** Whether a key matches a pattern, in which `*` matches any number of characters, including `/`. Takes linear time per `*`. */
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

/** Returns the common prefix of all matching keys. */
export function prefixOf(pattern: string): string {
  return pattern.split(ANY, 1)[0] as string;
}

/** Whether the pattern matches only one key. */
export function isExact(pattern: string): boolean {
  return !pattern.includes(ANY);
}
