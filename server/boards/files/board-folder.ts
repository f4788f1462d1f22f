import { constants, type FSWatcher, type Stats, watch } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Observable } from 'rxjs';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import { decodeText } from './decode-text.js';

/** The limit of a board definition as JSON. */
const MAX_BYTES = 1024 * 1024;

const BOARD_FILE = /^[^.].*\.(ya?ml|json)$/i;

export interface BoardFile {
  readonly name: string;
  /** Milliseconds since 1970; 0 if it is not known. */
  readonly modifiedAt: number;
  /** The text, or why it cannot be read; undefined if the file was removed during the scan, which the next scan handles. */
  readonly content: { readonly text: string } | { readonly error: InputError } | undefined;
}

/**
 * Reads the board files in a folder one after the other, sorted by name, without hidden files. Other kinds of files with the
 * name of a board file, such as pipes, yield an error and are never waited for.
 *
 * @throws the system's error if the folder cannot be read
 */
export async function* readBoardFiles(folder: string): AsyncGenerator<BoardFile> {
  const names = (await readdir(folder)).filter((name) => BOARD_FILE.test(name)).sort();
  for (const name of names) yield await readOne(join(folder, name), name);
}

async function readOne(path: string, name: string): Promise<BoardFile> {
  try {
    return { name, ...(await readRegular(path)) };
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return unreadable(name, `cannot be read (${code}): make it readable`);
    // If the name still exists, it is a symbolic link without a target.
    const link = await lstat(path).catch(() => undefined);
    return link
      ? unreadable(name, 'is a symbolic link to a file that does not exist')
      : { name, modifiedAt: 0, content: undefined };
  }
}

/** Opens only regular files: opening a FIFO may block, and opening a device may have side effects. */
async function readRegular(path: string): Promise<Omit<BoardFile, 'name'>> {
  const found = await stat(path);
  if (!found.isFile()) return notRegular(found);
  // The file may have been replaced since, so it is opened without blocking and checked again.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const opened = await file.stat();
  if (!opened.isFile()) return notRegular(opened);
  const modifiedAt = Math.floor(opened.mtimeMs);
  // The file may grow during the read, so its size is not checked. `end` is inclusive: one byte more than the limit is read.
  const bytes = await buffer(file.createReadStream({ end: MAX_BYTES, autoClose: false }));
  if (bytes.length > MAX_BYTES) {
    return { modifiedAt, content: { error: { path: '', message: `has more than the allowed ${MAX_BYTES} bytes` } } };
  }
  return { modifiedAt, content: decodeText(bytes) };
}

function notRegular(stats: Stats): Omit<BoardFile, 'name'> {
  return {
    modifiedAt: Math.floor(stats.mtimeMs),
    content: { error: { path: '', message: `is ${kindOf(stats)}: only regular files are read` } },
  };
}

function unreadable(name: string, message: string): BoardFile {
  return { name, modifiedAt: 0, content: { error: { path: '', message } } };
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe (FIFO)';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Emits when the folder may have changed, and errors when it can no longer be watched. */
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
