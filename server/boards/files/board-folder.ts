import { type FSWatcher, watch } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Observable } from 'rxjs';

/** A definition takes at most 1 MiB of JSON; as YAML, with comments, it may take more. */
const MAX_BYTES = 4 * 1024 * 1024;

const BOARD_FILE = /^[^.].*\.(ya?ml|json)$/i;

export interface FileRead {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Its text, or why there is none, in words. */
  readonly content: { readonly text: string } | { readonly trouble: string };
}

/**
 * The board files that are in the folder now, by name; hidden files and folders within are none.
 *
 * @throws the system's error where the folder itself cannot be read
 */
export async function readFolder(folder: string): Promise<FileRead[]> {
  const names = (await readdir(folder)).filter((name) => BOARD_FILE.test(name)).sort();
  const files: FileRead[] = [];
  for (const name of names) {
    const file = await readOne(join(folder, name), name);
    if (file) files.push(file);
  }
  return files;
}

/** Undefined where it is no file, or has just gone. */
async function readOne(path: string, name: string): Promise<FileRead | undefined> {
  try {
    await using file = await open(path);
    const stats = await file.stat();
    if (!stats.isFile()) return undefined;
    const content =
      stats.size > MAX_BYTES
        ? { trouble: `takes ${stats.size} bytes; at most ${MAX_BYTES} are read` }
        : { text: await file.readFile('utf8') };
    return { name, modifiedAt: Math.floor(stats.mtimeMs), content };
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    return { name, modifiedAt: 0, content: { trouble: `cannot be read (${code}): make it readable` } };
  }
}

/** Emits whenever something may have changed in the folder, and errors where it can be watched no more. */
export function watchFolder(folder: string): Observable<void> {
  return new Observable((subscriber) => {
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(folder, { persistent: false }, () => {
        subscriber.next();
      });
      watcher.on('error', (error) => {
        subscriber.error(error);
      });
    } catch (error) {
      subscriber.error(error);
    }
    return () => watcher?.close();
  });
}
