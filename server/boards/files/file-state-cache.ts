import type { InputError } from '../../../wire/schemas/problem-schema.js';
import type { NewBoard } from '../input/board-input-reader.js';
import type { BoardFile } from './board-folder.js';
import type { TextFormat } from './board-text.js';
import type { BoardTextReader } from './board-text-reader.js';

/** A board file: its errors and its last valid definition. */
export interface FileState {
  readonly name: string;
  readonly modifiedAt: number;
  readonly errors: readonly InputError[];
  /** The last valid definition; undefined if the file was never valid. */
  readonly definition?: NewBoard | undefined;
  /** Whether `definition` is the current content of the file, even if that has errors. */
  readonly isCurrent?: boolean;
}

interface CachedState extends FileState {
  readonly text: string | undefined;
}

/** Caches the states of files, so that only changed files are parsed, and an invalid file keeps its last valid definition. */
export class FileStateCache {
  private states = new Map<string, CachedState>();

  constructor(private readonly reader: BoardTextReader) {}

  /**
   * Returns the state of each file, and removes all other files from the cache.
   *
   * @param signal if it is aborted, the cache is not changed
   * @throws the reason of `signal`
   */
  async read(files: AsyncIterable<BoardFile>, signal: AbortSignal): Promise<FileState[]> {
    const states = new Map<string, CachedState>();
    for await (const file of files) {
      signal.throwIfAborted();
      const state = await this.readOne(file);
      if (state) states.set(file.name, state);
    }
    signal.throwIfAborted();
    this.states = states;
    return [...states.values()];
  }

  private async readOne({ name, modifiedAt, content }: BoardFile): Promise<CachedState | undefined> {
    const before = this.states.get(name);
    if (content === undefined) return before;
    if ('error' in content) {
      return { name, modifiedAt, text: undefined, errors: [content.error], definition: before?.definition };
    }
    const { text } = content;
    if (before?.text === text) return before;
    const { definition, errors } = await this.reader.read(text, formatOf(name, text));
    if (definition === undefined) return { name, modifiedAt, text, errors, definition: before?.definition };
    return { name, modifiedAt, text, errors, definition, isCurrent: true };
  }
}

/** YAML is a superset of JSON, so a `.json` file may contain YAML. Text that begins like JSON must be JSON. */
function formatOf(name: string, text: string): TextFormat {
  return /\.json$/i.test(name) && /^\s*[{["/]/.test(text) ? 'json' : 'yaml';
}
