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

/** The page that is served from now on: as it is, but that its script has another name. */
async function deploy(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => pathname.startsWith('/boards'),
    async (route) => {
      // Asked beside the browser: its own answers are taken from it when the page leaves meanwhile.
      const answer = await fetch(route.request().url()).catch(() => undefined);
      if (answer === undefined) return route.abort();
      const html = (await answer.text()).replace(/(src="main-)/, 'data-new $1');
      return route.fulfill({
        contentType: 'text/html',
        body: html.replace('</body>', '<script src="new.js"></script></body>'),
      });
    },
  );
  await page.route('**/new.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
}

function loads(page: Page): { count: number } {
  const seen = { count: 0 };
  page.on('load', () => (seen.count += 1));
  return seen;
}

async function takeIt({ page }: Screen): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Reload' }).click();
  await loaded;
  expect(await page.locator('script[src="new.js"]').count()).toBe(1);
}

beforeAll(async () => {
  await app.api.createBoard('wall', ['tv.m0', 'tv.m1']);
  await app.api.pushBatch(['tv.m0', 'tv.m1'].map((key) => ({ key, value: 1 })));
});

describe('after a deploy', () => {
  it('a wall takes the new version by itself, once it is there', async () => {
    const screen = await open('/boards/wall?tv');
    await screen.waitForValue('tv.m1', 1);
    const seen = loads(screen.page);
    await app.server.kill();
    await screen.page
      .locator('bc-tv-status')
      .getByText(/Reconnecting|Offline/)
      .waitFor();
    expect(seen.count).toBe(0);
    await deploy(screen.page);
    const loaded = screen.page.waitForEvent('load');
    await app.server.restart();
    await loaded;
    await screen.waitForValue('tv.m1', 1);
    expect(await screen.page.locator('script[src="new.js"]').count()).toBe(1);
  });

  it('a board says so, and leaves it to its reader', async () => {
    const screen = await open('/boards/wall');
    await screen.waitForConnection(/^Live$/);
    const seen = loads(screen.page);
    await deploy(screen.page);
    await app.server.stop();
    await app.server.restart();
    await screen.page.getByText('A new version is available.').waitFor();
    expect(seen.count).toBe(0);
    await takeIt(screen);
    await screen.waitForValue('tv.m1', 1);
  });

  it('the list says so, though it has no connection that breaks', async () => {
    const screen = await open('/boards');
    await screen.page.getByRole('link', { name: 'Board wall' }).waitFor();
    await deploy(screen.page);
    await screen.page.getByText('A new version is available.').waitFor();
    await takeIt(screen);
    await screen.page.getByRole('link', { name: 'Board wall' }).waitFor();
  });

  it('the editor says so, and its draft outlives the reload, without a question', async () => {
    const screen = await open('/boards/wall/edit');
    const title = screen.page.getByRole('complementary').getByRole('textbox', { name: 'Title', exact: true });
    await title.fill('Mine');
    await deploy(screen.page);
    await app.server.stop();
    await app.server.restart();
    await screen.page.getByText('A new version is available. Your changes are kept').waitFor();
    const asked: string[] = [];
    screen.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await takeIt(screen);
    await screen.page.getByRole('heading', { name: 'Mine' }).waitFor();
    expect([await title.inputValue(), asked]).toEqual(['Mine', []]);
  });
});
