import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TARBALL } from '../support/package/installed-package.js';
import { outputOf } from '../support/package/run-command.js';

const ROOT = join(import.meta.dirname, '../..');

const MAX_IMAGE_MB = 150;

/** The compressed size of `node:24-bookworm-slim`, rounded up. */
const BASE_IMAGE_MB = 80;

describe('the container image', () => {
  it('starts, is healthy and stops, with a read-only root and in at most 150 MB', async () => {
    const output = await outputOf(ROOT, process.execPath, 'scripts/image/replay.mjs', '--package', TARBALL);
    const user = process.getuid?.() === 0 ? 'user 1000' : 'this user';
    const [, megabytes] = /^([\d.]+) MB compressed/.exec(output) ?? [];
    expect(output.split('\n').slice(1)).toEqual([
      'read-only',
      `started as ${user}`,
      'healthy',
      'stored a value',
      expect.stringMatching(/^stopped with 0 after \d+ ms$/),
      '',
    ]);
    expect(Number(megabytes) + BASE_IMAGE_MB).toBeLessThanOrEqual(MAX_IMAGE_MB);
  });
});
