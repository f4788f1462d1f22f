import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { minVersion } from 'semver';
import { INSTALLED, programIn, startInstalled, TARBALL } from '../support/package/installed-package.js';
import { npmInstall, outputOf, runCommand } from '../support/package/run-command.js';
import { ApiClient } from '../support/server/api-client.js';
import { ServerProcess } from '../support/server/server-process.js';
import { TestSocket } from '../support/server/test-socket.js';
import { useTempDir, useTempDirPerTest } from '../support/use-temp-dir.js';

let folder: string;
useTempDirPerTest((path) => (folder = path));

/** Unsets the data folder of the tests, so that the server uses the default one. */
const DEFAULT_FOLDER = { DATA_DIR: '', LOG_LEVEL: 'info' };

/** The peer dependencies that npm installs, with their ranges. */
function requiredPeers(): [string, string][] {
  const text = readFileSync(join(INSTALLED, 'node_modules/boardcast/package.json'), 'utf8');
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(text) as Record<string, Record<string, string>>;
  return Object.entries(peerDependencies ?? {}).filter(([name]) => peerDependenciesMeta?.[name] === undefined);
}

describe('the installed package', () => {
  it('serves the pages and the API, and notifies clients', async () => {
    const server = await startInstalled(INSTALLED);
    try {
      const api = new ApiClient(server.base);
      expect((await api.request('/boards/this-server')).text).toContain('<bc-root');
      const client = await TestSocket.open(server.base);
      await client.subscribe('inbox');
      await api.push('hello', 1);
      await client.next('changed');
      await client.close();
    } finally {
      await server.dispose();
    }
  });

  it('does not start with an empty database if there is one in the package, and names it', async () => {
    const former = join(INSTALLED, 'node_modules/boardcast/data');
    const earlier = join(folder, 'earlier');
    const first = await startInstalled(INSTALLED, { dataDir: earlier });
    await first.dispose();
    renameSync(earlier, former);
    try {
      const rejected = await ServerProcess.runUntilExit({
        script: programIn(INSTALLED),
        cwd: folder,
        env: DEFAULT_FOLDER,
      });
      expect(rejected.code).toBe(1);
      expect(rejected.stderr).toContain(`Boardcast cannot start. There is a database in ${former}`);
      expect(existsSync(join(folder, 'data'))).toBe(false);
      renameSync(former, join(folder, 'data'));
      const moved = await startInstalled(INSTALLED, { cwd: folder, env: DEFAULT_FOLDER });
      expect(moved.stderr).not.toContain('A new database was created');
      await moved.dispose();
    } finally {
      rmSync(former, { recursive: true, force: true });
    }
  });

  it('does not install another version of Node', () => {
    expect(existsSync(join(INSTALLED, 'node_modules/.bin/boardcast'))).toBe(true);
    expect(existsSync(join(INSTALLED, 'node_modules/.bin/node'))).toBe(false);
  });

  it.each(['import("boardcast")', 'Promise.resolve(require("boardcast"))'])(
    'can be loaded from CommonJS with %s',
    async (load) => {
      const script = `${load}.then(({ DashboardModule }) => console.log(typeof DashboardModule.forRoot))`;
      expect(await outputOf(INSTALLED, process.execPath, '--input-type=commonjs', '--eval', script)).toBe('function\n');
    },
  );
});

describe('an application with the lowest versions of Nest that the package accepts', () => {
  let application: string;
  useTempDir(async (path) => {
    application = path;
    const dependencies = Object.fromEntries(requiredPeers().map(([name, range]) => [name, minVersion(range)?.version]));
    writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, dependencies }));
    await npmInstall(path, TARBALL);
  });

  it('has one copy of Nest', async () => {
    const copies = await outputOf(application, 'npm', 'ls', '--all', '--parseable', '@nestjs/core', '@nestjs/common');
    expect(copies.trim().split('\n')).toHaveLength(2);
  });

  it('keeps its data in the working directory, where a new installation does not delete it', async () => {
    const server = await startInstalled(application, { env: DEFAULT_FOLDER });
    try {
      expect(server.stderr).toContain(`A new database was created in ${join(application, 'data')}.`);
      await new ApiClient(server.base).push('kept', 42);
      expect((await server.stop()).code).toBe(0);
      rmSync(join(application, 'node_modules/boardcast'), { recursive: true });
      await npmInstall(application);
      await server.restart();
      const metrics = await new ApiClient(server.base).listMetrics();
      expect(metrics).toContainEqual(expect.objectContaining({ key: 'kept', value: 42 }));
    } finally {
      await server.dispose();
    }
  });
});

describe('a version of Node that is too old', () => {
  /** Runs this Node with the version 22.12.0, and without `node:sqlite`, which that version has only with an option. */
  const oldNode = (...args: string[]): ReturnType<typeof runCommand> => {
    const preload = join(folder, 'old-node.mjs');
    writeFileSync(preload, 'Object.defineProperty(process.versions, "node", { value: "22.12.0" });');
    return runCommand(INSTALLED, process.execPath, ['--no-experimental-sqlite', '--import', preload, ...args]);
  };
  const message = 'Boardcast needs Node 24 (24.15 or later) or 26, and this is 22.12.0.';

  it('is named by npx boardcast, with the versions that are needed', async () => {
    const { code, stderr } = await oldNode(programIn(INSTALLED));
    expect(stderr).toMatch(/^Boardcast cannot start\. Boardcast needs [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });

  it('is named by an import of the package, with the versions that are needed', async () => {
    const { code, stderr } = await oldNode('--input-type=module', '--eval', 'import "boardcast";');
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});
