// `node scripts/image/replay.mjs [--package FILE]`: does without Docker what `docker build` and `docker run --read-only` do with the Dockerfile:
// builds its stages in a temporary folder, starts the image's command as the image's user, checks its health, and stops it. With
// `--package`, the stage that builds the package is left out.
import '../require-node.mjs';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStages, folderPattern } from './build-stages.mjs';
import { commandOf, mistakesIn, readDockerfile, variablesOf } from './read-dockerfile.mjs';
import { Container, IS_ROOT, removeProtected } from './run-container.mjs';

/** Docker kills a container that takes longer. */
const MAX_STOP_MS = 10_000;

const MAX_START_MS = 60_000;

/** Instead of the image's address and port, because a container has a network of its own. */
const ADDRESS = { HOST: '127.0.0.1', PORT: '0' };

const context = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { package: { type: 'string' } } });
const target = mkdtempSync(join(tmpdir(), 'boardcast-image-'));
chmodSync(target, 0o755);

try {
  await replay(join(context, 'Dockerfile'));
} finally {
  removeProtected(target);
}

async function replay(path) {
  const mistakes = mistakesIn(path);
  if (mistakes.length > 0) throw new Error(`The Dockerfile has mistakes:\n${mistakes.join('\n')}`);
  const stages = readDockerfile(path);
  buildStages({ stages, context, target, ready: providePackage() });
  reportContents(join(target, 'image'));
  await runImage(stages);
}

/** Returns the names of the stages that need not be built. */
function providePackage() {
  if (values.package === undefined) return new Set();
  const folder = join(target, 'build/build/dist');
  mkdirSync(folder, { recursive: true });
  copyFileSync(values.package, join(folder, basename(values.package)));
  return new Set(['build']);
}

/** Fails if the files work on one platform only, because they are installed once for all platforms. */
function reportContents(root) {
  const manifests = globSync('app/node_modules/**/package.json', { cwd: root });
  const limited = manifests.filter((file) => {
    const { os, cpu } = JSON.parse(readFileSync(join(root, file), 'utf8'));
    return os !== undefined || cpu !== undefined;
  });
  const native = [...globSync('app/**/*.node', { cwd: root }), ...limited];
  if (native.length > 0) throw new Error(`The image has files for one platform:\n${native.join('\n')}`);
  const tarball = execFileSync('tar', ['--create', '--gzip', '--directory', root, '.'], { maxBuffer: 2 ** 30 });
  report(`${(tarball.length / 1e6).toFixed(1)} MB compressed, without the base image`);
}

async function runImage(stages) {
  const image = stages.at(-1);
  const root = join(target, 'image');
  const inRoot = (text) => text.replaceAll(folderPattern(stages), (path) => join(root, path));
  const argumentOf = (keyword) => image.steps.findLast((step) => step.keyword === keyword).args[0];
  const uid = Number(argumentOf('USER').split(':')[0]);
  const container = new Container({
    ...{ root, uid, volume: argumentOf('VOLUME'), workingFolder: argumentOf('WORKDIR') },
    variables: mapValues(variablesOf(image, `${join(root, 'usr/local/bin')}:/usr/bin:/bin`), inRoot),
  });
  expectReadOnly(container);

  const server = container.start(commandOf(image, 'ENTRYPOINT'), ADDRESS);
  try {
    const port = await portOf(server);
    report(`started as ${IS_ROOT ? `user ${uid}` : 'this user'}`);
    const checkHealth = () => container.run(commandOf(image, 'HEALTHCHECK'), { ...ADDRESS, PORT: port });
    expectStatus(checkHealth(), 0, 'The health check of the running server');
    report('healthy');
    await storeValue(port);
    report('stored a value');
    const exited = once(server, 'close');
    const started = performance.now();
    server.kill(argumentOf('STOPSIGNAL'));
    const killed = setTimeout(() => server.kill('SIGKILL'), MAX_STOP_MS);
    const [code, signal] = await exited;
    clearTimeout(killed);
    if (code !== 0) throw new Error(`The server stopped with ${code ?? signal}.`);
    report(`stopped with ${code} after ${(performance.now() - started).toFixed(0)} ms`);
    expectStatus(checkHealth(), 1, 'The health check of the stopped server');
  } finally {
    server.kill('SIGKILL');
  }
}

/** Proves that the server can write to the volume. */
async function storeValue(port) {
  const { status } = await fetch(`http://127.0.0.1:${port}/api/v1/metrics/replay`, { method: 'POST', body: '1' });
  if (status !== 200) throw new Error(`Storing a value was answered with ${status}.`);
}

/** Proves that a server that writes outside of the volume would fail. */
function expectReadOnly(container) {
  expectStatus(container.run(['/bin/sh', '-c', '(: > file) || exit 1']), 1, 'Writing to the working folder');
  report('read-only');
}

function expectStatus({ status, error, stderr }, expected, what) {
  if (status !== expected) throw new Error(`${what} exited with ${status}: ${error ?? stderr}`);
}

/** Resolves to the port of the server when it is ready. */
function portOf(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (text) => {
      output += text;
      const [, port] = /is live at \S+:(\d+)\n/.exec(output) ?? [];
      if (port !== undefined) resolve(port);
    };
    server.stdout.setEncoding('utf8').on('data', read);
    server.stderr.setEncoding('utf8').on('data', read);
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`The server exited with ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`The server is not ready:\n${output}`)), MAX_START_MS).unref();
  });
}

function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function report(line) {
  process.stdout.write(`${line}\n`);
}
