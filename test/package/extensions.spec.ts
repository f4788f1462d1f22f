import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INSTALLED, startInstalled } from '../support/package/installed-package.js';
import { npmInstall, outputOf, runCommand } from '../support/package/run-command.js';
import { ApiClient, expectJson } from '../support/server/api-client.js';
import { useTempDirPerTest } from '../support/use-temp-dir.js';

const WEATHER = join(import.meta.dirname, '../fixtures/extensions/weather.mjs');
const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

describe('an extension of the installed package', () => {
  let folder: string;
  useTempDirPerTest((path) => (folder = path));

  it('gets the packages of the server, even if its folder has other copies of them', async () => {
    cpSync(WEATHER, join(folder, 'weather.mjs'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    await npmInstall(folder, '@nestjs/common@12.0.1', 'rxjs@7.8.1', 'reflect-metadata@0.2.1');
    const server = await startInstalled(INSTALLED, { cwd: folder, env: { EXTENSIONS: './weather.mjs' } });
    try {
      const api = new ApiClient(server.base);
      expect(expectJson(await api.request('/health/ready'), 200)).toEqual({ status: 'ready' });
      expect(expectJson(await api.request('/weather'), 200)).toEqual({ measured: 7 });
      expect((await api.snapshot('weather')).panels.temperature?.frame?.fields[0]?.values).toEqual([7]);
    } finally {
      await server.dispose();
    }
  });
});

describe('a module that npx boardcast new-source created', () => {
  const folder = join(INSTALLED, 'weather');
  beforeAll(async () => {
    await outputOf(INSTALLED, 'npx', '--no-install', 'boardcast', 'new-source', 'weather');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('passes its own tests', async () => {
    const { code, stdout, stderr } = await runCommand(folder, 'npm', ['test']);
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/pass 3/);
  });

  it('can be imported by a Nest application in TypeScript', async () => {
    const application = `
      import { Module } from '@nestjs/common';
      import { DashboardModule } from 'boardcast';
      import { WeatherModule } from './weather.module.js';
      @Module({ imports: [DashboardModule.forRoot(), WeatherModule] })
      export class AppModule {}`;
    writeFileSync(join(folder, 'app.module.ts'), application);
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--experimentalDecorators', '--skipLibCheck'];
    const { stdout } = await runCommand(folder, process.execPath, [
      TSC,
      ...options,
      '--types',
      'node',
      'app.module.ts',
    ]);
    expect(stdout).toBe('');
  });

  it('is loaded by the server', async () => {
    const server = await startInstalled(INSTALLED, { env: { EXTENSIONS: './weather' } });
    try {
      const { panels } = await new ApiClient(server.base).snapshot('weather');
      expect(panels.example?.frame?.fields[0]?.values).toEqual([expect.any(Number)]);
    } finally {
      await server.dispose();
    }
  });
});
