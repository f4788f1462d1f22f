import { constants, type FSWatcher, type Stats, watch } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Observable } from 'rxjs';
import type { Fault } from './fault.js';
import { decodeText } from './decode-text.js';

/** As much as a definition may take as JSON. */
const MAX_BYTES = 1024 * 1024;

const BOARD_FILE = /^[^.].*\.(ya?ml|json)$/i;

export interface FileRead {
  readonly name: string;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly modifiedAt: number;
  /** Its text, or why there is none; undefined if it was removed since the folder was listed: the next scan handles that. */
  readonly content: { readonly text: string } | { readonly fault: Fault } | undefined;
}

/**
 * The board files that are in the folder now, by name, one after the other; hidden files are left out. What has the name
 * of a board file but cannot be read as a regular file comes with a fault: nothing in the folder makes it wait.
 *
 * @throws the system's error where the folder itself cannot be read
 */
export async function* readFolder(folder: string): AsyncGenerator<FileRead> {
  const names = (await readdir(folder)).filter((name) => BOARD_FILE.test(name)).sort();
  for (const name of names) yield await readOne(join(folder, name), name);
}

async function readOne(path: string, name: string): Promise<FileRead> {
  try {
    return { name, ...(await readRegular(path)) };
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return failed(name, `cannot be read (${code}): make it readable`);
    // What is still there is a symbolic link.
    const link = await lstat(path).catch(() => undefined);
    return link
      ? failed(name, 'is a symbolic link to a file that does not exist')
      : { name, modifiedAt: 0, content: undefined };
  }
}

/** Only what is a regular file is opened: to open a FIFO or a device may wait for ever, or do something. */
async function readRegular(path: string): Promise<Omit<FileRead, 'name'>> {
  const found = await stat(path);
  if (!found.isFile()) return notRegular(found);
  // It may have become another file since.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const opened = await file.stat();
  if (!opened.isFile()) return notRegular(opened);
  const modifiedAt = Math.floor(opened.mtimeMs);
  // The size may change: reading one byte more than allowed shows that it is too large.
  const bytes = await buffer(file.createReadStream({ end: MAX_BYTES, autoClose: false }));
  if (bytes.length > MAX_BYTES) {
    return {
      modifiedAt,
      content: { fault: { path: '', message: `has more than the ${MAX_BYTES} bytes that are allowed` } },
    };
  }
  return { modifiedAt, content: decodeText(bytes) };
}

function notRegular(stats: Stats): Omit<FileRead, 'name'> {
  return {
    modifiedAt: Math.floor(stats.mtimeMs),
    content: { fault: { path: '', message: `is ${kindOf(stats)}: only regular files are read` } },
  };
}

function failed(name: string, message: string): FileRead {
  return { name, modifiedAt: 0, content: { fault: { path: '', message } } };
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe (FIFO)';
  return stats.isSocket() ? 'a socket' : 'a device';
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
