import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);

beforeAll(async () => {
  await app.api.createBoard('shop', ['shop.orders', 'shop.returns']);
  await app.api.pushBatch([
    { key: 'shop.orders', value: 12 },
    { key: 'shop.returns', value: 3 },
  ]);
});

describe('every page', () => {
  it.each([
    ['/boards', /Boards/],
    ['/boards/this-server', /This server/],
    ['/boards/shop', /Board shop/],
    ['/boards/inbox', /Inbox/],
    ['/boards/nothing', /Board not found/],
    ['/nowhere', /Not found/],
  ])('%s has a title and logs no errors', async (path, title) => {
    const screen = await open(path);
    await screen.page.waitForFunction((pattern) => new RegExp(pattern).test(document.title), title.source);
    if (path === '/boards/this-server') await screen.waitForConnection(/^Live$/);
    screen.expectNoErrors({ allowFailedRequests: path.includes('/no') });
  });

  it('fits its width on a desktop and on a phone', async () => {
    const screen = await open('/boards/this-server');
    await screen.waitForConnection(/^Live$/);
    for (const width of [1280, 900, 390, 320]) {
      await screen.page.setViewportSize({ width, height: 700 });
      const overflow = await screen.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([width, overflow]).toEqual([width, 0]);
    }
    screen.expectNoErrors();
  });

  it('follows the theme of the system', async () => {
    const screen = await open('/boards/shop');
    await screen.waitForValue('shop.orders', 12);
    const background = (): Promise<string> =>
      screen.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await screen.page.emulateMedia({ colorScheme: 'dark' });
    const dark = await background();
    await screen.page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).not.toBe(dark);
  });

  it('loads its own font', async () => {
    const screen = await open('/boards/shop');
    await screen.waitForValue('shop.orders', 12);
    const loaded = await screen.page.evaluate(async () => {
      const fonts = await document.fonts.ready;
      return [...fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family);
    });
    expect(loaded.join()).toMatch(/Inter/);
    screen.expectNoErrors();
  });
});

describe('by keyboard,', () => {
  it('the details of the connection badge open and close, and the focus returns to the badge', async () => {
    const screen = await open('/boards/shop');
    await screen.waitForConnection(/^Live$/);
    await screen.connectionBadge.focus();
    await screen.page.keyboard.press('Enter');
    const dialog = screen.page.getByRole('dialog', { name: 'Connection' });
    await dialog.getByText('WebSocket').waitFor();
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await screen.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await screen.connectionBadge.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('the first Tab leads to a link that skips to the content', async () => {
    const screen = await open('/boards/shop');
    await screen.waitForValue('shop.orders', 12);
    await screen.page.keyboard.press('Tab');
    await screen.page.keyboard.press('Enter');
    expect(await screen.page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(new URL(screen.page.url()).pathname).toBe('/boards/shop');
  });

  it('a time range can be chosen, which is in the address and stays after a reload', async () => {
    const screen = await open('/boards/shop');
    await screen.waitForValue('shop.orders', 12);
    await screen.page.getByRole('button', { name: 'Time range: Last hour' }).press('Enter');
    await screen.page.getByRole('menuitemradio', { name: 'Last 6 hours' }).press('Enter');
    await screen.page.waitForURL('**/boards/shop?range=6h');
    await screen.page.reload();
    await screen.page.getByRole('button', { name: 'Time range: Last 6 hours' }).waitFor();
    await screen.waitForValue('shop.orders', 12);
    screen.expectNoErrors();
  });

  it('every chart has a table view', async () => {
    const screen = await open('/boards/this-server');
    await screen.waitForConnection(/^Live$/);
    const chart = screen.panel('CPU over time');
    await chart.getByRole('img').waitFor();
    await chart.getByRole('button', { name: 'Menu of CPU over time' }).press('Enter');
    await screen.page.getByRole('menuitem', { name: 'View as table' }).press('Enter');
    await chart.getByRole('table').waitFor();
    expect(await chart.getByRole('row').count()).toBeGreaterThan(1);
    screen.expectNoErrors();
  });
});

describe('the list of boards', () => {
  it('links to a board and back without reloading the page', async () => {
    const screen = await open('/boards');
    await screen.page.evaluate(() => {
      (window as { same?: boolean }).same = true;
    });
    await screen.page.getByRole('link', { name: 'Board shop' }).click();
    await screen.waitForValue('shop.orders', 12);
    await screen.waitForConnection(/^Live$/);
    await screen.page.goBack();
    await screen.page.getByRole('link', { name: 'Inbox' }).click();
    await screen.page.waitForURL('**/boards/inbox');
    await screen.waitForConnection(/^Live$/);
    await screen.page.goBack();
    await screen.page.goForward();
    await screen.waitForConnection(/^Live$/);
    await app.api.push('list.new', 4);
    await screen.waitForValue('list.new', 4);
    expect(await screen.page.evaluate(() => (window as { same?: boolean }).same)).toBe(true);
    expect(await app.api.serverMetric('boardcast_connections')).toBe(1);
    screen.expectNoErrors();
  });
});
