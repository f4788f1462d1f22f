import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Board } from '../../../wire/board.js';
import { ApiClient, expectJson } from '../../support/server/api-client.js';
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
  await grip('e.a').waitFor();
});

afterEach(async () => {
  await server.dispose();
});

/** What a panel is taken by. */
const grip = (title: string): Locator => screen.page.getByRole('button', { name: new RegExp(`^${title}: `) });
const button = (name: string): Locator => screen.page.getByRole('button', { name, exact: true });
const stored = async (): Promise<Board> => expectJson(await api.request('/api/v1/boards/b'), 200) as Board;
const layouts = async (): Promise<Record<string, number[]>> =>
  Object.fromEntries((await stored()).panels.map(({ title, layout: { x, y, w, h } }) => [title, [x, y, w, h]]));

/** Presses at a point of an element, pulls, and lets go. */
async function drag(from: Locator, by: { x: number; y: number }, at?: { x: number; y: number }): Promise<void> {
  const box = await from.boundingBox();
  if (!box) throw new Error('It is not to be seen.');
  const start = { x: box.x + (at?.x ?? box.width / 2), y: box.y + (at?.y ?? box.height / 2) };
  const { mouse } = screen.page;
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move(start.x + by.x / 2, start.y + by.y / 2);
  await mouse.move(start.x + by.x, start.y + by.y, { steps: 4 });
  await mouse.up();
}

/** Somebody else is faster. */
async function renameElsewhere(title: string): Promise<void> {
  const { version, panels } = await stored();
  expectJson(await api.sendJson('PUT', '/api/v1/boards/b', { title, panels }, { 'if-match': `"${version}"` }), 200);
}

async function titleTheBoard(title: string): Promise<void> {
  await screen.page.getByLabel('Title').fill(title);
}

