export const MAX_KEY_LENGTH = 200;

const CHARACTERS = 'A-Za-z0-9._:/';
const KEY = new RegExp(`^[${CHARACTERS}-]+$`);
const KEY_CHARACTER = new RegExp(`^[${CHARACTERS}-]$`);
/** An empty, `.` or `..` segment: at the start, in the middle or at the end. */
const BAD_SEGMENT = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** The characters of keys, and `*`. */
export const KEY_PATTERN = new RegExp(`^[${CHARACTERS}*-]+$`);

export type KeyRule = 'not empty' | 'length' | 'characters' | 'segments';

/** Returns the first rule that the key of a metric breaks; undefined if it is valid. */
export function brokenKeyRule(key: string): KeyRule | undefined {
  if (key.length === 0) return 'not empty';
  if (key.length > MAX_KEY_LENGTH) return 'length';
  if (!KEY.test(key)) return 'characters';
  return BAD_SEGMENT.test(key) ? 'segments' : undefined;
}

/** Whether keys can contain this character. */
export function isKeyCharacter(character: string): boolean {
  return KEY_CHARACTER.test(character);
}
