import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INSTALLED, TARBALL } from '../support/package/installed-package.js';
import { outputOf, runCommand } from '../support/package/run-command.js';

const ROOT = join(import.meta.dirname, '../..');

const MAX_BYTES = 3 * 2 ** 20;

/** Everything that the package may contain. */
const EXPECTED_FILES = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^bin\/boardcast\.mjs$/,
  /^dist\/client-library\/index\.(js|d\.ts)$/,
  /^dist\/angular-library\/(fesm2022\/[\w-]+\.mjs|types\/[\w-]+\.d\.ts)$/,
  /^dist\/(server|wire)\/.+\.(js|d\.ts)$/,
  /^dist\/client\/.+$/,
];

const UNEXPECTED_FILES = /\.spec\.|\.map$|\/testing\/|(?<!\.d)\.ts$/;

interface Manifest {
  readonly version: string;
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly peerDependenciesMeta: Record<string, { readonly optional: boolean }>;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const repository = manifestIn(ROOT);
const manifest = (): Manifest => manifestIn(join(INSTALLED, 'node_modules/boardcast'));

describe('the package', () => {
  it('contains only built files, in at most 3 MiB', async () => {
    const files = (await outputOf(ROOT, 'tar', '--list', '--file', TARBALL))
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''));
    const unexpected = files.filter(
      (file) => UNEXPECTED_FILES.test(file) || !EXPECTED_FILES.some((pattern) => pattern.test(file)),
    );
    expect(unexpected).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['dist/server/index.js', 'dist/server/index.d.ts', 'dist/client/index.html']),
    );
    expect(statSync(TARBALL).size).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('has a package.json without the members that only the repository needs', () => {
    const { version, dependencies, peerDependencies, ...rest } = manifest();
    expect(rest).toEqual({
      name: 'boardcast',
      description: expect.any(String) as unknown,
      license: 'MIT',
      type: 'module',
      engines: { node: expect.any(String) as unknown },
      bin: { boardcast: 'bin/boardcast.mjs' },
      peerDependenciesMeta: expect.any(Object) as unknown,
      main: './dist/server/index.js',
      types: './dist/server/index.d.ts',
      exports: {
        '.': { types: './dist/server/index.d.ts', default: './dist/server/index.js' },
        './client': { types: './dist/client-library/index.d.ts', default: './dist/client-library/index.js' },
        './angular': {
          types: './dist/angular-library/types/boardcast-angular.d.ts',
          default: './dist/angular-library/fesm2022/boardcast-angular.mjs',
        },
        './package.json': './package.json',
      },
    });
    expect(version).toBe(repository.version);
    for (const range of Object.values({ ...dependencies, ...peerDependencies })) expect(range).toMatch(/^\^\d/);
  });

  it('has Nest, RxJS, reflect-metadata and Angular as peer dependencies, of which Angular is optional', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifest();
    const shared = /^(@nestjs\/.+|rxjs|reflect-metadata|@angular\/.+)$/;
    expect(Object.keys(dependencies).filter((name) => shared.test(name))).toEqual([]);
    expect(Object.keys(peerDependencies).filter((name) => !shared.test(name))).toEqual([]);
    expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(['@nestjs/core', 'rxjs']));
    const angular = Object.keys(peerDependencies).filter((name) => name.startsWith('@angular/'));
    expect(peerDependenciesMeta).toEqual(Object.fromEntries(angular.map((name) => [name, { optional: true }])));
  });

  it.each([
    ['publint', ['--strict']],
    ['attw', ['--profile', 'esm-only', '--no-color']],
  ])('passes the checks of %s', async (tool, options) => {
    const { code, stdout } = await runCommand(ROOT, join(ROOT, 'node_modules/.bin', tool), [...options, TARBALL]);
    expect({ code, output: stdout }).toEqual({ code: 0, output: expect.any(String) as unknown });
  });
});
