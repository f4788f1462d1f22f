import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Board } from '../../../wire/schemas/board.js';
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

/** Starts with an empty data folder and a new browser profile. */
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
const dragHandle = (title: string): Locator => screen.page.getByRole('button', { name: new RegExp(`^${title}: `) });
const dragHandleAt = (title: string, position: RegExp): Locator =>
  dragHandle(title).and(screen.page.getByRole('button', { name: position }));
const field = (role: 'textbox' | 'combobox', name: RegExp): Locator =>
  screen.page.getByRole('complementary').getByRole(role, { name });
const range = (name: string): Locator => screen.page.getByRole('menuitemradio', { name, exact: true });
const option = (name: RegExp): Locator => screen.page.locator('[role=option]').filter({ hasText: name });
const panelInEditor = (title: string): Locator => screen.page.locator('bc-edit-grid .item').filter({ hasText: title });
const tvStatus = (): Locator => screen.page.locator('bc-tv-status');

const stored = async (slug: string): Promise<Board> =>
  expectJson(await api.request(`/api/v1/boards/${slug}`), 200) as Board;

/** Expects TV mode to show the board, and a value that is pushed meanwhile. */
async function expectTvMode(title: string): Promise<void> {
  await tvStatus().getByRole('heading', { name: title }).waitFor();
  expect(await screen.page.getByRole('banner').count()).toBe(0);
  await screen.waitForValue('Orders', 43);
  await api.push('shop.orders', 44);
  await screen.waitForValue('Orders', 44);
}

