// The parts of the build. A part is built again only if its sources changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ANGULAR_LIBRARY, CLIENT_LIBRARY } from './library-folders.mjs';
import { minifyAssets } from './minify-assets.mjs';
import { checkPageBudget } from './page-budget.mjs';
import { precompress } from './precompress.mjs';
import { preloadStart } from './preload-start.mjs';

const root = dirname(import.meta.dirname);
const require = createRequire(import.meta.url);

/** What npm installed last. Its content counts, because every `npm ci` writes the file again. */
const INSTALLED = 'node_modules/.package-lock.json';

const PARTS = [
  {
    name: 'server',
    outputs: ['dist/server', 'dist/wire'],
    requiredFiles: ['dist/server/main.js', 'dist/wire'],
    sources: ['server/**/*', 'wire/**/*', 'scripts/*', 'nest-cli.json', '.swcrc', 'tsconfig*.json', 'package.json'],
    command: () => [tool('@nestjs/cli', 'bin/nest.js'), 'build'],
  },
  {
    name: 'client',
    outputs: ['dist/client'],
    requiredFiles: ['dist/client/index.html'],
    sources: [
      'client/**/*',
      'wire/**/*',
      'scripts/*',
      'angular.json',
      '.browserslistrc',
      'tsconfig*.json',
      'package.json',
    ],
    command: () => [tool('@angular/cli', 'bin/ng.js'), 'build', '--stats-json'],
    finish: async () => {
      const folder = join(root, 'dist/client');
      const scripts = preloadStart(folder);
      await minifyAssets(folder);
      await precompress(folder);
      checkPageBudget(folder, scripts);
    },
  },
  {
    name: 'libraries',
    // The server does not need them.
    isOptional: true,
    outputs: [CLIENT_LIBRARY, ANGULAR_LIBRARY],
    requiredFiles: [`${CLIENT_LIBRARY}/index.js`, `${ANGULAR_LIBRARY}/types`],
    sources: ['client/**/*', 'wire/**/*', 'scripts/*', 'tsconfig*.json', 'package.json'],
    command: () => [join(root, 'scripts/build-libraries.mjs')],
  },
];

/**
 * Builds the parts whose sources changed, or everything with `force`. Ends the process if a build fails.
 * @param {{ force?: boolean, only?: string }} options `only` is the name of the one part to build. Without it, everything that the
 * server needs is built.
 */
export async function build({ force = false, only } = {}) {
  for (const { name, isOptional = false, outputs, requiredFiles, sources, command, finish } of PARTS) {
    if (only === undefined ? isOptional : name !== only) continue;
    const stamp = `dist/.${name}.stamp`;
    const wanted = fingerprint(sources);
    if (!force && isFresh(stamp, requiredFiles, wanted)) continue;
    process.stderr.write(`Building the ${name} …\n`);
    for (const output of [...outputs, stamp]) rmSync(join(root, output), { recursive: true, force: true });
    const { status } = spawnSync(process.execPath, command(), {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
    });
    if (status !== 0) {
      process.stderr.write(`The build of the ${name} failed. The messages above say why.\n`);
      process.exit(1);
    }
    await finish?.();
    mkdirSync(join(root, dirname(stamp)), { recursive: true });
    writeFileSync(join(root, stamp), wanted);
  }
}

/** Size and time of every source. It takes a few milliseconds, so every start can compare it. */
function fingerprint(sources) {
  const hash = createHash('sha256')
    .update(process.version)
    .update(readFileSync(join(root, INSTALLED)));
  // The option `exclude` of globSync misses some specs.
  const files = globSync(sources, { cwd: root }).filter((file) => !file.endsWith('.spec.ts'));
  for (const file of files.sort()) {
    const stat = statSync(join(root, file));
    if (stat.isFile()) hash.update(`${file}:${stat.size}:${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function isFresh(stamp, requiredFiles, wanted) {
  try {
    return (
      requiredFiles.every((file) => statSync(join(root, file))) && readFileSync(join(root, stamp), 'utf8') === wanted
    );
  } catch {
    return false;
  }
}

/** Path of a package's program, wherever npm installed the package. */
export function tool(packageName, bin) {
  return join(dirname(require.resolve(`${packageName}/package.json`)), bin);
}
