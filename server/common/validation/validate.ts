import { type ZodType, z } from 'zod';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { Problem } from '../errors/problem.js';

/** Errors in one response. Further ones usually repeat the same mistake. */
const MAX_ERRORS = 20;

/** Readable names of Zod's types. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

// Zod's messages, such as "Invalid input: expected string, received undefined", are for programmers.
z.config({
  customError: (issue) => {
    switch (issue.code) {
      case 'invalid_type': {
        const expected = TYPE_NAMES[issue.expected];
        if (expected === undefined) return undefined;
        return issue.input === undefined ? `is missing: it must be ${expected}` : `must be ${expected}`;
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

/** Returns `be at most 12` for a number, `have at most 12 characters` for a text. */
function bound(origin: string, relation: string, limit: number | bigint): string {
  const counted = { string: 'characters', array: 'items', set: 'items', map: 'entries' }[origin];
  return counted === undefined ? `be ${relation} ${limit}` : `have ${relation} ${limit} ${counted}`;
}

/**
 * Returns the input as the schema parses it.
 *
 * @throws Problem 422 with each error and its path (`panels[2].title`; empty for the input itself)
 */
export function validate<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw validationProblem(toInputErrors(result.error.issues));
  return result.data;
}

/** Returns the problem for input that is well-formed but invalid. */
export function validationProblem(errors: readonly InputError[]): Problem {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Problem(422, `${firstErrorMessage(errors)}${more}`, errors);
}

/** Returns the first error as text, with its path. */
export function firstErrorMessage([first]: readonly InputError[]): string {
  if (!first) return 'The input is not valid.';
  return first.path === '' ? first.message : `${first.path}: ${first.message}`;
}

/** Converts a schema's issues to the errors of a response. */
export function toInputErrors(issues: readonly Issue[]): InputError[] {
  return issues
    .flatMap(flattenIssue)
    .slice(0, MAX_ERRORS)
    .map(({ message, path }) => ({ path: path.reduce<string>(appendSegment, ''), message }));
}

/** Adds the path of a value to the issues of that value. */
export function prefixIssues(path: readonly PropertyKey[], issues: readonly Issue[] = []): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** The used part of Zod's issues. */
interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
  /** The issues of each option of a union, if none of them matches. */
  readonly errors?: readonly (readonly Issue[])[];
  /** The names of unknown members. */
  readonly keys?: readonly PropertyKey[];
  /** The issues of an invalid name in a record. */
  readonly issues?: readonly Issue[];
}

/** Zod reports only that a union or a name is invalid. The nested issues say why. */
function flattenIssue(issue: Issue): readonly Issue[] {
  const { path, errors = [], issues = [], keys = [] } = issue;
  const [key, ...otherKeys] = keys;
  if (key !== undefined && otherKeys.length === 0) return [{ path: [...path, key], message: issue.message }];
  const [name] = issues;
  if (name) return [{ path, message: name.message }];
  if (errors.length === 0) return [issue];
  // The option that was meant is the one whose type matches and whose members are invalid.
  const meant = errors.find((option) => option.length > 0 && option.every((each) => each.path.length > 0));
  if (meant) return meant.flatMap(flattenIssue).map((each) => ({ ...each, path: [...path, ...each.path] }));
  const own = errors.flatMap((option) => option.filter((each) => each.path.length === 0).flatMap(flattenIssue));
  return [{ path, message: [...new Set(own.map(({ message }) => message))].join(', or ') || issue.message }];
}

function appendSegment(path: string, segment: PropertyKey): string {
  if (typeof segment === 'number') return `${path}[${segment}]`;
  return path === '' ? String(segment) : `${path}.${String(segment)}`;
}
