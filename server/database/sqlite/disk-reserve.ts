import { randomFillSync } from 'node:crypto';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Enough for the log and the pages of the largest step that deletes. */
export const RESERVE_BYTES = 4 * 1024 * 1024;

/** Space on the disk that is given up once it is full, so that something can still be deleted. */
export class DiskReserve {
  constructor(private readonly file: string) {}

  /**
   * Takes the space, if as much again stays free.
   * @returns whether it has it.
   */
  acquire(): boolean {
    if (existsSync(this.file)) return true;
    try {
      const { bavail, bsize } = statfsSync(dirname(this.file));
      if (bavail * bsize < 2 * RESERVE_BYTES) return false;
      // Random, so that no file system compresses it away.
      writeFileSync(this.file, randomFillSync(Buffer.alloc(RESERVE_BYTES)), { mode: 0o600 });
      return true;
    } catch {
      // Without it the server works as well, as long as there is space.
      rmSync(this.file, { force: true });
      return false;
    }
  }

  release(): void {
    try {
      rmSync(this.file, { force: true });
    } catch {
      // Then there is no space to give up.
    }
  }
}
