/** Maximum length of the titles of boards and panels. */
export const MAX_TITLE = 200;

/** Returns the title with a suffix. A long title is cut, so that the result is a valid title. */
export function titleWithSuffix(title: string, suffix: string): string {
  return `${title.slice(0, MAX_TITLE - suffix.length)}${suffix}`;
}
