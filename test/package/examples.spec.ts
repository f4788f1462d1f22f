import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser/use-browser.js';
import { INSTALLED, startInstalled, TARBALL } from '../support/package/installed-package.js';
import { npmInstall, runCommand } from '../support/package/run-command.js';
import { ApiClient } from '../support/server/api-client.js';
import { numberBoard } from '../support/server/number-board.js';
import type { ServerProcess } from '../support/server/server-process.js';
import { useTempDir } from '../support/use-temp-dir.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

let folder: string;
/** All examples, as workspaces of one project, with the package that is being tested. */
useTempDir(async (path) => {
  folder = path;
  writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, workspaces: ['examples/*'] }));
  for (const example of readdirSync(EXAMPLES)) {
    const copy = join(path, 'examples', example);
    cpSync(join(EXAMPLES, example), copy, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    manifest.dependencies.boardcast = `file:${TARBALL}`;
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
  }
  await npmInstall(path);
});

describe('the examples, with the package', () => {
  it.each(readdirSync(EXAMPLES))('%s builds, and its tests pass', async (example) => {
    const { code, stdout, stderr } = await runCommand(join(folder, 'examples', example), 'npm', ['test']);
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  });
});

describe('the pages of examples, at other origins than the server', () => {
  /** The built pages. */
  const PAGES = { 'html-page': 'public', 'angular-app': 'dist/app/browser' };
  type PageName = keyof typeof PAGES;

  const chrome = useBrowser({ viewport: { width: 1440, height: 900 } });
  const sites = new Map<PageName, { site: FastifyInstance; origin: string }>();
  let server: ServerProcess;

  beforeAll(async () => {
    for (const [name, path] of Object.entries(PAGES)) {
      const site = createFastify();
      await site.register(fastifyStatic, { root: join(folder, 'examples', name, path) });
      sites.set(name as PageName, { site, origin: await site.listen({ host: '127.0.0.1', port: 0 }) });
    }
    const origins = [...sites.values()].map(({ origin }) => origin);
    server = await startInstalled(INSTALLED, { env: { ALLOWED_ORIGINS: origins.join(',') } });
  });
  afterAll(async () => {
    await server.dispose();
    for (const { site } of sites.values()) await site.close();
  });

  /** Opens a page, and collects the errors that the browser reports. */
  async function open(name: PageName, query = ''): Promise<{ page: Page; errors: string[] }> {
    const page = await chrome.context.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${sites.get(name)?.origin ?? ''}/?server=${server.base}/${query}`);
    return { page, errors };
  }

  it('html-page shows the newest value of each panel', async () => {
    const api = new ApiClient(server.base);
    await api.sendJson('POST', '/api/v1/boards', numberBoard('sales', ['sales.total']));
    await api.push('sales.total', 41);
    const { page, errors } = await open('html-page', '&board=sales');
    await page.getByRole('row', { name: /^sales\.total 41/ }).waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    await api.push('sales.total', 42);
    await page.getByRole('row', { name: /^sales\.total 42 \d s ago$/ }).waitFor();
    expect(errors).toEqual([]);
  });

  it('angular-app shows a board and a panel inside its own page', async () => {
    const { page, errors } = await open('angular-app');
    await page.locator('boardcast-board').getByRole('button', { name: /^Live/ }).waitFor();
    await page.locator('boardcast-board').getByText('This server').waitFor();
    await page.locator('boardcast-panel').getByText('%').first().waitFor();
    expect(errors).toEqual([]);
  });
});
