import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TARBALL } from '../support/package/installed-package.js';
import { npmInstall, runCommand } from '../support/package/run-command.js';
import { useTempDir } from '../support/use-temp-dir.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

let folder: string;
/** All examples, as workspaces of one project, with the package that is being tested. */
useTempDir(async (path) => {
  folder = path;
  writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, workspaces: ['examples/*'] }));
  for (const example of readdirSync(EXAMPLES)) {
    const copy = join(path, 'examples', example);
    cpSync(join(EXAMPLES, example), copy, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    manifest.dependencies.boardcast = `file:${TARBALL}`;
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
  }
  await npmInstall(path);
});

describe('the examples, with the package', () => {
  it.each(readdirSync(EXAMPLES))('%s builds, and its tests pass', async (example) => {
    const { code, stdout, stderr } = await runCommand(join(folder, 'examples', example), 'npm', ['test']);
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  });
});