describe('a user creates a board and starts TV mode', () => {
  it('with the mouse', async () => {
    const user = new MouseUser(screen.page);

    // A board from a template, whose panels have no data yet.
    await user.click(button('New board'));
    await user.click(dialog('New board').getByText('Web service', { exact: true }));
    await user.click(dialog('New board').getByRole('button', { name: 'Create' }));
    await screen.page.waitForURL('**/boards/web-service/edit');
    await screen.page.locator('bc-edit-grid .item').first().waitFor();
    await user.click(button('Close'));
    await screen.page.waitForURL('**/boards/web-service');
    await screen.page.getByText('No data yet').first().waitFor();

    // An empty board, to which the user adds panels.
    await user.click(screen.page.getByRole('link', { name: 'Boards', exact: true }));
    await api.pushBatch([
      { key: 'shop.orders', value: 41 },
      { key: 'shop.returns', value: 3 },
    ]);
    await user.click(button('New board'));
    await user.fill(dialog('New board').getByLabel('Title'), 'Shop');
    await user.click(dialog('New board').getByText('Empty', { exact: true }));
    await user.click(dialog('New board').getByRole('button', { name: 'Create' }));
    await screen.page.waitForURL('**/boards/shop/edit');

    await user.click(button('Add the first panel'));
    await user.fill(field('textbox', /^Title/), 'Orders');
    await user.fill(field('combobox', /^Metric/), 'ord');
    await user.click(option(/shop\.orders/));
    await panelInEditor('Orders').locator('.value').filter({ hasText: '41' }).waitFor();
    await user.fill(field('textbox', /^Warning from/), '40');
    await panelInEditor('Orders').locator('.value.warn, .warn .value, .mark.warn').first().waitFor();

    await user.click(button('Add a panel'));
    await user.fill(field('textbox', /^Title/), 'Returns');
    await user.fill(field('combobox', /^Metric/), 'ret');
    await user.click(option(/shop\.returns/));
    const width = (await dragHandle('Orders').boundingBox())?.width ?? 0;
    await user.drag(dragHandle('Orders'), { x: 2 * (width + 12), y: 0 });
    await dragHandleAt('Orders', /column 7, row 1, 3 wide, 2 high$/).waitFor();
    await user.resize(dragHandle('Orders'), { x: width, y: 88 });
    await dragHandleAt('Orders', /6 wide, 3 high$/).waitFor();

    await user.click(button('Save'));
    await screen.page.waitForURL('**/boards/shop');
    await screen.waitForValue('Orders', 41);
    await screen.waitForConnection(/^Live$/);
    await api.push('shop.orders', 43);
    await screen.waitForValue('Orders', 43);

    await user.click(button(/^Time range: /));
    await user.click(range('Last 6 hours'));
    await screen.page.waitForURL('**/boards/shop?range=6h');

    await user.click(button('TV'));
    await user.click(dialog('Show on a TV').getByRole('button', { name: 'Start on this screen' }));
    await expectTvMode('Shop');
    screen.expectNoErrors();
  });

  it('with the keyboard', async () => {
    const user = new KeyboardUser(screen.page);
    await screen.page.getByRole('link', { name: 'This server' }).waitFor();
    await user.press('Tab');

    await user.activate(button('New board'));
    await dialog('New board').waitFor();
    await user.focus(dialog('New board').getByRole('radio').first());
    await user.press('ArrowDown', 'Enter');
    await screen.page.waitForURL('**/edit');
    await screen.page.locator('bc-edit-grid .item').first().waitFor();
    await user.activate(button('Close'));
    await screen.page.getByText('No data yet').first().waitFor();

    await user.activate(screen.page.getByRole('link', { name: 'Boards', exact: true }));
    await api.pushBatch([
      { key: 'shop.orders', value: 41 },
      { key: 'shop.returns', value: 3 },
    ]);
    await user.activate(button('New board'));
    await user.fill(dialog('New board').getByLabel('Title'), 'Shop');
    await user.activate(dialog('New board').getByRole('button', { name: 'Create' }));
    await screen.page.waitForURL('**/boards/shop/edit');

    await user.activate(button('Add the first panel'));
    await user.fill(field('textbox', /^Title/), 'Orders');
    await user.fill(field('combobox', /^Metric/), 'ord');
    await option(/shop\.orders/).waitFor();
    await user.press('ArrowDown', 'Enter');
    await panelInEditor('Orders').locator('.value').filter({ hasText: '41' }).waitFor();
    await user.fill(field('textbox', /^Warning from/), '40');

    await user.activate(button('Add a panel'));
    await user.fill(field('textbox', /^Title/), 'Returns');
    await user.fill(field('combobox', /^Metric/), 'ret');
    await option(/shop\.returns/).waitFor();
    await user.press('ArrowDown', 'Enter');
    await user.focus(dragHandle('Orders'));
    await user.press('ArrowRight');
    await dragHandleAt('Orders', /column 4, row 1, 3 wide, 2 high$/).waitFor();
    await user.press('Shift+ArrowRight', 'Shift+ArrowDown');
    await dragHandleAt('Orders', /4 wide, 3 high$/).waitFor();
    await user.expectFocus();

    await user.activate(button('Undo'));
    await dragHandleAt('Orders', /4 wide, 2 high$/).waitFor();
    await user.activate(button('Redo'));
    await dragHandleAt('Orders', /4 wide, 3 high$/).waitFor();
    await user.activate(button('Save'));
    await screen.page.waitForURL('**/boards/shop');
    await screen.waitForValue('Orders', 41);
    await screen.waitForConnection(/^Live$/);
    await api.push('shop.orders', 43);
    await screen.waitForValue('Orders', 43);

    await user.activate(button(/^Time range: /));
    await user.chooseMenuItem(range('Last 6 hours'));
    await screen.page.waitForURL('**/boards/shop?range=6h');

    await user.activate(button('TV'));
    await dialog('Show on a TV').waitFor();
    await user.activate(dialog('Show on a TV').getByRole('button', { name: 'Start on this screen' }));
    await expectTvMode('Shop');
    await user.press('Escape');
    await screen.page.waitForURL('**/boards/shop?range=6h');
    await screen.waitForConnection(/^Live$/);
    await user.expectFocus();
    screen.expectNoErrors();

    const { panels } = await stored('shop');
    expect(panels.map(({ title, layout: { x, w, h }, options }) => [title, x, w, h, options.thresholds])).toEqual([
      ['Orders', 3, 4, 3, { warn: 40 }],
      ['Returns', 0, 3, 2, undefined],
    ]);
  });
});
