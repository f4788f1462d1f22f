import { parse } from 'node:path';
import { type BoardFileError, slugSchema } from '../../../wire/board.js';
import type { NewBoard } from '../board-input.js';
import type { FileRead } from './board-folder.js';
import { type BoardText, type Fault, readBoardText } from './board-text.js';

/** What a file says, and what it said when it was last right. */
export interface FileState {
  readonly name: string;
  readonly modifiedAt: number;
  readonly faults: readonly Fault[];
  readonly good?: NewBoard | undefined;
}

/** A board that a file defines. */
export interface Claim {
  readonly file: string;
  readonly modifiedAt: number;
  readonly definition: NewBoard;
  /** Why the file as it is now is not what is shown. */
  readonly problem?: string;
}

interface Remembered extends FileState {
  readonly text: string | undefined;
}

/** The files of before: so that only changed ones are read anew, and a broken one leaves its board standing. */
export class FileMemory {
  private files = new Map<string, Remembered>();

  constructor(private readonly check: (value: unknown) => NewBoard) {}

  /** The state of these files; all others are forgotten. */
  read(files: readonly FileRead[]): FileState[] {
    this.files = new Map(files.map((file) => [file.name, this.readOne(file)]));
    return [...this.files.values()];
  }

  private readOne({ name, modifiedAt, content }: FileRead): Remembered {
    const before = this.files.get(name);
    if ('trouble' in content) {
      const faults = [{ path: '', message: content.trouble }];
      return { name, modifiedAt, text: undefined, faults, good: before?.good };
    }
    const { text } = content;
    if (before?.text === text) return before;
    const read: BoardText = readBoardText(text, this.check);
    return 'definition' in read
      ? { name, modifiedAt, text, faults: [], good: read.definition }
      : { name, modifiedAt, text, faults: read.faults, good: before?.good };
  }
}

/**
 * Which board each file defines. Its slug is the one it says, else its name; of two files of one slug the first by name
 * has it.
 *
 * @param whyNot why no file can have a slug, in words
 */
export function claimSlugs(
  files: readonly FileState[],
  whyNot: (slug: string) => string | undefined,
): { claims: Map<string, Claim>; errors: BoardFileError[] } {
  const claims = new Map<string, Claim>();
  const errors: BoardFileError[] = [];
  for (const { name: file, modifiedAt, faults, good } of files) {
    const own = faults.map((fault) => ({ file, ...fault }));
    errors.push(...own);
    if (good === undefined) continue;
    const slug = good.slug ?? parse(file).name;
    const holder = claims.get(slug)?.file;
    const refusal =
      refusalOf(slug) ?? (holder === undefined ? whyNot(slug) : `${holder} is the board '${slug}' already`);
    if (refusal !== undefined) {
      errors.push({ file, path: 'slug', message: refusal });
      continue;
    }
    const [first] = own;
    const problem = first && `${lineOf(first)}. Shown is what was right before.`;
    claims.set(slug, { file, modifiedAt, definition: good, ...(problem && { problem }) });
  }
  return { claims, errors };
}

/** An error in one line: `shop.yaml, line 12: panels[0].type: must be …`. */
export function lineOf({ file, line, path, message }: BoardFileError): string {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return `${place}: ${path === '' ? '' : `${path}: `}${message}`;
}

function refusalOf(slug: string): string | undefined {
  if (slugSchema.safeParse(slug).success) return undefined;
  return `the name '${slug}' is no slug (1-64 characters of a-z, 0-9 and -): rename the file, or say slug in it`;
}
