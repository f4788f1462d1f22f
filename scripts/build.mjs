// Builds the server and the client, each only when its sources changed since its last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(import.meta.dirname);
const require = createRequire(import.meta.url);

const PARTS = [
  {
    name: 'server',
    outputs: ['dist/server', 'dist/wire'],
    proof: 'dist/server/main.js',
    sources: ['server/**/*', 'wire/**/*', 'nest-cli.json', '.swcrc', 'tsconfig*.json', 'package-lock.json'],
    command: ['@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    name: 'client',
    outputs: ['dist/client'],
    proof: 'dist/client/index.html',
    sources: ['client/**/*', 'wire/**/*', 'angular.json', 'tsconfig*.json', 'package-lock.json'],
    command: ['@angular/cli/bin/ng.js', 'build'],
  },
];

/** Size and time of every source: cheap enough to look at on each start (a few ms). */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort()) {
    const stat = statSync(join(root, file));
    if (stat.isFile()) hash.update(`${file}:${stat.size}:${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function isFresh(stamp, proof, wanted) {
  try {
    return statSync(proof).isFile() && readFileSync(stamp, 'utf8') === wanted;
  } catch {
    return false;
  }
}

/** @param {{ force?: boolean }} options */
export async function build({ force = false } = {}) {
  for (const { name, outputs, proof, sources, command } of PARTS) {
    const stamp = join(root, 'dist', `.${name}.stamp`);
    const wanted = fingerprint(sources);
    if (!force && isFresh(stamp, join(root, proof), wanted)) continue;
    process.stderr.write(`Building the ${name} …\n`);
    for (const output of outputs) rmSync(join(root, output), { recursive: true, force: true });
    const [bin, ...args] = command;
    const [packageName] = bin.match(/^(@[^/]+\/)?[^/]+/);
    const tool = join(dirname(require.resolve(`${packageName}/package.json`)), bin.slice(packageName.length + 1));
    const { status } = spawnSync(process.execPath, [tool, ...args], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
    });
    if (status !== 0) {
      process.stderr.write(`The ${name} did not build; the messages above say why.\n`);
      process.exit(1);
    }
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ force: true });
