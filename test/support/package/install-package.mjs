// Packs the package, and installs it once for all tests of the Jest project `package`, as an application does.
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import remove from './remove-package.mjs';
import { npmInstall, outputOf } from './run-command.ts';

/** What the applications of the tests use besides the package. */
const DEPENDENCIES = [
  '@types/node@24',
  ...['cdk', 'common', 'core', 'platform-browser'].map((name) => `@angular/${name}@22`),
];

export default async function install() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'boardcast-package-')));
  process.env.BOARDCAST_TEST_PACKAGE = folder;
  try {
    process.env.BOARDCAST_TEST_TARBALL = await packAndInstall(folder);
  } catch (error) {
    // Jest does not tear down what was not set up.
    remove();
    throw error;
  }
}

/** Returns the path of the tarball. */
async function packAndInstall(folder) {
  const script = join(import.meta.dirname, '../../../scripts/package/run.mjs');
  const tarball = (await outputOf(folder, process.execPath, script, folder)).trim();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npmInstall(folder, tarball, ...DEPENDENCIES);
  return tarball;
}
