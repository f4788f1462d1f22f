import { MAX_ID_LENGTH } from './limits.js';

export const SLUG_PATTERN = new RegExp(`^[a-z0-9-]{1,${MAX_ID_LENGTH}}$`);

/** What a slug must be, for error messages. */
export const SLUG_RULE = `1-${MAX_ID_LENGTH} characters of a-z, 0-9 and -`;

/** Whether a text can be the slug of a board. */
export function isSlug(text: string): boolean {
  return SLUG_PATTERN.test(text);
}
