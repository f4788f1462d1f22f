import type { Tags } from '../../wire/frame.js';
import { parseJson } from './parse-json.js';

export const MAX_TAGS = 20;
export const MAX_TAG_NAME_LENGTH = 64;
export const MAX_TAG_VALUE_LENGTH = 256;

/** The tags of a series without any. */
export const NO_TAGS = '{}';

/** Whether these are tags as they may be sent in; else says what is wrong. */
export function checkTags(tags: unknown, wrong: (member: string, message: string) => void): tags is Tags {
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) {
    wrong('tags', 'must be an object of strings, like { "region": "eu" }');
    return false;
  }
  const names = Object.keys(tags);
  if (names.length > MAX_TAGS) {
    wrong('tags', `must be at most ${MAX_TAGS} tags`);
    return false;
  }
  let right = true;
  for (const name of names) {
    const value = (tags as Readonly<Record<string, unknown>>)[name];
    const problem = labelProblem(name, 1, MAX_TAG_NAME_LENGTH, 'name ') ?? valueProblem(value);
    if (problem === undefined) continue;
    wrong(`tags.${name.slice(0, MAX_TAG_NAME_LENGTH)}`, problem);
    right = false;
  }
  return right;
}

function valueProblem(value: unknown): string | undefined {
  return typeof value === 'string' ? labelProblem(value, 0, MAX_TAG_VALUE_LENGTH) : 'must be a string';
}

/** What is wrong with a text that is stored. Characters are Unicode's, so that an emoji is one. */
export function labelProblem(text: string, min: number, max: number, subject = ''): string | undefined {
  if (text.length < min || (text.length > max && Array.from(text).length > max)) {
    return `${subject}must be ${min}-${max} characters long`;
  }
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) {
    return `${subject}must not contain control characters or broken Unicode`;
  }
  return undefined;
}

/** One text for equal tags: JSON with its names sorted. */
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
