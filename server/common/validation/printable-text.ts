/** All control characters except tab, line feed and carriage return. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r]/u;
const ALL_UNPRINTABLE = /[^\P{Cc}\t\n\r]/gu;

/**
 * Returns what is wrong with a text that may have several lines; undefined if it is valid. An emoji counts as one character.
 */
export function textProblem(text: unknown, min: number, max: number): string | undefined {
  if (typeof text !== 'string') return 'must be a string';
  if (text.length < min || (text.length > max && Array.from(text).length > max)) {
    return min === 0 ? `must be at most ${max} characters long` : `must be ${min}-${max} characters long`;
  }
  if (!text.isWellFormed() || UNPRINTABLE.test(text)) {
    return 'must not contain control characters (except tabs and line breaks) or invalid Unicode';
  }
  return undefined;
}

/**
 * Cleans a text from a system that ignores errors: removes unprintable characters and surrounding whitespace, and shortens it to
 * `max` characters. Undefined if nothing is left.
 */
export function cleanText(text: string, max: number): string | undefined {
  const clean = text.toWellFormed().replaceAll(ALL_UNPRINTABLE, '').trim();
  return clean === '' ? undefined : shortened(clean, max);
}

function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  // A character has at most two UTF-16 code units, so that the beginning of a long text is enough.
  const characters = Array.from(text.slice(0, 2 * max + 2));
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
