import { parse } from 'node:path';
import { type BoardFileError, slugSchema } from '../../../wire/board.js';
import type { InputError } from '../../../wire/problem.js';
import { Problem } from '../../common/errors/problem.js';
import type { NewBoard } from '../board-input.js';
import type { FileRead } from './board-folder.js';
import type { TextFormat } from './board-text.js';
import type { Fault } from './fault.js';
import type { BoardTextReader } from './board-text-reader.js';

/** What a file says, and what it said when it was last right. */
export interface FileState {
  readonly name: string;
  readonly modifiedAt: number;
  readonly faults: readonly Fault[];
  readonly good?: NewBoard | undefined;
  /** Whether `good` is what the file says now, though it has faults. */
  readonly isCurrent?: boolean;
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

  constructor(private readonly reader: BoardTextReader) {}

  /** The state of these files; all others are forgotten. Nothing is taken over once `signal` is aborted. */
  async read(files: AsyncIterable<FileRead>, signal: AbortSignal): Promise<FileState[]> {
    const states = new Map<string, Remembered>();
    for await (const file of files) {
      signal.throwIfAborted();
      const state = await this.readOne(file);
      if (state) states.set(file.name, state);
    }
    signal.throwIfAborted();
    this.files = states;
    return [...states.values()];
  }

  private async readOne({ name, modifiedAt, content }: FileRead): Promise<Remembered | undefined> {
    const before = this.files.get(name);
    if (content === undefined) return before;
    if ('fault' in content) {
      return { name, modifiedAt, text: undefined, faults: [content.fault], good: before?.good };
    }
    const { text } = content;
    if (before?.text === text) return before;
    const read = await this.reader.read(text, formatOf(name, text));
    const { definition, faults } = read;
    if (definition === undefined) return { name, modifiedAt, text, faults, good: before?.good };
    return { name, modifiedAt, text, faults, good: definition, isCurrent: true };
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
  for (const { name: file, modifiedAt, faults, good, isCurrent } of files) {
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
    const problem = first && !isCurrent ? `${lineOf(first)}. The last valid version is shown.` : undefined;
    claims.set(slug, { file, modifiedAt, definition: good, ...(problem && { problem }) });
  }
  return { claims, errors };
}

/** What is wrong with files that never were valid, by the slug that their names are. */
export function brokenFiles(files: readonly FileState[]): ReadonlyMap<string, Problem> {
  const broken = files.filter(({ good, faults }) => good === undefined && faults.length > 0);
  return new Map(
    broken.map(({ name: file, faults }) => {
      const errors = faults.map((fault) => `${textOf(fault)}.`).join(' ');
      return [parse(file).name, new Problem(404, `The file ${file} is not valid: ${errors}`, faults)];
    }),
  );
}

/** An error in one line: `shop.yaml, line 12: panels[0].type: must be …`. */
export function lineOf({ file, ...fault }: BoardFileError): string {
  return `${file}${fault.line === undefined ? ':' : ','} ${textOf(fault)}`;
}

function textOf({ line, path, message }: InputError): string {
  return [line === undefined ? '' : `line ${line}`, path, message].filter(Boolean).join(': ');
}

/** YAML contains JSON, so a file of JSON may hold YAML; what begins like JSON must be it. */
function formatOf(name: string, text: string): TextFormat {
  return /\.json$/i.test(name) && /^\s*[{["/]/.test(text) ? 'json' : 'yaml';
}

function refusalOf(slug: string): string | undefined {
  if (slugSchema.safeParse(slug).success) return undefined;
  return `the name '${slug}' is no slug (1-64 characters of a-z, 0-9 and -): rename the file, or say slug in it`;
}
