/** Control characters that no text needs: all but tab, line feed and carriage return. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r]/u;
const ALL_UNPRINTABLE = /[^\P{Cc}\t\n\r]/gu;

/**
 * What is wrong with a text of possibly many lines; undefined if nothing is. Characters are Unicode's, so that an emoji
 * is one.
 */
export function textProblem(text: unknown, min: number, max: number): string | undefined {
  if (typeof text !== 'string') return 'must be a string';
  if (text.length < min || (text.length > max && Array.from(text).length > max)) {
    return min === 0 ? `must be at most ${max} characters long` : `must be ${min}-${max} characters long`;
  }
  if (!text.isWellFormed() || UNPRINTABLE.test(text)) {
    return 'must not contain control characters (but for tabs and line ends) or broken Unicode';
  }
  return undefined;
}

/**
 * A text that another system wrote, which reads no errors: without what cannot be printed and what is around it, cut to
 * `max` characters; undefined if nothing is left.
 */
export function cleanText(text: string, max: number): string | undefined {
  const clean = text.toWellFormed().replaceAll(ALL_UNPRINTABLE, '').trim();
  return clean === '' ? undefined : shortened(clean, max);
}

function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  // A character is two units at most, and only the first of a long text are looked at.
  const characters = Array.from(text.slice(0, 2 * max + 2));
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
