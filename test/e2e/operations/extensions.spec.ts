import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ApiClient, expectJson } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { useTempDirPerTest } from '../../support/use-temp-dir.js';

const WEATHER = join(import.meta.dirname, '../../fixtures/extensions/weather.mjs');

/** A folder outside of the repository, without packages. */
let folder: string;
useTempDirPerTest((path) => {
  folder = path;
  cpSync(WEATHER, join(folder, 'weather.mjs'));
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const start = (...extensions: string[]): Promise<ServerProcess> =>
  ServerProcess.start({
    cwd: folder,
    dataDir: join(folder, 'data'),
    env: { EXTENSIONS: extensions.join(','), LOG_LEVEL: 'info' },
  });

/** A module whose class is created from a function with this body. */
const moduleWith = (body: string): string => `
  import { Module } from '@nestjs/common';
  import { NotificationQueue } from 'boardcast';
  class Station { ${body} }
  export class StationModule {}
  Module({ providers: [Station] })(StationModule);`;

describe('EXTENSIONS', () => {
  it('loads a file, which shares the classes of the server', async () => {
    const server = await start('./weather.mjs');
    try {
      const api = new ApiClient(server.base);
      const { panels } = await api.snapshot('weather');
      expect(panels.temperature?.frame?.fields[0]?.values).toEqual([7]);
      expect(expectJson(await api.request('/weather'), 200)).toEqual({ measured: 7 });
      expect((await api.listMetrics()).map(({ key }) => key)).toContain('weather.measured');
      // The check of its dependencies creates nothing.
      expect(readFileSync(join(folder, 'created.txt'), 'utf8')).toBe('true true\n');
      expect(expectJson(await api.request('/health/ready'), 200)).toEqual({ status: 'ready' });
      await server.stop();
      expect(server.stderr).toContain('The extension ./weather.mjs is loaded.');
    } finally {
      await server.dispose();
    }
  });

  it('loads a package of the working directory, a folder, and an absolute path', async () => {
    const station = (name: string): string => `
      import { DashboardModule, Source } from 'boardcast';
      import { z } from 'zod';
      class Station extends Source {
        name = '${name}';
        schema = z.object({ source: z.literal('${name}') });
        topics() { return []; }
        async load() { return { fields: [] }; }
      }
      export default DashboardModule.forFeature({ sources: [Station] });`;
    const manifest = (name: string): string =>
      JSON.stringify({ name, type: 'module', main: 'station.js', peerDependencies: { boardcast: '*' } });
    write('node_modules/@acme/station/package.json', manifest('@acme/station'));
    write('node_modules/@acme/station/station.js', station('package'));
    write('station/package.json', manifest('station'));
    write('station/station.js', station('folder'));
    write('absolute.mjs', station('absolute'));
    // As TypeScript compiles it to CommonJS.
    write('compiled.cjs', `exports.__esModule = true; exports.default = { module: class Compiled {}, imports: [] };`);
    const server = await start('@acme/station', './station', join(folder, 'absolute.mjs'), './compiled.cjs');
    try {
      const api = new ApiClient(server.base);
      expect(expectJson(await api.request('/health/ready'), 200)).toEqual({ status: 'ready' });
      const sources = (await api.request('/api/v1/sources')).json() as { items: { name: string }[] };
      expect(sources.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['package', 'folder', 'absolute']));
    } finally {
      await server.dispose();
    }
  });

  it('names extensions that fail in the log and in /health/ready, and runs with the others', async () => {
    write('not-javascript.mjs', 'export class {');
    write('throws.mjs', 'throw new Error("The file of the forecast is missing.");');
    write('no-module.mjs', 'export default class Station {}');
    write('other-version/package.json', '{ "main": "index.mjs", "peerDependencies": { "boardcast": "^99.1.0" } }');
    write('other-version/index.mjs', 'throw new Error("This is not imported.");');
    write(
      'unknown-dependency.mjs',
      `${moduleWith('')} import { Inject } from '@nestjs/common'; Inject('FORECAST')(Station, undefined, 0);`,
    );
    write('constructor.mjs', moduleWith('constructor() { throw new Error("FORECAST_KEY is not set."); }'));
    write('hook.mjs', moduleWith('onModuleInit() { throw new Error("The station does not answer."); }'));
    write(
      'invalid-board.mjs',
      `import { DashboardModule } from 'boardcast';
      export default DashboardModule.forFeature({ boards: [{ slug: 'No Slug' }] });`,
    );
    write('rejected-promise.mjs', moduleWith('onModuleInit() { return fetch("http://127.0.0.1:1"); }'));
    write('same-source.mjs', readFileSync(WEATHER, 'utf8'));
    const failing = {
      './missing.mjs': /^It cannot be found\. Check its path/,
      '@acme/missing': /^It cannot be found\. Check its path/,
      './not-javascript.mjs': /^It cannot be imported\. See the log/,
      './throws.mjs': /^It cannot be imported\. See the log/,
      './no-module.mjs': /^It exports no Nest module\. /,
      './other-version':
        /^It is made for boardcast .+, and this is (\d+\.\d+\.\d+)\. Install a version of it for \1\.$/,
      './unknown-dependency.mjs': /^Nest cannot resolve its dependencies\. See the log/,
      './constructor.mjs': /^The server does not start with it\. See the log/,
      './hook.mjs': /^The server does not start with it\. See the log/,
      // The stacks of these errors name no file of the extension.
      './invalid-board.mjs': /^The server does not start with it\. See the log/,
      './rejected-promise.mjs': /^The server does not start with it\. See the log/,
      './same-source.mjs': /^The server does not start with it\. See the log/,
    };
    const server = await start('./weather.mjs', ...Object.keys(failing));
    try {
      const api = new ApiClient(server.base);
      expect((await api.snapshot('weather')).panels.temperature?.frame?.fields[0]?.values).toEqual([7]);
      const { status, failedExtensions } = expectJson(await api.request('/health/ready'), 200) as {
        status: string;
        failedExtensions: { name: string; reason: string }[];
      };
      expect(status).toBe('ready');
      expect(failedExtensions).toEqual(
        Object.entries(failing).map(([name, reason]) => ({ name, reason: expect.stringMatching(reason) })),
      );
      await server.stop();
      for (const name of Object.keys(failing)) {
        expect(server.stderr).toContain(`The server runs without the extension ${name}. `);
      }
      const details = [
        'The file of the forecast is missing.',
        'FORECAST_KEY is not set.',
        'The station does not answer.',
        'FORECAST',
      ];
      for (const detail of details) expect(server.stderr).toContain(detail);
    } finally {
      await server.dispose();
    }
  });
});
