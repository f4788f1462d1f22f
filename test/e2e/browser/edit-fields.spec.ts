import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Board } from '../../../wire/schemas/board.js';
import { expectJson } from '../../support/server/api-client.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser({ viewport: { width: 1440, height: 900 } });
const german = useBrowser({ viewport: { width: 1440, height: 900 }, locale: 'de-DE' });

let slug: string;
let screen: Screen;
let boards = 0;

const PANELS = [
  { id: 'n', type: 'number', title: 'Orders', query: { source: 'metrics', metric: 'shop.orders' } },
  { id: 'g', type: 'gauge', title: 'Units', query: { source: 'metrics', metric: 'shop.units' } },
];

beforeEach(async () => {
  slug = `fields-${(boards += 1)}`;
  const panels = PANELS.map((panel, index) => ({ ...panel, layout: { x: 4 * index, y: 0, w: 4, h: 4 } }));
  expectJson(await app.api.sendJson('POST', '/api/v1/boards', { slug, title: 'Fields', panels }), 201);
  await app.api.pushBatch([
    { key: 'shop.orders', value: 7 },
    ...['a', 'b', 'c'].map((line, index) => ({
      key: 'shop.units',
      value: 10 ** index,
      unit: 'pieces',
      tags: { line },
    })),
  ]);
});

const open = async (context = chrome.context): Promise<void> => {
  screen = await Screen.open(context, app.server.address, `/boards/${slug}/edit`);
};
const dragHandle = (title: string): Locator => screen.page.getByRole('button', { name: new RegExp(`^${title}: `) });
const button = (name: string): Locator => screen.page.getByRole('button', { name, exact: true });
const field = (label: string): Locator => screen.page.getByLabel(label, { exact: true });
const metric = (): Locator => screen.page.getByRole('combobox', { name: 'Metric' });
const stored = async (): Promise<Board> => expectJson(await app.api.request(`/api/v1/boards/${slug}`), 200) as Board;
const focused = (): Promise<string | null> =>
  screen.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement instanceof HTMLInputElement ? (activeElement.labels?.[0]?.textContent ?? null) : null;
  });

describe('a number field of the editor', () => {
  it('reads 1,000 as one thousand in English, rejects 1,5, and shows the number that it has read', async () => {
    await open();
    await dragHandle('Orders').click();
    await field('Critical from').fill('-2500.5');
    await field('Warning from').fill('1,5');
    await screen.page.getByText('Did you mean 1.5?').waitFor();
    await field('Warning from').fill('1,000');
    await field('Decimals').fill('2');
    expect(await field('Warning from').inputValue()).toBe('1,000');
    await field('Critical from').blur();
    expect(await field('Critical from').inputValue()).toMatch(/^[-\u2212]2,?500\.5$/);
    await button('Save').click();
    await screen.page.waitForURL(`**/boards/${slug}`);
    expect((await stored()).panels[0]?.options).toEqual({ decimals: 2, thresholds: { warn: 1000, crit: -2500.5 } });
  });

  it('reads 1.000 as one thousand in German', async () => {
    await open(german.context);
    await dragHandle('Orders').click();
    await screen.page.locator('[data-field$="thresholds.warn"] input').fill('1.000');
    await screen.page.keyboard.press('Control+s');
    await screen.page.waitForURL(`**/boards/${slug}`);
    expect((await stored()).panels[0]?.options).toEqual({ thresholds: { warn: 1000 } });
  });
});

describe('saving with an invalid field', () => {
  it('names the field and its panel and focuses it, from another panel and after a reload', async () => {
    await open();
    const { page } = screen;
    await dragHandle('Orders').click();
    await field('Warning from').fill('abc');
    await field('Decimals').fill('1.5');
    await dragHandle('Units').click();
    await page.keyboard.press('Control+s');
    await page.getByText(/^Not saved: “Warning from” of the panel “Orders” is invalid\./).waitFor();
    expect(await focused()).toBe('Warning from');
    expect(await field('Warning from').inputValue()).toBe('abc');
    await field('Warning from').fill('80');
    await page.getByText('is invalid.').waitFor({ state: 'detached' });

    await page.evaluate(() => {
      window.addEventListener(
        'beforeunload',
        (event) => {
          event.stopImmediatePropagation();
        },
        { capture: true },
      );
    });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await button('Save').click();
    await page.getByText(/^Not saved: “Decimals” of the panel “Orders” is invalid\. Enter a whole number/).waitFor();
    expect(await focused()).toBe('Decimals');
    expect(await field('Decimals').inputValue()).toBe('1.5');
    expect((await stored()).version).toBe(1);
    await field('Decimals').fill('1');
    await button('Save').click();
    await page.waitForURL(`**/boards/${slug}`);
    expect((await stored()).panels[0]?.options).toEqual({ decimals: 1, thresholds: { warn: 80 } });
  });

  it('stays on the page when the user saves changes on leaving, and saves them once they are valid', async () => {
    await open();
    const { page } = screen;
    await dragHandle('Orders').click();
    await metric().fill('what is this?');
    await metric().press('Tab');
    await dragHandle('Units').click();
    await button('Discard').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/^Not saved: “Metric” of the panel “Orders” is invalid/).waitFor();
    expect(await focused()).toBe('Metric');
    await metric().fill('shop.returns');
    await metric().press('Enter');
    await button('Discard').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(`**/boards/${slug}`);
    expect((await stored()).panels[0]?.query?.metric).toBe('shop.returns');
  });
});

describe('a panel that shows several series as one number', () => {
  it('asks in the metric field how to combine them, and shows the choice in TV mode', async () => {
    await open();
    const { page } = screen;
    await dragHandle('Units').click();
    await page.getByText('There are 3 series. Choose how to combine them.').waitFor();
    await field('Combine series').selectOption({ label: 'Sum' });
    await page.getByText('sum of 3 series').first().waitFor();
    const command = page.getByLabel('How to push data').locator('code, pre').first();
    expect(await command.innerText()).toContain('{"value":42,"tags":{"line":"a"},"unit":"pieces"}');
    await button('Save').click();
    await page.waitForURL(`**/boards/${slug}`);
    await page.goto(`${app.server.address}/boards/${slug}?tv`);
    await page.locator('bc-gauge-panel').getByText('sum of 3 series').waitFor();
  });
});
