/** What is left out, by all that have something to say of it, as a frame tells it. */
export function joinWarnings(warnings: readonly (string | undefined)[]): { warning?: string } {
  const told = warnings.filter((warning) => warning !== undefined);
  return told.length === 0 ? {} : { warning: told.join(' ') };
}
