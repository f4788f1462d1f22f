import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { rmSync } from 'node:fs';
import { makeTempDir } from './make-temp-dir.js';

/**
 * Creates a temporary folder for all tests of a file or a `describe` block, and deletes it after them. Hooks run in the order of
 * their definition. Define hooks that close what uses the folder before you call this.
 *
 * @param setUp called with the path of the folder
 */
export function useTempDir(setUp: (path: string) => unknown): void {
  manageTempDir(beforeAll, afterAll, setUp);
}

/** Like `useTempDir`, with a new folder for each test. */
export function useTempDirPerTest(setUp: (path: string) => unknown): void {
  manageTempDir(beforeEach, afterEach, setUp);
}

function manageTempDir(before: typeof beforeAll, after: typeof afterAll, setUp: (path: string) => unknown): void {
  let path: string;
  before(async () => {
    path = makeTempDir();
    await setUp(path);
  });
  after(() => {
    rmSync(path, { recursive: true });
  });
}
