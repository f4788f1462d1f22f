export const SLUG_PATTERN = /^[a-z0-9-]{1,64}$/;

/** Whether a text can be the slug of a board. */
export function isSlug(text: string): boolean {
  return SLUG_PATTERN.test(text);
}
