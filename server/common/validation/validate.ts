import { type ZodType, z } from 'zod';
import type { InputError } from '../../../wire/problem.js';
import { Problem } from '../errors/problem.js';

/** Errors that one answer names: the rest would only repeat the same mistake. */
const MAX_ERRORS = 20;

/** What zod calls types, in words for people. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

// Zod's own words, "Invalid input: expected string, received undefined", are a programmer's.
z.config({
  customError: (issue) => {
    switch (issue.code) {
      case 'invalid_type': {
        const wanted = TYPES[issue.expected];
        if (wanted === undefined) return undefined;
        return issue.input === undefined ? `is missing: it must be ${wanted}` : `must be ${wanted}`;
      }
      case 'invalid_value':
        return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
      case 'too_big':
        return `must ${bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
      case 'too_small':
        if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
        return `must ${bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
      case 'unrecognized_keys':
        return `must not have ${issue.keys.map((key) => `'${key}'`).join(', ')}`;
      default:
        return undefined;
    }
  },
});

/** `be at most 12` of a number, `have at most 12 characters` of a text. */
function bound(origin: string, relation: string, limit: number | bigint): string {
  const counted = { string: 'characters', array: 'items', set: 'items', map: 'entries' }[origin];
  return counted === undefined ? `be ${relation} ${limit}` : `have ${relation} ${limit} ${counted}`;
}

/**
 * The input as the schema reads it.
 *
 * @throws Problem 422 that names what is wrong, by path (`panels[2].title`; empty for the input itself).
 */
export function validate<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw validationProblem(toInputErrors(result.error.issues));
  return result.data;
}

/** The answer to input that could be read but is wrong. */
export function validationProblem(errors: readonly InputError[]): Problem {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Problem(422, `${firstErrorMessage(errors)}${more}`, errors);
}

/** The first of the errors as a sentence: where, and what. */
export function firstErrorMessage([first]: readonly InputError[]): string {
  if (!first) return 'The input is not valid.';
  return first.path === '' ? first.message : `${first.path}: ${first.message}`;
}

/** What a schema has to say, as an answer names it. */
export function toInputErrors(issues: readonly Issue[]): InputError[] {
  return issues
    .flatMap(told)
    .slice(0, MAX_ERRORS)
    .map(({ message, path }) => ({ path: path.reduce<string>(appendSegment, ''), message }));
}

/** The issues of a value that is at a path of the whole input. */
export function prefixIssues(path: readonly PropertyKey[], issues: readonly Issue[] = []): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** As much of zod's issues as is told. */
interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
  /** What each of several forms has against the input, where it has none of them. */
  readonly errors?: readonly (readonly Issue[])[];
  /** Of members that an object must not have, their names. */
  readonly keys?: readonly PropertyKey[];
  /** What is wrong with a name in an object. */
  readonly issues?: readonly Issue[];
}

/** Zod says of what has several forms, and of names, only that they are invalid; what is wrong with them lies deeper. */
function told(issue: Issue): readonly Issue[] {
  const { path, errors = [], issues = [], keys = [] } = issue;
  const [key, ...otherKeys] = keys;
  if (key !== undefined && otherKeys.length === 0) return [{ path: [...path, key], message: issue.message }];
  const [name] = issues;
  if (name) return [{ path, message: name.message }];
  if (errors.length === 0) return [issue];
  // The form that was meant is the one that is wrong within.
  const meant = errors.find((form) => form.length > 0 && form.every((each) => each.path.length > 0));
  if (meant) return meant.flatMap(told).map((each) => ({ ...each, path: [...path, ...each.path] }));
  const words = errors.flatMap((form) => form.filter((each) => each.path.length === 0).flatMap(told));
  return [{ path, message: [...new Set(words.map(({ message }) => message))].join(', or ') || issue.message }];
}

function appendSegment(path: string, segment: PropertyKey): string {
  if (typeof segment === 'number') return `${path}[${segment}]`;
  return path === '' ? String(segment) : `${path}.${String(segment)}`;
}
