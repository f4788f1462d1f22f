import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Board } from '../../../wire/schemas/board.js';
import { expectJson } from '../../support/server/api-client.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';
import { makeTempDir } from '../../support/make-temp-dir.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const folder = makeTempDir();
const app = useServer({ env: { BOARDS_DIR: folder } });
const chrome = useBrowser();

const open = (): Promise<Screen> => Screen.open(chrome.context, app.server.address, '/boards');
const card = ({ page }: Screen, title: string): Locator => page.getByRole('link', { name: title, exact: true });
const stored = async (slug: string): Promise<Board> =>
  expectJson(await app.api.request(`/api/v1/boards/${slug}`), 200) as Board;
const status = async (slug: string): Promise<number> => (await app.api.request(`/api/v1/boards/${slug}`)).status;

async function choose({ page }: Screen, title: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Menu of ${title}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Imports a file through the file dialog. */
async function importFile({ page }: Screen, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

async function waitForStatus(slug: string, wanted: number): Promise<void> {
  while ((await status(slug)) !== wanted);
}

beforeAll(async () => {
  await app.api.createBoard('shop', ['shop.orders', 'shop.returns']);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the list of boards', () => {
  it('shows which file has an error, with its position and reason, until it is fixed', async () => {
    const write = (type: string): void => {
      const layout = '{ x: 0, y: 0, w: 3, h: 2 }';
      const panel = `  - id: a\n    type: ${type}\n    title: A\n    layout: ${layout}\n    query: { source: events }\n`;
      writeFileSync(join(folder, 'git.yaml'), `title: From git\npanels:\n${panel}`);
    };
    const errors = async (): Promise<number> =>
      ((await app.api.request('/api/v1/boards')).json() as { fileErrors?: unknown[] }).fileErrors?.length ?? 0;
    write('Events');
    while ((await errors()) === 0);
    const screen = await open();
    const fileErrors = screen.page.getByRole('main').locator('details');
    await fileErrors.getByText('One board file has errors').waitFor();
    for (const text of ['git.yaml', 'line 4', 'panels[0].type']) await fileErrors.getByText(text).waitFor();
    write('events');
    while ((await errors()) > 0);
    await screen.page.reload();
    await card(screen, 'From git').waitFor();
    await screen.page.getByText('read-only, from git.yaml').waitFor();
    expect(await fileErrors.count()).toBe(0);
    screen.expectNoErrors();
  });

  it('creates a board from a template by keyboard, and opens the editor', async () => {
    const screen = await open();
    const { page } = screen;
    await page.getByRole('button', { name: 'New board' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New board' });
    // The first field has the focus.
    await dialog.getByLabel('Title').waitFor();
    await page.keyboard.type('Sensors at home');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
    await dialog.getByText('sensors.temperature').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/boards/sensors-at-home/edit');
    expect((await stored('sensors-at-home')).panels).toHaveLength(8);
    screen.expectNoErrors();
  });

  it('shows that an address is already used, and keeps the other fields', async () => {
    const screen = await open();
    const dialog = screen.page.getByRole('dialog', { name: 'New board' });
    await screen.page.getByRole('button', { name: 'New board' }).click();
    await dialog.getByLabel('Title').fill('Shop');
    await dialog.getByLabel('Address').fill('shop');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('There is already a board at this address.').waitFor();
    expect(await dialog.getByLabel('Title').inputValue()).toBe('Shop');
    // The field to fix has the focus, which was on the button before.
    expect(await dialog.getByLabel('Address').evaluate((field) => field === document.activeElement)).toBe(true);
    await screen.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('duplicates a board', async () => {
    const screen = await open();
    await choose(screen, 'Board shop', 'Duplicate');
    await card(screen, 'Board shop (copy)').waitFor();
    expect((await stored('board-shop-copy')).panels).toEqual((await stored('shop')).panels);
    screen.expectNoErrors();
  });

  it('restores a deleted board unchanged on undo', async () => {
    await app.api.createBoard('kept', ['kept.a']);
    const screen = await open();
    await choose(screen, 'Board kept', 'Delete');
    await card(screen, 'Board kept').waitFor({ state: 'detached' });
    expect(await screen.page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Undo');
    await screen.page.keyboard.press('Enter');
    await card(screen, 'Board kept').waitFor();
    expect((await stored('kept')).version).toBe(1);
    screen.expectNoErrors();
  });

  it('deletes a board permanently when the toast or the page is closed', async () => {
    await app.api.createBoard('old', ['old.a']);
    await app.api.createBoard('older', ['older.a']);
    const screen = await open();
    await choose(screen, 'Board old', 'Delete');
    expect(await status('old')).toBe(200);
    await screen.page.getByRole('button', { name: 'Close' }).click();
    await waitForStatus('old', 410);
    await choose(screen, 'Board older', 'Delete');
    await screen.page.getByText('“Board older” deleted').waitFor();
    await screen.page.close();
    await waitForStatus('older', 410);
    screen.expectNoErrors();
  });

  it('exports a board as a file, and imports it at another address', async () => {
    const screen = await open();
    const download = screen.page.waitForEvent('download');
    await choose(screen, 'Board shop', 'Export');
    const file = await download;
    expect(file.suggestedFilename()).toBe('shop.json');
    const text = readFileSync(await file.path(), 'utf8');
    await importFile(screen, 'shop.json', text);
    const dialog = screen.page.getByRole('dialog', { name: '“shop.json” was not imported' });
    expect(await dialog.getByLabel('Address').inputValue()).toBe('shop-2');
    await dialog.getByLabel('Address').fill('shop-again');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await screen.page.getByRole('button', { name: 'Open' }).click();
    await screen.page.waitForURL('**/boards/shop-again');
    expect(await stored('shop-again')).toEqual({ ...(await stored('shop')), slug: 'shop-again' });
    screen.expectNoErrors({ allowFailedRequests: true });
  });

  it('shows what is wrong with an imported file, and where', async () => {
    const screen = await open();
    await importFile(screen, 'broken.json', '{ "title": "Broken", "panels": [{ "id": "a", "type": "number" }] }');
    const dialog = screen.page.getByRole('dialog', { name: '“broken.json” was not imported' });
    await dialog.getByText('panels[0].title').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    // This file is dropped on the page.
    await screen.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['not a board'], 'text.json'));
      for (const type of ['dragover', 'drop']) {
        document.querySelector('main')?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true }));
      }
    });
    await screen.page
      .getByRole('dialog')
      .getByText(/^The file is not valid JSON/)
      .waitFor();
    screen.expectNoErrors({ allowFailedRequests: true });
  });
});
