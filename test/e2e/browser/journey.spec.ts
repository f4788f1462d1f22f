import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Board } from '../../../wire/board.js';
import { ApiClient, expectJson } from '../../support/server/api-client.js';
import { KeyboardUser } from '../../support/browser/keyboard-user.js';
import { MouseUser } from '../../support/browser/mouse-user.js';
import { Screen } from '../../support/browser/screen.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const chrome = useBrowser({ viewport: { width: 1440, height: 900 } });

let server: ServerProcess;
let api: ApiClient;
let screen: Screen;

/** An empty data folder, and a browser that has never been here. */
beforeEach(async () => {
  server = await ServerProcess.start();
  api = new ApiClient(server.base);
  screen = await Screen.open(chrome.context, server.address, '/boards');
});

afterEach(async () => {
  await server.dispose();
});

const button = (name: string | RegExp): Locator => screen.page.getByRole('button', { name, exact: true });
const dialog = (name: string): Locator => screen.page.getByRole('dialog', { name });
const grip = (title: string): Locator => screen.page.getByRole('button', { name: new RegExp(`^${title}: `) });
const gripAt = (title: string, place: RegExp): Locator =>
  grip(title).and(screen.page.getByRole('button', { name: place }));
const field = (role: 'textbox' | 'combobox', name: RegExp): Locator =>
  screen.page.getByRole('complementary').getByRole(role, { name });
const range = (name: string): Locator => screen.page.getByRole('menuitemradio', { name, exact: true });
const option = (name: RegExp): Locator => screen.page.locator('[role=option]').filter({ hasText: name });
const inEditor = (title: string): Locator => screen.page.locator('bc-edit-grid .item').filter({ hasText: title });
const wall = (): Locator => screen.page.locator('bc-tv-status');

const stored = async (slug: string): Promise<Board> =>
  expectJson(await api.request(`/api/v1/boards/${slug}`), 200) as Board;

/** What the journeys end with: the wall shows what was built, and what is pushed while it does. */
async function expectWall(title: string): Promise<void> {
  await wall().getByRole('heading', { name: title }).waitFor();
  expect(await screen.page.getByRole('banner').count()).toBe(0);
  await screen.waitForValue('Orders', 43);
  await api.push('shop.orders', 44);
  await screen.waitForValue('Orders', 44);
}

