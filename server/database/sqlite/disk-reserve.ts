import { randomFillSync } from 'node:crypto';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Enough for the log and the pages of the largest deletion step. */
export const RESERVE_BYTES = 4 * 1024 * 1024;

/** Reserves disk space that is released when the disk is full, so that data can still be deleted. */
export class DiskReserve {
  constructor(private readonly file: string) {}

  /**
   * Reserves the space if at least as much stays free.
   * @returns whether it is reserved
   */
  acquire(): boolean {
    if (existsSync(this.file)) return true;
    try {
      const { bavail, bsize } = statfsSync(dirname(this.file));
      if (bavail * bsize < 2 * RESERVE_BYTES) return false;
      // Random content, so that no file system compresses it.
      writeFileSync(this.file, randomFillSync(Buffer.alloc(RESERVE_BYTES)), { mode: 0o600 });
      return true;
    } catch {
      // The server works without a reserve as long as there is space.
      rmSync(this.file, { force: true });
      return false;
    }
  }

  release(): void {
    try {
      rmSync(this.file, { force: true });
    } catch {
      // There is no reserve to release then.
    }
  }
}
