import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator, Page, Route } from 'playwright-core';
import { expectJson } from '../../support/server/api-client.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const BOARD = '/boards/shop';

/** The scripts that every page names, in their order. */
let scripts: string[];

beforeAll(async () => {
  await app.api.pushBatch([{ key: 'shop.orders', value: 42 }]);
  const layout = { x: 0, y: 0, w: 3, h: 3 };
  const panel = {
    id: 'n',
    type: 'number',
    title: 'Orders',
    layout,
    query: { source: 'metrics', metric: 'shop.orders' },
  };
  expectJson(await app.api.sendJson('POST', '/api/v1/boards', { slug: 'shop', title: 'Shop', panels: [panel] }), 201);
  const html = await (await fetch(`${app.server.address}${BOARD}`, { headers: { accept: 'text/html' } })).text();
  scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].flatMap(([, path]) => path ?? []);
});

const isInPage = (url: string): boolean => scripts.some((script) => url.endsWith(`/${script}`));
const isLazy = (url: string): boolean => url.endsWith('.js') && !isInPage(url);
const byName = (name: RegExp) => (url: string) => isInPage(url) && name.test(url);
const abort = (route: Route): Promise<void> => route.abort();
const unavailable = (route: Route): Promise<void> => route.fulfill({ status: 503, body: 'unavailable' });

const FAILED = 'Boardcast could not load all parts of this page.';
const message = (page: Page): Locator => page.locator('#older-browser');
const value = (page: Page): Locator => page.locator('bc-number-panel').getByText('42', { exact: true });

async function openWithout(
  isFailing: (url: string) => boolean,
  { path = BOARD, respond = abort }: { path?: string; respond?: (route: Route) => Promise<void> } = {},
): Promise<Page> {
  const page = await chrome.context.newPage();
  await page.route(({ href }) => isFailing(href), respond);
  await page.goto(`${app.server.address}${path}`);
  return page;
}

describe('a page whose scripts fail to load', () => {
  it.each([
    ['the main script', byName(/main-/), {}],
    ['the main script, unavailable', byName(/main-/), { respond: unavailable }],
    ['the polyfills, which other scripts need', byName(/polyfills-/), {}],
    ['all scripts that the page names', byName(/main-|polyfills-|chunk-/), {}],
    ['the scripts that the main script imports', byName(/chunk-/), {}],
    ['the script of TV mode', isLazy, { path: `${BOARD}?tv` }],
    ['the script of the editor, unavailable', isLazy, { path: `${BOARD}/edit`, respond: unavailable }],
  ] as const)(
    'shows a message without blaming the browser, and reloads on a click: %s',
    async (_, isFailing, options) => {
      const page = await openWithout(isFailing, options);
      await message(page).filter({ hasText: FAILED }).waitFor();
      expect(await message(page).innerText()).not.toMatch(/browser|Update|Chrome/);
      expect(await value(page).count()).toBe(0);
      await page.unrouteAll();
      await message(page).getByRole('button', { name: 'Reload' }).click();
      await value(page).waitFor();
      expect(await message(page).count()).toBe(0);
    },
  );

  it('keeps its content if a script fails to load later', async () => {
    const page = await openWithout(() => false);
    await value(page).waitFor();
    await page.route(({ href }) => isLazy(href), abort);
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await message(page).filter({ hasText: FAILED }).waitFor();
    expect(await value(page).count()).toBe(1);
  });

  it('shows a message if the code of a menu cannot be loaded', async () => {
    const page = await openWithout(isLazy);
    await value(page).waitFor();
    await page.getByRole('button', { name: 'Menu of Orders' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded.' }).last();
    await alert.waitFor();
    await page.unrouteAll();
    await alert.getByRole('button', { name: 'Reload' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Menu of Orders' }).click();
    await page.getByRole('menuitem', { name: 'Copy as image' }).waitFor();
  });

  it('reloads by itself when the network is back', async () => {
    const page = await openWithout(byName(/main-/));
    await message(page).filter({ hasText: FAILED }).waitFor();
    await page.unrouteAll();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await value(page).waitFor();
  });
});
