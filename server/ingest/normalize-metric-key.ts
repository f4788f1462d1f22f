import { keyProblem } from '../common/validation/key-problem.js';
import { MAX_KEY_LENGTH, isKeyCharacter } from '../../wire/metric-key.js';

const NO_INDEXES: ReadonlySet<number> = new Set();
const ESCAPED_CHARACTER = /_x[0-9A-F]{4,6}_/;
/** Text that could be read as the inside of an escape if it follows an underscore and another underscore follows it. */
const LIKE_AN_ESCAPE = /x[0-9A-F]{4,6}/y;

/**
 * Returns the key of a metric that another system named. Different names always have different keys. A character that a key
 * cannot contain becomes `_xHHHH_`, its code point in hexadecimal (as in ISO/IEC 9075-14 and .NET's XmlConvert.EncodeName):
 * `Größe` becomes `Gr_x00F6__x00DF_e`. So do a `/` or `.` where a key cannot have one, and an underscore that would otherwise
 * begin an escape. A name that is already a valid key stays as it is.
 *
 * @param escapedIndexes indexes of dots and slashes that belong to a part of the name instead of separating parts
 * @returns undefined if the name is empty or invalid Unicode, or if its key would be longer than 200 characters
 */
export function normalizeMetricKey(name: string, escapedIndexes: ReadonlySet<number> = NO_INDEXES): string | undefined {
  if (keyProblem(name) === undefined) {
    if (escapedIndexes.size === 0 && !ESCAPED_CHARACTER.test(name)) return name;
  } else if (name === '' || name.length > MAX_KEY_LENGTH || !name.isWellFormed()) return undefined;
  const key = escapeName(name, escapedIndexes);
  return key.length > MAX_KEY_LENGTH ? undefined : key;
}

/**
 * Returns the key `whole.part` of a part of something that another system named. Dots within the part are escaped, so that part
 * `b.c` of `a` differs from part `c` of `a.b`.
 *
 * @returns undefined where `normalizeMetricKey` does
 */
export function normalizePartKey(whole: string, part: string): string | undefined {
  return normalizeMetricKey(`${whole}.${part}`, new Set(indexesOf('.', part, whole.length + 1)));
}

/** Returns the indexes of a character in a text that starts at `offset` of a longer text, counted in the longer text. */
export function indexesOf(character: string, text: string, offset: number): number[] {
  const indexes: number[] = [];
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) indexes.push(offset + at);
  return indexes;
}

function escapeName(name: string, escapedIndexes: ReadonlySet<number>): string {
  let key = '';
  for (let index = 0; index < name.length;) {
    const character = String.fromCodePoint(name.codePointAt(index) as number);
    key += isAllowed(name, index, character, escapedIndexes) ? character : escapeCharacter(character);
    index += character.length;
  }
  return key;
}

function isAllowed(name: string, index: number, character: string, escapedIndexes: ReadonlySet<number>): boolean {
  switch (character) {
    case '.':
      return !escapedIndexes.has(index) && !isDotSegment(name, index);
    case '_':
      LIKE_AN_ESCAPE.lastIndex = index + 1;
      return !LIKE_AN_ESCAPE.test(name);
    case '/':
      if (escapedIndexes.has(index) || index === 0 || index === name.length - 1) return false;
      return name[index + 1] !== '/' || escapedIndexes.has(index + 1);
    default:
      return isKeyCharacter(character);
  }
}

/** Whether the segment around an index is `.` or `..`. */
function isDotSegment(name: string, index: number): boolean {
  const start = name.lastIndexOf('/', index) + 1;
  const end = name.indexOf('/', index);
  const segment = name.slice(start, end < 0 ? undefined : end);
  return segment === '.' || segment === '..';
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  return `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
}
