/** The known name that was probably meant: written in other case, begun alike, or a few letters away. Undefined where none is near. */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  const name = given.toLowerCase();
  const most = Math.max(1, Math.floor(name.length / 3));
  let nearest: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    const isBegin = name.length >= 3 && (other.startsWith(name) || name.startsWith(other));
    const distance = isBegin ? Math.min(1, distanceOf(name, other)) : distanceOf(name, other);
    if (distance <= most && distance < (nearest?.distance ?? Infinity)) nearest = { name: candidate, distance };
  }
  return nearest?.name;
}

/**
 * `unknown source 'metrix': did you mean 'metrics'?`; without a near name `unknown source 'weather' (known: metrics, events)`.
 *
 * @param kind what it names: `source`, `option`
 * @param owner what has names of this kind: `unknown option 'x' of a column`
 */
export function unknownNameMessage(kind: string, given: string, known: Iterable<string>, owner?: string): string {
  const names = [...known];
  const nearest = nearestName(given, names);
  const shown = given.length > 80 ? `${given.slice(0, 80)}…` : given;
  const advice = nearest === undefined ? ` (known: ${names.join(', ')})` : `: did you mean '${nearest}'?`;
  return `unknown ${kind} '${shown}'${owner === undefined ? '' : ` of ${owner}`}${advice}`;
}

/** Letters added, removed, changed or swapped with their neighbor (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  // Names from outside may be long; those that differ so much in length are far apart anyway.
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
