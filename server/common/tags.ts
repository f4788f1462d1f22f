import type { Tags } from '../../wire/schemas/frame.js';
import { isObject } from '../../wire/is-object.js';
import { parseJson } from './parse-json.js';

export const MAX_TAGS = 20;
export const MAX_TAG_NAME_LENGTH = 64;
export const MAX_TAG_VALUE_LENGTH = 256;

/** Describes the limits in API documents. */
export const TAGS_DESCRIPTION = `At most ${MAX_TAGS} tags; names have up to ${MAX_TAG_NAME_LENGTH} characters, values up to ${MAX_TAG_VALUE_LENGTH}`;

/** The canonical tags of a series that has none. */
export const NO_TAGS = '{}';

/**
 * Whether a value is valid as tags.
 * @param addError receives everything that is wrong with it
 */
export function checkTags(tags: unknown, addError: (member: string, message: string) => void): tags is Tags {
  if (!isObject(tags)) {
    addError('tags', 'must be an object of strings, like { "region": "eu" }');
    return false;
  }
  const names = Object.keys(tags);
  if (names.length > MAX_TAGS) {
    addError('tags', `must be at most ${MAX_TAGS} tags`);
    return false;
  }
  let isValid = true;
  for (const name of names) {
    const value = tags[name];
    const problem = labelProblem(name, 1, MAX_TAG_NAME_LENGTH, 'name ') ?? valueProblem(value);
    if (problem === undefined) continue;
    addError(`tags.${name.slice(0, MAX_TAG_NAME_LENGTH)}`, problem);
    isValid = false;
  }
  return isValid;
}

function valueProblem(value: unknown): string | undefined {
  return typeof value === 'string' ? labelProblem(value, 0, MAX_TAG_VALUE_LENGTH) : 'must be a string';
}

/** Returns the error of a name or value of a tag; undefined if it is valid. An emoji counts as one character. */
export function labelProblem(text: string, min: number, max: number, subject = ''): string | undefined {
  if (text.length < min || (text.length > max && Array.from(text).length > max)) {
    return `${subject}must be ${min}-${max} characters long`;
  }
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) {
    return `${subject}must not contain control characters or invalid Unicode`;
  }
  return undefined;
}

/**
 * Returns the first error of the tags of another system or an export, as text that follows the name of their series; undefined if they
 * are valid. Unlike pushed tags they may contain control characters.
 */
export function tagsProblem(tags: ReadonlyMap<string, string>): string | undefined {
  for (const [name, value] of tags) {
    const problem = tagProblem(name, value);
    if (problem !== undefined) return problem;
  }
  return tags.size > MAX_TAGS ? `has ${tags.size} tags; at most ${MAX_TAGS} are allowed` : undefined;
}

/** Returns the error of a tag as text that follows the name of its series; undefined if it is valid. */
export function tagProblem(name: string, value: string): string | undefined {
  if (name === '') return 'has a tag without a name';
  if (isLonger(name, MAX_TAG_NAME_LENGTH))
    return `has a tag '${printableTagName(name)}' whose name is longer than ${MAX_TAG_NAME_LENGTH} characters`;
  if (isLonger(value, MAX_TAG_VALUE_LENGTH)) {
    return `has a tag '${printableTagName(name)}' whose value is longer than ${MAX_TAG_VALUE_LENGTH} characters`;
  }
  return name.isWellFormed() && value.isWellFormed()
    ? undefined
    : `has a tag '${printableTagName(name)}' that is invalid Unicode`;
}

/** Counts Unicode characters, so an emoji counts as one. */
function isLonger(text: string, max: number): boolean {
  return text.length > max && Array.from(text).length > max;
}

/** Returns the name of a tag of another system as it may be a part of an error. */
export function printableTagName(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, MAX_TAG_NAME_LENGTH);
}

/** Serializes tags as JSON with sorted names, so that equal tags have equal text. */
export function canonicalTags(tags: Tags): string {
  const names = Object.keys(tags);
  if (names.length > 1) names.sort();
  let text = '{';
  for (const name of names) {
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(name)}:${JSON.stringify(tags[name])}`;
  }
  return `${text}}`;
}

export function parseTags(canonical: string): Tags {
  return parseJson(canonical) as Tags;
}
