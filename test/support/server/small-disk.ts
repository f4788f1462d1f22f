import { spawnSync } from 'node:child_process';
import { rmdirSync } from 'node:fs';
import { makeTempDir } from '../make-temp-dir.js';

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** A small tmpfs that a test can fill or make read-only. Only root can mount it. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  /** Whether this user can mount file systems on this machine. */
  static readonly isPossible = ((): boolean => {
    const disk = SmallDisk.mount('1m');
    disk?.unmount();
    return disk !== undefined;
  })();

  /** @param size like `8m` */
  static mount(size: string): SmallDisk | undefined {
    const path = makeTempDir();
    if (run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path)) return new SmallDisk(path);
    rmdirSync(path);
    return undefined;
  }

  makeReadOnly(): void {
    if (!run('mount', '-o', 'remount,ro', this.path)) throw new Error(`${this.path} cannot be made read-only.`);
  }

  unmount(): void {
    // Lazily, so that unmounting does not fail while a server has a file open.
    run('umount', '-l', this.path);
    rmdirSync(this.path);
  }
}
