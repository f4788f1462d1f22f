export interface LegendClick {
  readonly key: string;
  /** Whether to show only this series. */
  readonly only: boolean;
}

/** Returns the keys of the hidden series after a click in the legend. If none would be visible, all are shown again. */
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
