import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser({ acceptDownloads: true });

const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);
const menuOf = (screen: Screen, title: string): Locator =>
  screen.page.getByRole('button', { name: `Menu of ${title}`, exact: true });
const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);

/** Whether keyboards and screen readers can reach an element. Its role does not show whether it is inert. */
const isReachable = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element.closest('[inert]') === null);

/** Checks a condition in every animation frame until it is true. The address changes before the page does. */
async function waitUntil(screen: Screen, check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await screen.page.evaluate(() => new Promise(requestAnimationFrame));
}

/** Opens the menu of a panel and chooses an item, by keyboard. */
async function choose(screen: Screen, title: string, item: string): Promise<void> {
  await menuOf(screen, title).press('Enter');
  const menuItem = screen.page.getByRole('menuitem', { name: item, exact: true });
  await menuItem.waitFor();
  while (!(await hasFocus(menuItem))) await screen.page.keyboard.press('ArrowDown');
  await screen.page.keyboard.press('Enter');
}

beforeAll(async () => {
  await app.api.createBoard('menus', ['menu.a', 'menu.b']);
  await app.api.pushBatch([
    { key: 'menu.a', value: 12, unit: 'ms' },
    { key: 'menu.b', value: 3 },
  ]);
});

describe('the menu of a panel, by keyboard', () => {
  it('is reachable by Tab without hovering, and returns the focus', async () => {
    const screen = await open('/boards/menus');
    await screen.waitForValue('menu.b', 3);
    const menu = menuOf(screen, 'menu.a');
    while (!(await hasFocus(menu))) await screen.page.keyboard.press('Tab');
    expect(await menu.evaluate((element) => element.checkVisibility({ checkOpacity: true }))).toBe(true);
    await screen.page.keyboard.press('Enter');
    await screen.page.getByRole('menu', { name: 'menu.a' }).waitFor();
    await screen.page.keyboard.press('Escape');
    await screen.page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await hasFocus(menu)).toBe(true);
    screen.expectNoErrors();
  });

  it('shows the panel in full screen, and Escape returns to the previous position', async () => {
    const screen = await open('/boards/menus');
    await screen.waitForValue('menu.b', 3);
    await choose(screen, 'menu.a', 'View full screen');
    await screen.page.waitForURL('**/boards/menus?panel=p0');
    await waitUntil(screen, async () => !(await isReachable(screen.panel('menu.b'))));
    const viewport = screen.page.viewportSize();
    const box = await screen.panel('menu.a').boundingBox();
    expect([box?.width, box?.height]).toEqual([viewport?.width, viewport?.height]);
    expect([await isReachable(screen.panel('menu.b')), await isReachable(screen.connectionBadge)]).toEqual([
      false,
      false,
    ]);
    expect(await isReachable(screen.panel('menu.a'))).toBe(true);
    for (let tabs = 0; tabs < 6; tabs += 1) {
      await screen.page.keyboard.press('Tab');
      const focusedArea = await screen.page.evaluate(
        () => document.activeElement?.closest('bc-panel, body')?.localName,
      );
      // After the last element, the buttons of the browser have the focus.
      expect(['bc-panel', 'body']).toContain(focusedArea);
    }
    await menuOf(screen, 'menu.a').focus();

    // Escape closes an open menu first.
    await menuOf(screen, 'menu.a').press('Enter');
    await screen.page.getByRole('menuitem', { name: 'Leave full screen' }).waitFor();
    await screen.page.keyboard.press('Escape');
    await screen.page.getByRole('menu').waitFor({ state: 'detached' });
    expect(new URL(screen.page.url()).search).toBe('?panel=p0');

    await app.api.push('menu.a', 13);
    await screen.value('menu.a').filter({ hasText: '13' }).waitFor();
    await screen.page.keyboard.press('Escape');
    await screen.page.waitForURL('**/boards/menus');
    await waitUntil(screen, () => isReachable(screen.panel('menu.b')));
    await waitUntil(screen, () => hasFocus(menuOf(screen, 'menu.a')));
    screen.expectNoErrors();
  });

  it('opens full screen as an address of its own, with a history entry', async () => {
    const screen = await open('/boards/menus?panel=p1&range=6h');
    await screen.waitForValue('menu.b', 3);
    expect(await isReachable(screen.panel('menu.a'))).toBe(false);
    await screen.page.keyboard.press('Escape');
    await screen.page.waitForURL('**/boards/menus?range=6h');
    await waitUntil(screen, () => isReachable(screen.panel('menu.a')));
    await waitUntil(screen, () => hasFocus(menuOf(screen, 'menu.b')));
    await choose(screen, 'menu.b', 'View full screen');
    await screen.page.waitForURL(/panel=p1/);
    await waitUntil(screen, async () => !(await isReachable(screen.panel('menu.a'))));
    await screen.page.goBack();
    await screen.page.waitForURL('**/boards/menus?range=6h');
    await waitUntil(screen, () => isReachable(screen.panel('menu.a')));
    screen.expectNoErrors();
  });

  it('shows the data as a table', async () => {
    const screen = await open('/boards/menus');
    await screen.waitForValue('menu.b', 3);
    await choose(screen, 'menu.b', 'View as table');
    const table = screen.panel('menu.b').getByRole('table', { name: 'menu.b' });
    await table.getByRole('cell', { name: '3', exact: true }).first().waitFor();
    expect(await hasFocus(menuOf(screen, 'menu.b'))).toBe(true);
    await choose(screen, 'menu.b', 'View as panel');
    await screen.waitForValue('menu.b', 3);
    screen.expectNoErrors();
  });

  it('saves the data as CSV', async () => {
    const screen = await open('/boards/menus');
    await screen.waitForValue('menu.b', 3);
    const saving = screen.page.waitForEvent('download');
    await choose(screen, 'menu.b', 'Download CSV');
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(/^menu\.b \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.csv$/);
    const [header, ...rows] = (await readFile(await file.path(), 'utf8')).split('\r\n');
    // Spreadsheets recognize UTF-8 by the byte order mark.
    expect(header).toBe('\uFEFFtime,menu.b');
    expect(rows.pop()).toBe('');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,3$/);
    screen.expectNoErrors();
  });

  it('saves the panel as an image if copying is not allowed', async () => {
    const screen = await open('/boards/menus');
    await screen.waitForValue('menu.b', 3);
    await screen.page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    const saving = screen.page.waitForEvent('download');
    await choose(screen, 'menu.b', 'Copy as image');
    const png = await readFile(await (await saving).path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Twice as wide as on the page (PNG, section 11.2.2: IHDR).
    const box = await screen.panel('menu.b').boundingBox();
    expect(Math.abs(png.readUInt32BE(16) - 2 * (box?.width ?? 0))).toBeLessThanOrEqual(2);
    await screen
      .panel('menu.b')
      .getByText(/Saved as menu\.b .*\.png/)
      .waitFor();
    screen.expectNoErrors();
  });

  it('shows how to push data', async () => {
    const screen = await open('/boards/menus');
    await screen.waitForValue('menu.b', 3);
    await choose(screen, 'menu.b', 'How to push data');
    const dialog = screen.page.getByRole('dialog', { name: 'How to push data to menu.b' });
    await dialog.getByText(`curl ${app.server.address}/api/v1/metrics/menu.b`).waitFor();
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await screen.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await hasFocus(menuOf(screen, 'menu.b'))).toBe(true);
    screen.expectNoErrors();
  });
});
