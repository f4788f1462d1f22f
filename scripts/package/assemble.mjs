// Assembles the published package: only built files, and a package.json of its own.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ANGULAR_LIBRARY, CLIENT_LIBRARY } from '../library-folders.mjs';
import { generateDeclarations } from './declarations.mjs';
import { packageManifest } from './manifest.mjs';

const ENTRIES = ['server/index.ts'];

const COPIED = ['bin', 'dist/client', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/** What applications import at run time. The pages in `dist/client` contain all that they need. */
const CODE = `{dist/{server,wire},${CLIENT_LIBRARY},${ANGULAR_LIBRARY}}/**/*.{js,mjs,d.ts}`;

const require = createRequire(import.meta.url);

/**
 * @param {string} root the folder of the repository, which is built
 * @param {string} target the folder of the package, which is replaced
 */
export function assemblePackage(root, target) {
  rmSync(target, { recursive: true, force: true });
  for (const path of [...COPIED, CLIENT_LIBRARY, ANGULAR_LIBRARY]) {
    cpSync(join(root, path), join(target, path), { recursive: true });
  }
  for (const [path, text] of [...compiledFiles(root), ...generateDeclarations(root, ENTRIES)]) {
    const file = join(target, 'dist', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const manifest = packageManifest({
    repository: readJson(join(root, 'package.json')),
    contents: globSync(CODE, { cwd: target }).map((path) => readFileSync(join(target, path), 'utf8')),
    readManifest: (name) => readJson(packageFile(name)),
  });
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The compiled files by path below `dist`, without the names of their source maps, which the package does not have. */
function compiledFiles(root) {
  const dist = join(root, 'dist');
  return globSync('{server,wire}/**/*.js', { cwd: dist }).map((path) => [
    path,
    readFileSync(join(dist, path), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
  ]);
}

/** Some packages do not export their package.json. */
function packageFile(name) {
  const folder = require.resolve.paths(name).find((each) => globSync(join(each, name, 'package.json')).length > 0);
  return join(folder, name, 'package.json');
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
