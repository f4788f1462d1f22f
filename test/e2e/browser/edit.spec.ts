import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Board } from '../../../wire/schemas/board.js';
import { ApiClient, expectJson } from '../../support/server/api-client.js';
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

beforeEach(async () => {
  server = await ServerProcess.start({ env: { POLL_INTERVAL: '2s', RECONNECT_DELAY: '500ms' } });
  api = new ApiClient(server.base);
  await api.createBoard('b', ['e.a', 'e.b', 'e.c']);
  await api.pushBatch(['e.a', 'e.b', 'e.c', 'e.new'].map((key, index) => ({ key, value: index + 1 })));
  screen = await Screen.open(chrome.context, server.address, '/boards/b');
  await screen.waitForValue('e.a', 1);
  await screen.page.getByRole('link', { name: 'Edit', exact: true }).click();
  await dragHandle('e.a').waitFor();
});

afterEach(async () => {
  await server.dispose();
});

/** The button that moves and resizes a panel. */
const dragHandle = (title: string): Locator => screen.page.getByRole('button', { name: new RegExp(`^${title}: `) });
const button = (name: string): Locator => screen.page.getByRole('button', { name, exact: true });
const stored = async (): Promise<Board> => expectJson(await api.request('/api/v1/boards/b'), 200) as Board;
const layouts = async (): Promise<Record<string, number[]>> =>
  Object.fromEntries((await stored()).panels.map(({ title, layout: { x, y, w, h } }) => [title, [x, y, w, h]]));

/** Renames the board as another user would. */
async function renameAsOtherUser(title: string): Promise<void> {
  const { version, panels } = await stored();
  expectJson(await api.sendJson('PUT', '/api/v1/boards/b', { title, panels }, { 'if-match': `"${version}"` }), 200);
}

async function fillTitle(title: string): Promise<void> {
  await screen.page.getByLabel('Title').fill(title);
}

describe('the board editor', () => {
  it('moves, resizes and adds panels by mouse, and saves them', async () => {
    const { page } = screen;
    const user = new MouseUser(page);
    const width = (await dragHandle('e.a').boundingBox())?.width as number;
    await user.drag(dragHandle('e.a'), { x: width + 12, y: 0 });
    await dragHandle('e.a')
      .and(page.getByRole('button', { name: /column 4, row 1, 3 wide, 2 high$/ }))
      .waitFor();

    await dragHandle('e.c').click();
    await user.resize(dragHandle('e.c'), { x: width / 3, y: 88 });
    await dragHandle('e.c')
      .and(page.getByRole('button', { name: /4 wide, 3 high$/ }))
      .waitFor();

    await button('Add a panel').click();
    await dragHandle('New panel').waitFor();
    await page
      .getByRole('complementary')
      .getByRole('textbox', { name: /^Title/ })
      .fill('Fresh');
    await page
      .getByRole('complementary')
      .getByRole('combobox', { name: /^Metric/ })
      .fill('e.new');
    await page.keyboard.press('Enter');
    await page
      .locator('bc-edit-grid .item')
      .filter({ hasText: 'Fresh' })
      .locator('.value')
      .filter({ hasText: '4' })
      .waitFor();

    await api.push('e.b', 22);
    await page
      .locator('bc-edit-grid .item')
      .filter({ hasText: 'e.b' })
      .locator('.value')
      .filter({ hasText: '22' })
      .waitFor();

    await button('Save').click();
    await page.waitForURL('**/boards/b');
    await screen.waitForValue('Fresh', 4);
    await screen.waitForValue('e.b', 22);
    expect(await layouts()).toEqual({
      'e.b': [0, 0, 3, 2],
      'e.a': [3, 0, 3, 2],
      'e.c': [6, 0, 4, 3],
      Fresh: [0, 2, 3, 2],
    });
    screen.expectNoErrors();
  });

  it('moves, resizes, removes and undoes by keyboard, and keeps the changes after a reload', async () => {
    const { page } = screen;
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await dragHandle('e.a').focus();
    await press('ArrowRight', 'Shift+ArrowDown');
    await dragHandle('e.a')
      .and(page.getByRole('button', { name: /column 4, row 1, 3 wide, 3 high$/ }))
      .waitFor();
    expect(await dragHandle('e.a').evaluate((element) => element === document.activeElement)).toBe(true);
    await dragHandle('e.c').focus();
    await press('Delete');
    await dragHandle('e.c').waitFor({ state: 'detached' });
    await press('Control+z');
    await dragHandle('e.c').waitFor();
    await press('Control+Shift+z');
    await dragHandle('e.c').waitFor({ state: 'detached' });

    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await dragHandle('e.a')
      .and(page.getByRole('button', { name: /column 4, row 1, 3 wide, 3 high$/ }))
      .waitFor();
    expect(await dragHandle('e.c').count()).toBe(0);

    await dragHandle('e.b').focus();
    await press('Enter');
    await page.getByRole('complementary').getByRole('heading', { name: 'e.b' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('bc-panel-form') !== null)).toBe(true);
    await press('Control+s');
    await page.waitForURL('**/boards/b');
    await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();
    expect(await layouts()).toEqual({ 'e.b': [0, 0, 3, 2], 'e.a': [3, 0, 3, 3] });
    screen.expectNoErrors();
  });

  it('asks before it discards changes, and does not ask without changes', async () => {
    const { page } = screen;
    await button('Close').click();
    await page.waitForURL('**/boards/b');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await fillTitle('Other');
    await button('Discard').click();
    await button('Keep editing').click();
    expect(page.url()).toMatch(/\/edit$/);
    await button('Discard').click();
    await button('Discard changes').click();
    await page.waitForURL('**/boards/b');
    expect((await stored()).title).toBe('Board b');
    screen.expectNoErrors();
  });

  it('asks when the user goes back in the browser, also after the user has stayed once', async () => {
    const { page } = screen;
    await fillTitle('Other');
    for (const choice of ['Keep editing', 'Discard changes']) {
      await page.goBack();
      await button(choice).click();
      await page.waitForURL(choice === 'Keep editing' ? '**/boards/b/edit' : '**/boards/b');
    }
    await screen.waitForValue('e.a', 1);
    screen.expectNoErrors();
  });

  it('keeps changes when the language is changed, without a confirmation', async () => {
    const { page } = screen;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.type());
      void dialog.accept();
    });
    await fillTitle('Andere');
    await page.getByRole('button', { name: /^Theme: / }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await button('Verwerfen').waitFor();
    expect(await page.getByRole('heading', { name: 'Andere', exact: true }).count()).toBe(1);
    expect(dialogs).toEqual([]);
    screen.expectNoErrors();
  });
});

