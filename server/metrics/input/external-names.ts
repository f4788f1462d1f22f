import { originalName } from '../../../wire/escaped-names.js';
import { keyProblem, MAX_KEY } from '../../common/validation/metric-key.js';
import { canonicalTags, MAX_TAG_NAME, MAX_TAG_VALUE, MAX_TAGS, NO_TAGS } from '../../common/tags.js';

const ALLOWED = /^[A-Za-z0-9._:/-]$/;
const NO_INDEXES: ReadonlySet<number> = new Set();
const LOOKS_ESCAPED = /_x[0-9A-F]{4,6}_/;
/** Behind an underscore: with another escape behind it, this could be taken for the inside of one. */
const LIKE_AN_ESCAPE = /x[0-9A-F]{4,6}/y;

/**
 * The key of a metric that another system named, so that different names always have different keys: a character that a
 * key cannot hold becomes `_xHHHH_`, its code point in hexadecimal (as in ISO/IEC 9075-14 and .NET's
 * XmlConvert.EncodeName): `Größe` is `Gr_x00F6__x00DF_e`. The same happens to a `/` or `.` where a key cannot have one, and to an
 * underscore that would otherwise begin an escape. A name that is a key already stays as it is.
 *
 * @param escapedIndexes indexes of dots and slashes that belong to a part of the name instead of separating parts
 * @returns undefined if the name is empty, is broken Unicode, or makes a key of more than 200 characters.
 */
export function normalizeMetricKey(name: string, escapedIndexes: ReadonlySet<number> = NO_INDEXES): string | undefined {
  if (keyProblem(name) === undefined) {
    if (escapedIndexes.size === 0 && !LOOKS_ESCAPED.test(name)) return name;
  } else if (name === '' || name.length > MAX_KEY || !name.isWellFormed()) return undefined;
  const key = escaped(name, escapedIndexes);
  return key.length > MAX_KEY ? undefined : key;
}

/**
 * The key of a part of something that another system named, `whole.part`. Dots within the part are escaped, so that `b.c` of `a`
 * is not `c` of `a.b`.
 *
 * @returns undefined where `normalizeMetricKey` would.
 */
export function normalizePartKey(whole: string, part: string): string | undefined {
  return normalizeMetricKey(`${whole}.${part}`, new Set(indexesOf('.', part, whole.length + 1)));
}

/** Indexes of a character in a text that begins at `offset` of a longer text, counted in the longer text. */
export function indexesOf(character: string, text: string, offset: number): number[] {
  const indexes: number[] = [];
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) indexes.push(offset + at);
  return indexes;
}

/** What lists show beside a key: the original name, if it differs from the key. */
export function namedBy(key: string): { name?: string } {
  const name = originalName(key);
  return name === key ? {} : { name };
}

function escaped(name: string, escapedIndexes: ReadonlySet<number>): string {
  let key = '';
  for (let index = 0; index < name.length;) {
    const character = String.fromCodePoint(name.codePointAt(index) as number);
    const stays = canStay(name, index, character, escapedIndexes);
    key += stays ? character : escapeOf(character);
    index += character.length;
  }
  return key;
}

function canStay(name: string, index: number, character: string, escapedIndexes: ReadonlySet<number>): boolean {
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
      return ALLOWED.test(character);
  }
}

/** Whether the segment around a place is `.` or `..`. */
function isDotSegment(name: string, index: number): boolean {
  const start = name.lastIndexOf('/', index) + 1;
  const end = name.indexOf('/', index);
  const segment = name.slice(start, end < 0 ? undefined : end);
  return segment === '.' || segment === '..';
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) as number;
  return `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** A tag's name and value, as another system calls them. */
export type ExternalTag = readonly [name: string, value: string];

/** Tags that a series can have, in their one canonical text. */
export interface CanonicalTags {
  readonly tags: string;
}

/** Canonical tags, or why a series cannot have them. */
export type ExternalTags = CanonicalTags | { readonly problem: string };

const NONE: ExternalTags = { tags: NO_TAGS };

/**
 * Canonical tags of a series of another system, so that equal tags in any order make one series, and different
 * ones never do: what is beyond the limits is a problem, nothing is cut or left out. Control characters in values stay.
 *
 * @param groups of a name that two groups have, the earlier group's value counts; twice in one with different values is a problem.
 * @param options.emptyMeansAbsent whether an empty value means that there is no such tag, as in Prometheus.
 */
export function externalTags(
  groups: readonly (readonly ExternalTag[])[],
  { emptyMeansAbsent = false } = {},
): ExternalTags {
  const all = new Map<string, string>();
  for (const group of groups) {
    const own = new Map<string, string>();
    for (const [name, value] of group) {
      const before = own.get(name);
      if (before !== undefined && before !== value) return { problem: `has the tag '${shown(name)}' twice` };
      own.set(name, value);
    }
    for (const [name, value] of own) if (!all.has(name)) all.set(name, value);
  }
  for (const [name, value] of all) {
    if (emptyMeansAbsent && value === '') all.delete(name);
    else {
      const problem = tagProblem(name, value);
      if (problem !== undefined) return { problem };
    }
  }
  if (all.size > MAX_TAGS) return { problem: `has ${all.size} tags; at most ${MAX_TAGS} are allowed` };
  return all.size === 0 ? NONE : { tags: canonicalTags(Object.fromEntries(all)) };
}

/** What is wrong with a tag, as text to follow the name of its series; undefined if nothing is. */
export function tagProblem(name: string, value: string): string | undefined {
  if (name === '') return 'has a tag without a name';
  if (isLonger(name, MAX_TAG_NAME))
    return `has a tag '${shown(name)}' whose name is longer than ${MAX_TAG_NAME} characters`;
  if (isLonger(value, MAX_TAG_VALUE)) {
    return `has a tag '${shown(name)}' whose value is longer than ${MAX_TAG_VALUE} characters`;
  }
  return name.isWellFormed() && value.isWellFormed() ? undefined : `has a tag '${shown(name)}' that is broken Unicode`;
}

/** Characters are Unicode's, so that an emoji is one. */
function isLonger(text: string, max: number): boolean {
  return text.length > max && Array.from(text).length > max;
}

function shown(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, MAX_TAG_NAME);
}
