// Packs the package, and installs it once for all tests of the Jest project `package`, as an application does.
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmInstall, outputOf } from './run-command.ts';

/** What the applications of the tests use besides the package. */
const DEPENDENCIES = [
  '@types/node@24',
  ...['cdk', 'common', 'core', 'platform-browser'].map((name) => `@angular/${name}@22`),
];

export default async function install() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'boardcast-package-')));
  const script = join(import.meta.dirname, '../../../scripts/package/run.mjs');
  const tarball = (await outputOf(folder, process.execPath, script, folder)).trim();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npmInstall(folder, tarball, ...DEPENDENCIES);
  process.env.BOARDCAST_TEST_TARBALL = tarball;
  process.env.BOARDCAST_TEST_PACKAGE = folder;
}
