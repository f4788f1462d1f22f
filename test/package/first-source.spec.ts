import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, pathOfBlock } from '../support/documentation/code-blocks.js';
import { startInstalled, TARBALL } from '../support/package/installed-package.js';
import { npmInstall, outputOf } from '../support/package/run-command.js';
import { ApiClient } from '../support/server/api-client.js';
import { ServerProcess } from '../support/server/server-process.js';
import { useTempDirPerTest } from '../support/use-temp-dir.js';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/extending/first-source.md'), 'utf8');

/** Unsets the data folder of the tests, so that the server uses the default one. */
const DEFAULT_FOLDER = { DATA_DIR: '' };

/** Starts an application of `nest new` like its `src/main.ts`, and prints its address. */
const START = `
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './dist/app.module.js';
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  console.log('Boardcast is live at ' + (await app.getUrl()));
`;

async function valueOf(api: ApiClient, panel: string, path = '/api/v1/boards/weather/data'): Promise<unknown> {
  const { panels } = (await api.request(path)).json() as {
    panels: Record<string, { frame?: { fields: { values: unknown[] }[] } }>;
  };
  return panels[panel]?.frame?.fields[0]?.values[0];
}

/** Applies a code block in the format of a diff, without line numbers. */
function applyDiff(file: string, diff: string): void {
  const linesWith = (...marks: readonly string[]): string =>
    diff
      .split('\n')
      .filter((line) => line === '' || marks.includes(line.charAt(0)))
      .map((line) => line.slice(1))
      .join('\n');
  const before = readFileSync(file, 'utf8');
  expect(before).toContain(linesWith(' ', '-'));
  writeFileSync(file, before.replace(linesWith(' ', '-'), linesWith(' ', '+')));
}

describe('the page "Your first source in ten minutes", with the package', () => {
  let folder: string;
  useTempDirPerTest((path) => (folder = path));

  it('leads to a panel of the standalone server that shows a file', async () => {
    await outputOf(folder, 'npm', 'init', '--yes');
    await npmInstall(folder, TARBALL);
    const created = await outputOf(folder, 'npx', '--no-install', 'boardcast', 'new-source', 'weather');
    expect(created).toContain('Test it with: cd weather && npm test');
    expect(await outputOf(join(folder, 'weather'), 'npm', 'test')).toContain('pass 3');
    const server = await startInstalled(folder, { env: { ...DEFAULT_FOLDER, EXTENSIONS: './weather' } });
    try {
      const api = new ApiClient(server.base);
      expect(await valueOf(api, 'example')).toEqual(expect.any(Number));

      const file = join(folder, 'weather/weather.source.js');
      const [imports = '', method = ''] = codeBlocks(PAGE, 'js');
      const source = readFileSync(file, 'utf8');
      writeFileSync(file, `${imports}${source.slice(0, source.indexOf('  async load('))}${method}}\n`);
      writeFileSync(join(folder, 'temperature.txt'), '21.5\n');
      await server.stop();
      await server.restart();
      expect(await valueOf(api, 'example')).toBe(21.5);

      writeFileSync(join(folder, 'temperature.txt'), '25\n');
      const changes = codeBlocks(PAGE, 'sh').flatMap((code) => /changes -d '(.*)'/.exec(code)?.[1] ?? []);
      expect(changes).toHaveLength(1);
      await api.post('/api/v1/changes', changes[0] as string);
      expect(await valueOf(api, 'example')).toBe(25);
    } finally {
      await server.dispose();
    }
  });

  it('leads to a panel of a new Nest application that shows its data', async () => {
    const nest = join(ROOT, 'node_modules/.bin/nest');
    await outputOf(folder, nest, 'new', 'shop', '--strict', '--skip-git', '--skip-install', '--package-manager', 'npm');
    const shop = join(folder, 'shop');
    await npmInstall(shop, TARBALL, 'zod');
    for (const code of codeBlocks(PAGE, 'ts')) {
      const file = join(shop, pathOfBlock(code) as string);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
    }
    const [appModule = '', main = ''] = codeBlocks(PAGE, 'diff');
    applyDiff(join(shop, 'src/app.module.ts'), appModule);
    applyDiff(join(shop, 'src/main.ts'), main);
    await outputOf(shop, 'npm', 'run', 'build');
    writeFileSync(join(shop, 'start.mjs'), START);
    const server = await ServerProcess.start({ script: join(shop, 'start.mjs'), cwd: shop });
    try {
      const api = new ApiClient(server.base);
      const path = '/boardcast/api/v1/boards/weather/data';
      expect(await valueOf(api, 'temperature', path)).toBe(21.5);
      await api.sendJson('POST', '/weather', { celsius: 23 });
      expect(await valueOf(api, 'temperature', path)).toBe(23);
      expect((await api.request('/')).text).toBe('Hello World!');
    } finally {
      await server.dispose();
    }
  });
});
