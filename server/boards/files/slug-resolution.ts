import { parse } from 'node:path';
import { type BoardFileError, slugSchema } from '../../../wire/schemas/board.js';
import { SLUG_RULE } from '../../../wire/slug.js';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { Problem } from '../../common/errors/problem.js';
import type { NewBoard } from '../input/board-input-reader.js';
import type { FileState } from './file-state-cache.js';

/** A board that a file defines. */
export interface ResolvedBoard {
  readonly file: string;
  readonly modifiedAt: number;
  readonly definition: NewBoard;
  /** Why the last valid version is shown instead of the current content of the file. */
  readonly problem?: string;
}

/**
 * Resolves which board each file defines. The slug is the one in the file, or else the name of the file. If two files have
 * the same slug, the first one by name defines the board.
 *
 * @param rejectionOf returns why no file may define a slug, or undefined if one may
 */
export function resolveSlugs(
  files: readonly FileState[],
  rejectionOf: (slug: string) => string | undefined,
): { boards: Map<string, ResolvedBoard>; errors: BoardFileError[] } {
  const boards = new Map<string, ResolvedBoard>();
  const errors: BoardFileError[] = [];
  for (const { name: file, modifiedAt, errors: fileErrors, definition, isCurrent } of files) {
    const ownErrors = fileErrors.map((error) => ({ file, ...error }));
    errors.push(...ownErrors);
    if (definition === undefined) continue;
    const slug = definition.slug ?? parse(file).name;
    const otherFile = boards.get(slug)?.file;
    const rejection =
      invalidSlug(slug) ??
      (otherFile === undefined ? rejectionOf(slug) : `the file ${otherFile} already defines the board '${slug}'`);
    if (rejection !== undefined) {
      errors.push({ file, path: 'slug', message: rejection });
      continue;
    }
    const [first] = ownErrors;
    const problem = first && !isCurrent ? `${errorLine(first)}. The last valid version is shown.` : undefined;
    boards.set(slug, { file, modifiedAt, definition, ...(problem && { problem }) });
  }
  return { boards, errors };
}

/** Returns a problem for each file that was never valid, by the slug that the file's name gives. */
export function invalidFileProblems(files: readonly FileState[]): ReadonlyMap<string, Problem> {
  const invalid = files.filter(({ definition, errors }) => definition === undefined && errors.length > 0);
  return new Map(
    invalid.map(({ name: file, errors }) => {
      const text = errors.map((error) => `${errorText(error)}.`).join(' ');
      return [parse(file).name, new Problem(404, `The file ${file} is not valid: ${text}`, errors)];
    }),
  );
}

/** Formats an error as one line: `shop.yaml, line 12: panels[0].type: must be …`. */
export function errorLine({ file, ...error }: BoardFileError): string {
  return `${file}${error.line === undefined ? ':' : ','} ${errorText(error)}`;
}

function errorText({ line, path, message }: InputError): string {
  return [line === undefined ? '' : `line ${line}`, path, message].filter(Boolean).join(': ');
}

function invalidSlug(slug: string): string | undefined {
  if (slugSchema.safeParse(slug).success) return undefined;
  return `'${slug}' is not a valid slug (${SLUG_RULE}): rename the file, or set slug in it`;
}
