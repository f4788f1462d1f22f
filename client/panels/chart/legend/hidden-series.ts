export interface LegendClick {
  readonly key: string;
  /** Whether this line alone is wanted. */
  readonly only: boolean;
}

/** Which series are hidden after a press in the legend. None left is a question, not an answer: then all are shown again. */
export function hiddenAfterClick(
  keys: readonly string[],
  hidden: ReadonlySet<string>,
  { key, only }: LegendClick,
): ReadonlySet<string> {
  const others = keys.filter((each) => each !== key);
  if (only) {
    const isOnly = !hidden.has(key) && others.every((each) => hidden.has(each));
    return new Set(isOnly ? [] : others);
  }
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return keys.every((each) => next.has(each)) ? new Set() : next;
}