describe('from nothing to a wall', () => {
  it('with the mouse', async () => {
    const hands = new MouseUser(screen.page);

    // A template first: everything on it waits for its first value.
    await hands.click(button('New board'));
    await hands.click(dialog('New board').getByText('Web service', { exact: true }));
    await hands.click(dialog('New board').getByRole('button', { name: 'Create' }));
    await screen.page.waitForURL('**/boards/web-service/edit');
    await screen.page.locator('bc-edit-grid .item').first().waitFor();
    await hands.click(button('Close'));
    await screen.page.waitForURL('**/boards/web-service');
    await screen.page.getByText('No data yet').first().waitFor();

    // Then a board of one's own, from empty.
    await hands.click(screen.page.getByRole('link', { name: 'Boards', exact: true }));
    await api.pushBatch([
      { key: 'shop.orders', value: 41 },
      { key: 'shop.returns', value: 3 },
    ]);
    await hands.click(button('New board'));
    await hands.fill(dialog('New board').getByLabel('Title'), 'Shop');
    await hands.click(dialog('New board').getByText('Empty', { exact: true }));
    await hands.click(dialog('New board').getByRole('button', { name: 'Create' }));
    await screen.page.waitForURL('**/boards/shop/edit');

    await hands.click(button('Add the first panel'));
    await hands.fill(field('textbox', /^Title/), 'Orders');
    await hands.fill(field('combobox', /^Metric/), 'ord');
    await hands.click(option(/shop\.orders/));
    await inEditor('Orders').locator('.value').filter({ hasText: '41' }).waitFor();
    await hands.fill(field('textbox', /^Warning from/), '40');
    await inEditor('Orders').locator('.value.warn, .warn .value, .mark.warn').first().waitFor();

    await hands.click(button('Add a panel'));
    await hands.fill(field('textbox', /^Title/), 'Returns');
    await hands.fill(field('combobox', /^Metric/), 'ret');
    await hands.click(option(/shop\.returns/));
    const width = (await grip('Orders').boundingBox())?.width ?? 0;
    await hands.drag(grip('Orders'), { x: 2 * (width + 12), y: 0 });
    await gripAt('Orders', /column 7, row 1, 3 wide, 2 high$/).waitFor();
    await hands.resize(grip('Orders'), { x: width, y: 88 });
    await gripAt('Orders', /6 wide, 3 high$/).waitFor();

    await hands.click(button('Save'));
    await screen.page.waitForURL('**/boards/shop');
    await screen.waitForValue('Orders', 41);
    await screen.waitForConnection(/^Live$/);
    await api.push('shop.orders', 43);
    await screen.waitForValue('Orders', 43);

    await hands.click(button(/^Time range: /));
    await hands.click(range('Last 6 hours'));
    await screen.page.waitForURL('**/boards/shop?range=6h');

    await hands.click(button('TV'));
    await hands.click(dialog('Show on a TV').getByRole('button', { name: 'Start on this screen' }));
    await expectWall('Shop');
    screen.expectNoErrors();
  });

  it('with the keyboard', async () => {
    const hands = new KeyboardUser(screen.page);
    await screen.page.getByRole('link', { name: 'This server' }).waitFor();
    await hands.press('Tab');

    await hands.activate(button('New board'));
    await dialog('New board').waitFor();
    await hands.focus(dialog('New board').getByRole('radio').first());
    await hands.press('ArrowDown', 'Enter');
    await screen.page.waitForURL('**/edit');
    await screen.page.locator('bc-edit-grid .item').first().waitFor();
    await hands.activate(button('Close'));
    await screen.page.getByText('No data yet').first().waitFor();

    await hands.activate(screen.page.getByRole('link', { name: 'Boards', exact: true }));
    await api.pushBatch([
      { key: 'shop.orders', value: 41 },
      { key: 'shop.returns', value: 3 },
    ]);
    await hands.activate(button('New board'));
    await hands.fill(dialog('New board').getByLabel('Title'), 'Shop');
    await hands.activate(dialog('New board').getByRole('button', { name: 'Create' }));
    await screen.page.waitForURL('**/boards/shop/edit');

    await hands.activate(button('Add the first panel'));
    await hands.fill(field('textbox', /^Title/), 'Orders');
    await hands.fill(field('combobox', /^Metric/), 'ord');
    await option(/shop\.orders/).waitFor();
    await hands.press('ArrowDown', 'Enter');
    await inEditor('Orders').locator('.value').filter({ hasText: '41' }).waitFor();
    await hands.fill(field('textbox', /^Warning from/), '40');

    await hands.activate(button('Add a panel'));
    await hands.fill(field('textbox', /^Title/), 'Returns');
    await hands.fill(field('combobox', /^Metric/), 'ret');
    await option(/shop\.returns/).waitFor();
    await hands.press('ArrowDown', 'Enter');
    await hands.focus(grip('Orders'));
    await hands.press('ArrowRight');
    await gripAt('Orders', /column 4, row 1, 3 wide, 2 high$/).waitFor();
    await hands.press('Shift+ArrowRight', 'Shift+ArrowDown');
    await gripAt('Orders', /4 wide, 3 high$/).waitFor();
    await hands.expectFocus();

    await hands.activate(button('Undo'));
    await gripAt('Orders', /4 wide, 2 high$/).waitFor();
    await hands.activate(button('Redo'));
    await gripAt('Orders', /4 wide, 3 high$/).waitFor();
    await hands.activate(button('Save'));
    await screen.page.waitForURL('**/boards/shop');
    await screen.waitForValue('Orders', 41);
    await screen.waitForConnection(/^Live$/);
    await api.push('shop.orders', 43);
    await screen.waitForValue('Orders', 43);

    await hands.activate(button(/^Time range: /));
    await hands.chooseMenuItem(range('Last 6 hours'));
    await screen.page.waitForURL('**/boards/shop?range=6h');

    await hands.activate(button('TV'));
    await dialog('Show on a TV').waitFor();
    await hands.activate(dialog('Show on a TV').getByRole('button', { name: 'Start on this screen' }));
    await expectWall('Shop');
    await hands.press('Escape');
    await screen.page.waitForURL('**/boards/shop?range=6h');
    await screen.waitForConnection(/^Live$/);
    await hands.expectFocus();
    screen.expectNoErrors();

    const { panels } = await stored('shop');
    expect(panels.map(({ title, layout: { x, w, h }, options }) => [title, x, w, h, options.thresholds])).toEqual([
      ['Orders', 3, 4, 3, { warn: 40 }],
      ['Returns', 0, 3, 2, undefined],
    ]);
  });
});
