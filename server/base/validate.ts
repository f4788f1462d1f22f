import type { ZodError, ZodType } from 'zod';
import type { InputError } from '../../wire/problem.js';
import { Problem } from './problem.js';

/** Errors that one answer names: the rest would only repeat the same mistake. */
const MAX_ERRORS = 20;

/**
 * The input as the schema reads it.
 *
 * @throws Problem 422 that names what is wrong, by path (`panels[2].title`; empty for the input itself).
 */
export function parse<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw invalid(inputErrors(result.error.issues));
  return result.data;
}

/** The answer to input that could be read but is wrong. */
export function invalid(errors: readonly InputError[]): Problem {
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Problem(422, first ? `${where}${first.message}${more}` : 'The input is not valid.', errors);
}

/** What a schema has to say, zod's or any other's that follows Standard Schema, as an answer names it. */
export function inputErrors(issues: readonly StandardIssue[] | ZodError['issues']): InputError[] {
  return issues.slice(0, MAX_ERRORS).map(({ message, path = [] }) => ({
    path: path.map((segment) => (typeof segment === 'object' ? segment.key : segment)).reduce(appendSegment, ''),
    message,
  }));
}

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

function appendSegment(path: string, segment: PropertyKey): string {
  if (typeof segment === 'number') return `${path}[${segment}]`;
  return path === '' ? String(segment) : `${path}.${String(segment)}`;
}
