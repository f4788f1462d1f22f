// `npm run check:licenses`: every package of the lockfile has a license that the project may use. Works offline.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAllowed } from './license-expression.mjs';

const root = join(import.meta.dirname, '../..');

const BSD = ['0BSD', 'BSD-2-Clause', 'BSD-3-Clause'];
const PRODUCTION = new Set([...BSD, 'MIT', 'ISC', 'Apache-2.0', 'BlueOak-1.0.0', 'Python-2.0']);
const DEVELOPMENT = new Set([...PRODUCTION, 'MPL-2.0', 'CC0-1.0', 'CC-BY-4.0', 'MIT-0']);
const FONTS = new Set([...PRODUCTION, 'OFL-1.1']);

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const bundled = packagesOfClient();
const problems = Object.entries(packages)
  .filter(([path, { link }]) => path !== '' && !link)
  .flatMap(([path, entry]) => check(path, entry));

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) {
  process.stderr.write('Use packages with other licenses. scripts/check-licenses/run.mjs lists what is allowed.\n');
  process.exitCode = 1;
}

function check(path, { version, license, dev }) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const [use, allowed] = licensesFor(name, dev);
  const expression = license ?? installedLicense(path);
  if (expression !== undefined && isAllowed(expression, allowed)) return [];
  const found = expression === undefined ? 'no license' : `the license "${expression}"`;
  return [`${path} ${version} has ${found}, which is not allowed for ${use}.`];
}

function licensesFor(name, dev) {
  if (name.startsWith('@fontsource')) return ['fonts', FONTS];
  return dev && !bundled.has(name) ? ['development', DEVELOPMENT] : ['production', PRODUCTION];
}

/** The packages that the build puts into the client. npm calls them development dependencies, but users receive them. */
function packagesOfClient() {
  const files = globSync('{client,wire}/**/*.ts', { cwd: root }).filter(
    (file) => !/\.spec\.ts$|\/testing\//.test(file),
  );
  const imports = files.flatMap((file) =>
    Array.from(
      readFileSync(join(root, file), 'utf8').matchAll(/(?:from |import\()'([^.'][^']*)'/g),
      ([, from]) => from,
    ),
  );
  return new Set(imports.map((from) => from.split('/', from.startsWith('@') ? 2 : 1).join('/')));
}

/** Packages from before SPDX have an object, or a list that leaves the choice. */
function installedLicense(path) {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses = [license] } = JSON.parse(readFileSync(file, 'utf8'));
  const names = licenses.map((each) => each?.type ?? each).filter((each) => typeof each === 'string');
  return names.length === 0 ? undefined : names.join(' OR ');
}
