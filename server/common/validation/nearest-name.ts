/** Returns the known name that was probably meant: it differs in case, in its ending or in a few letters. Undefined if none is similar. */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  const name = given.toLowerCase();
  const maxDistance = Math.max(1, Math.floor(name.length / 3));
  let nearest: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    const isPrefix = name.length >= 3 && (other.startsWith(name) || name.startsWith(other));
    const distance = isPrefix ? Math.min(1, distanceOf(name, other)) : distanceOf(name, other);
    if (distance <= maxDistance && distance < (nearest?.distance ?? Infinity)) nearest = { name: candidate, distance };
  }
  return nearest?.name;
}

/**
 * Returns a message such as `unknown source 'metrix': did you mean 'metrics'?`, or `unknown source 'weather' (known: metrics,
 * events)` if no known name is similar.
 *
 * @param kind what the name is for: `source`, `option`
 * @param owner what the name belongs to, as in `unknown option 'x' of a column`
 */
export function unknownNameMessage(kind: string, given: string, known: Iterable<string>, owner?: string): string {
  const names = [...known];
  const nearest = nearestName(given, names);
  const shown = given.length > 80 ? `${given.slice(0, 80)}…` : given;
  const advice = nearest === undefined ? ` (known: ${names.join(', ')})` : `: did you mean '${nearest}'?`;
  return `unknown ${kind} '${shown}'${owner === undefined ? '' : ` of ${owner}`}${advice}`;
}

/** Counts letters that were added, removed, changed or swapped with their neighbor (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  // Names that clients send may be long. Names that differ so much in length are not similar.
  if (Math.abs(one.length - other.length) > 8) return Infinity;
  let [before, previous] = [[] as number[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const changed = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      const shorter = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, changed);
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(isSwapped ? Math.min(shorter, (before[column - 2] ?? 0) + 1) : shorter);
    }
    [before, previous] = [previous, current];
  }
  return previous[other.length] ?? Infinity;
}
