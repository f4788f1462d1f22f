import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const app = useServer({ env: { RECONNECT_DELAY: '300ms', POLL_INTERVAL: '2s' } });
const chrome = useBrowser();

const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);

/** Serves a new version of the page from now on, with an additional script. */
async function deploy(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => pathname.startsWith('/boards'),
    async (route) => {
      // Requested outside the browser, because the browser drops its own responses when the page is left.
      const response = await fetch(route.request().url()).catch(() => undefined);
      if (response === undefined) return route.abort();
      const html = (await response.text()).replace(/(src="main-)/, 'data-new $1');
      return route.fulfill({
        contentType: 'text/html',
        body: html.replace('</body>', '<script src="new.js"></script></body>'),
      });
    },
  );
  await page.route('**/new.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
}

function countLoads(page: Page): { count: number } {
  const loads = { count: 0 };
  page.on('load', () => (loads.count += 1));
  return loads;
}

async function reload({ page }: Screen): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.locator('bc-new-version-banner').getByRole('button', { name: 'Reload' }).click();
  await loaded;
  expect(await page.locator('script[src="new.js"]').count()).toBe(1);
}

beforeAll(async () => {
  await app.api.createBoard('main', ['tv.m0', 'tv.m1']);
  await app.api.pushBatch(['tv.m0', 'tv.m1'].map((key) => ({ key, value: 1 })));
});

describe('after a deployment', () => {
  it('TV mode loads the new version by itself as soon as it is available', async () => {
    const screen = await open('/boards/main?tv');
    await screen.waitForValue('tv.m1', 1);
    const loads = countLoads(screen.page);
    await app.server.kill();
    await screen.page
      .locator('bc-tv-status')
      .getByText(/Reconnecting|Offline/)
      .waitFor();
    expect(loads.count).toBe(0);
    await deploy(screen.page);
    const loaded = screen.page.waitForEvent('load');
    await app.server.restart();
    await loaded;
    await screen.waitForValue('tv.m1', 1);
    expect(await screen.page.locator('script[src="new.js"]').count()).toBe(1);
  });

  it('a board shows that there is a new version, and lets the user reload', async () => {
    const screen = await open('/boards/main');
    await screen.waitForConnection(/^Live$/);
    // A panel that is still loading when the server stops shows an error with its own button.
    await screen.waitForValue('tv.m1', 1);
    const loads = countLoads(screen.page);
    await deploy(screen.page);
    await app.server.stop();
    await app.server.restart();
    await screen.page.getByText('A new version is available.').waitFor();
    expect(loads.count).toBe(0);
    await reload(screen);
    await screen.waitForValue('tv.m1', 1);
  });

  it('the list shows that there is a new version, although it has no WebSocket', async () => {
    const screen = await open('/boards');
    await screen.page.getByRole('link', { name: 'Board main' }).waitFor();
    await deploy(screen.page);
    await screen.page.getByText('A new version is available.').waitFor();
    await reload(screen);
    await screen.page.getByRole('link', { name: 'Board main' }).waitFor();
  });

  it('the editor shows that there is a new version, and keeps its draft when reloaded, without a confirmation', async () => {
    const screen = await open('/boards/main/edit');
    const title = screen.page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true });
    await title.fill('Mine');
    await deploy(screen.page);
    await app.server.stop();
    await app.server.restart();
    await screen.page.getByText('A new version is available. Your changes are kept').waitFor();
    const dialogs: string[] = [];
    screen.page.on('dialog', (dialog) => {
      dialogs.push(dialog.type());
      void dialog.accept();
    });
    await reload(screen);
    await screen.page.getByRole('heading', { name: 'Mine' }).waitFor();
    expect([await title.inputValue(), dialogs]).toEqual(['Mine', []]);
  });
});
