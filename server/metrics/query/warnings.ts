/** Joins the warnings about what a frame leaves out. */
export function joinWarnings(warnings: readonly (string | undefined)[]): { warning?: string } {
  const present = warnings.filter((warning) => warning !== undefined);
  return present.length === 0 ? {} : { warning: present.join(' ') };
}
