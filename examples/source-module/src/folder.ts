import { watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Observable } from 'rxjs';

/** The topic that is published when the files of the folder change. */
export const FOLDER_TOPIC = 'folder';

export interface FileInfo {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAtMs: number;
}

/** The folder that is shown: `FOLDER`, or the working directory. */
@Injectable()
export class Folder {
  readonly path = process.env.FOLDER ?? process.cwd();

  /** Emits the topic whenever the operating system reports a change in the folder. Watches only while subscribed to. */
  readonly changes$ = new Observable<string>((subscriber) => {
    const watcher = watch(this.path, () => {
      subscriber.next(FOLDER_TOPIC);
    });
    watcher.on('error', (error) => {
      subscriber.error(error);
    });
    return () => {
      watcher.close();
    };
  });

  /** The files of the folder, without those of its subfolders. Rejects if the folder cannot be read, or if `signal` is aborted. */
  async list(signal: AbortSignal): Promise<FileInfo[]> {
    const entries = await readdir(this.path, { withFileTypes: true });
    const files: FileInfo[] = [];
    for (const { name } of entries.filter((entry) => entry.isFile())) {
      signal.throwIfAborted();
      // A file may have been deleted since the folder was read.
      const found = await stat(join(this.path, name)).catch(() => undefined);
      if (found) files.push({ name, bytes: found.size, modifiedAtMs: found.mtimeMs });
    }
    return files;
  }
}