describe('a board that another user has changed', () => {
  const saveConflict = async (): Promise<void> => {
    await fillTitle('Mine');
    await renameAsOtherUser('Theirs');
    await button('Save').click();
    await screen.page.getByRole('heading', { name: 'Someone else also changed this board' }).waitFor();
    await screen.page.getByText('Title changed from “Board b” to “Theirs”').waitFor();
    await screen.page.getByText('Title changed from “Board b” to “Mine”').waitFor();
  };

  it('shows both changes, and can be overwritten', async () => {
    await saveConflict();
    await button('Keep my version (overwrite theirs)').click();
    await screen.page.waitForURL('**/boards/b');
    expect((await stored()).title).toBe('Mine');
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows both changes, and can replace the draft, which undo restores', async () => {
    await saveConflict();
    await button('Use their version').click();
    await screen.page.getByRole('heading', { name: 'Theirs' }).waitFor();
    await button('Undo').click();
    await screen.page.getByRole('heading', { name: 'Mine', exact: true }).waitFor();
    expect((await stored()).title).toBe('Theirs');
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows both changes, and can be kept while the draft is saved as a copy', async () => {
    await saveConflict();
    await button('Save my version as a copy').click();
    await screen.page.waitForURL('**/boards/mine-my-copy');
    expect((await stored()).title).toBe('Theirs');
    await screen.waitForValue('e.a', 1);
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});

describe('saving a board', () => {
  it('keeps the draft while the server does not answer, and saves it later', async () => {
    await fillTitle('Draft');
    await server.kill();
    await button('Save').click();
    await screen.page.getByText(/^Not saved: the server does not answer/).waitFor();
    await server.restart();
    await button('Save').click();
    await screen.page.waitForURL('**/boards/b');
    expect((await stored()).title).toBe('Draft');
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows the error at the panel that the server rejects', async () => {
    await button('Add a panel').click();
    // More metrics than a query can have. The form leaves this check to the server.
    const metric = screen.page.getByRole('combobox', { name: 'Metric' });
    await metric.fill(Array.from({ length: 21 }, (_, index) => `m${index}`).join(', '));
    await metric.press('Enter');
    await button('Save').click();
    await screen.page.getByText(/^Not saved: a panel has an error/).waitFor();
    await screen.page
      .locator('.item.wrong')
      .getByRole('listitem')
      .filter({ hasText: /^query\.metrics/ })
      .waitFor();
    await dragHandle('New panel').focus();
    await screen.page.keyboard.press('Delete');
    await screen.page.locator('.item.wrong').waitFor({ state: 'detached' });
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});