describe('editing on the board', () => {
  it('by mouse: moves, resizes, adds and removes; what is saved is on the board', async () => {
    const { page } = screen;
    const width = (await grip('e.a').boundingBox())?.width as number;
    await drag(grip('e.a'), { x: width + 12, y: 0 });
    await grip('e.a')
      .and(page.getByRole('button', { name: /column 4, row 1, 3 wide, 2 high$/ }))
      .waitFor();

    await grip('e.c').click();
    const box = await grip('e.c').boundingBox();
    await drag(grip('e.c'), { x: width / 3, y: 88 }, { x: (box?.width ?? 0) - 8, y: (box?.height ?? 0) - 8 });
    await grip('e.c')
      .and(page.getByRole('button', { name: /4 wide, 3 high$/ }))
      .waitFor();

    await button('Add a panel').click();
    await grip('New panel').waitFor();
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

  it('by keyboard: moves, resizes, removes, undoes; a reload loses nothing', async () => {
    const { page } = screen;
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await grip('e.a').focus();
    await press('ArrowRight', 'Shift+ArrowDown');
    await grip('e.a')
      .and(page.getByRole('button', { name: /column 4, row 1, 3 wide, 3 high$/ }))
      .waitFor();
    expect(await grip('e.a').evaluate((element) => element === document.activeElement)).toBe(true);
    await grip('e.c').focus();
    await press('Delete');
    await grip('e.c').waitFor({ state: 'detached' });
    await press('Control+z');
    await grip('e.c').waitFor();
    await press('Control+Shift+z');
    await grip('e.c').waitFor({ state: 'detached' });

    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await grip('e.a')
      .and(page.getByRole('button', { name: /column 4, row 1, 3 wide, 3 high$/ }))
      .waitFor();
    expect(await grip('e.c').count()).toBe(0);

    await grip('e.b').focus();
    await press('Enter');
    await page.getByRole('complementary').getByRole('heading', { name: 'e.b' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('bc-panel-form') !== null)).toBe(true);
    await press('Control+s');
    await page.waitForURL('**/boards/b');
    await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();
    expect(await layouts()).toEqual({ 'e.b': [0, 0, 3, 2], 'e.a': [3, 0, 3, 3] });
    screen.expectNoErrors();
  });

  it('asks before changes are discarded, and not without any', async () => {
    const { page } = screen;
    await button('Close').click();
    await page.waitForURL('**/boards/b');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await titleTheBoard('Other');
    await button('Discard').click();
    await button('Keep editing').click();
    expect(page.url()).toMatch(/\/edit$/);
    await button('Discard').click();
    await button('Discard changes').click();
    await page.waitForURL('**/boards/b');
    expect((await stored()).title).toBe('Board b');
    screen.expectNoErrors();
  });

  it('asks on the browser’s way back, too, which leads to the same place after staying', async () => {
    const { page } = screen;
    await titleTheBoard('Other');
    for (const answer of ['Keep editing', 'Discard changes']) {
      await page.goBack();
      await button(answer).click();
      await page.waitForURL(answer === 'Keep editing' ? '**/boards/b/edit' : '**/boards/b');
    }
    await screen.waitForValue('e.a', 1);
    screen.expectNoErrors();
  });

  it('keeps changes over another language, and does not ask', async () => {
    const { page } = screen;
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await titleTheBoard('Andere');
    await page.getByRole('button', { name: /^Theme: / }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await button('Verwerfen').waitFor();
    expect(await page.getByRole('heading', { name: 'Andere', exact: true }).count()).toBe(1);
    expect(asked).toEqual([]);
    screen.expectNoErrors();
  });
});

describe('a lost race', () => {
  const lose = async (): Promise<void> => {
    await titleTheBoard('Mine');
    await renameElsewhere('Theirs');
    await button('Save').click();
    await screen.page.getByRole('heading', { name: 'Someone else also changed this board' }).waitFor();
    await screen.page.getByText('Title changed from “Board b” to “Theirs”').waitFor();
    await screen.page.getByText('Title changed from “Board b” to “Mine”').waitFor();
  };

  it('shows both; mine may replace theirs', async () => {
    await lose();
    await button('Keep mine (overwrite)').click();
    await screen.page.waitForURL('**/boards/b');
    expect((await stored()).title).toBe('Mine');
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows both; theirs may be taken, and mine comes back by undo', async () => {
    await lose();
    await button('Take theirs').click();
    await screen.page.getByRole('heading', { name: 'Theirs' }).waitFor();
    await button('Undo').click();
    await screen.page.getByRole('heading', { name: 'Mine', exact: true }).waitFor();
    expect((await stored()).title).toBe('Theirs');
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows both; mine may become a board of its own', async () => {
    await lose();
    await button('Save mine as a copy').click();
    await screen.page.waitForURL('**/boards/mine-my-copy');
    expect((await stored()).title).toBe('Theirs');
    await screen.waitForValue('e.a', 1);
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});

describe('a server that', () => {
  it('does not answer: the draft is kept, and saved later', async () => {
    await titleTheBoard('Patient');
    await server.kill();
    await button('Save').click();
    await screen.page.getByText(/^Not saved: the server does not answer/).waitFor();
    await server.restart();
    await button('Save').click();
    await screen.page.waitForURL('**/boards/b');
    expect((await stored()).title).toBe('Patient');
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('refuses a panel: says so at the panel', async () => {
    await button('Add a panel').click();
    // More than a query may name, which the form leaves to the server.
    const metric = screen.page.getByRole('combobox', { name: 'Metric' });
    await metric.fill(Array.from({ length: 21 }, (_, nth) => `m${nth}`).join(', '));
    await metric.press('Enter');
    await button('Save').click();
    await screen.page.getByText(/^Not saved: a panel has an error/).waitFor();
    await screen.page
      .locator('.item.wrong')
      .getByRole('listitem')
      .filter({ hasText: /^query\.metrics/ })
      .waitFor();
    await grip('New panel').focus();
    await screen.page.keyboard.press('Delete');
    await screen.page.locator('.item.wrong').waitFor({ state: 'detached' });
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});
