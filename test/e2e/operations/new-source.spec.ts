import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { USED_NAMES } from '../../../server/cli/new-source.js';
import { ApiClient, expectJson } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { useTempDirPerTest } from '../../support/use-temp-dir.js';

let folder: string;
useTempDirPerTest((path) => (folder = path));

const create = (name: string): ReturnType<typeof ServerProcess.runUntilExit> =>
  ServerProcess.runUntilExit({ args: ['new-source', name], cwd: folder });

describe('the command new-source', () => {
  it('creates a module that the server loads, and whose board shows a value', async () => {
    const { code, stdout } = await create('room-climate');
    expect(stdout).toMatch(
      /^Created a source in .+room-climate: package\.json, .+\n.+EXTENSIONS=\.\/room-climate .+\n.+\n$/,
    );
    expect(code).toBe(0);

    const env = { EXTENSIONS: './room-climate' };
    const server = await ServerProcess.start({ cwd: folder, dataDir: join(folder, 'data'), env });
    try {
      const api = new ApiClient(server.base);
      expect(expectJson(await api.request('/health/ready'), 200)).toEqual({ status: 'ready' });
      const { definition, panels } = await api.snapshot('room-climate');
      expect(definition?.title).toBe('Room climate');
      expect(panels.example?.frame?.fields[0]).toMatchObject({ name: 'example', values: [expect.any(Number)] });
    } finally {
      await server.dispose();
    }
  });

  it('names the versions that the module is made for', async () => {
    await create('weather');
    const manifest = JSON.parse(readFileSync(join(folder, 'weather/package.json'), 'utf8')) as object;
    const { stdout } = await ServerProcess.runUntilExit({ args: ['--version'], cwd: folder });
    expect(manifest).toMatchObject({ name: 'boardcast-weather', peerDependencies: { boardcast: `^${stdout.trim()}` } });
  });

  it.each(['Weather', '2-weeks', 'weather_2', 'weather-', '../weather', 'x'.repeat(51), ''])(
    'rejects the name %p and creates nothing',
    async (name) => {
      const { code, stderr } = await create(name);
      expect(stderr).toContain(`Boardcast cannot create the source. '${name}' is not a name of a source.`);
      expect(code).toBe(1);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('rejects the names of the sources and boards of the server', async () => {
    const server = await ServerProcess.start();
    try {
      const { items: sources } = (await new ApiClient(server.base).request('/api/v1/sources')).json() as {
        items: { name: string }[];
      };
      const { items: boards } = (await new ApiClient(server.base).request('/api/v1/boards')).json() as {
        items: { slug: string }[];
      };
      const used = [...sources.map(({ name }) => name), ...boards.map(({ slug }) => slug)];
      expect(used.toSorted()).toEqual(USED_NAMES.toSorted());
    } finally {
      await server.dispose();
    }
    const { code, stderr } = await create('metrics');
    expect(stderr).toContain("The server already uses the name 'metrics'.");
    expect(code).toBe(1);
  });

  it('leaves a folder that exists as it is', async () => {
    mkdirSync(join(folder, 'weather'));
    const { code, stderr } = await create('weather');
    expect(stderr).toBe(
      `Boardcast cannot create the source. ${join(folder, 'weather')} exists already. Choose another name, or move it away.\n`,
    );
    expect(code).toBe(1);
    expect(existsSync(join(folder, 'weather/package.json'))).toBe(false);
  });
});
