import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();

const pageLanguage = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang);

/** Whether the page has to be scrolled horizontally. */
const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

beforeAll(async () => {
  await app.api.createBoard('shop', ['shop.orders', 'shop.returns']);
  await app.api.push('shop.orders', 1234.5);
});

describe('a German browser', () => {
  const options: BrowserContextOptions = { locale: 'de-DE', viewport: { width: 390, height: 844 } };
  const chrome = useBrowser(options);
  const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);

  it('shows the list of boards in German with plurals, and fits on a phone', async () => {
    const screen = await open('/boards');
    const { page } = screen;
    await page.getByRole('button', { name: 'Neues Board' }).waitFor();
    await page.getByText('2 Panels').waitFor();
    expect([await pageLanguage(page), await page.title(), await isTooWide(page)]).toEqual([
      'de',
      'Boards · Boardcast',
      false,
    ]);
    // A missing translation would log a warning on the console.
    screen.expectNoErrors();
  });

  it('shows a board in German, with German number formats', async () => {
    const screen = await open('/boards/shop');
    await screen.waitForConnection(/^Live$/);
    await screen.value('shop.orders').filter({ hasText: '1.235' }).waitFor();
    await screen.panel('shop.returns').getByText('Noch keine Daten').waitFor();
    await screen.page.getByRole('link', { name: 'Bearbeiten' }).waitFor();
    await screen.connectionBadge.click();
    await screen.page.getByRole('dialog', { name: 'Verbindung' }).getByText('In diesem Zustand seit').waitFor();
    expect([await pageLanguage(screen.page), await isTooWide(screen.page)]).toEqual(['de', false]);
    screen.expectNoErrors();
  });

  it('shows the editor in German', async () => {
    const screen = await open('/boards/shop/edit');
    const { page } = screen;
    await page.getByRole('button', { name: /^shop\.orders: / }).click();
    const form = page.getByRole('form', { name: 'Panel' });
    for (const label of ['Titel', 'Quelle', 'Metrik', 'Werte je Intervall', 'Einheit', 'Warnung ab']) {
      await form.getByLabel(label, { exact: true }).first().waitFor();
    }
    await form.getByLabel('Nachkommastellen').fill('viele');
    await form.getByText('Bitte eine Zahl eingeben').waitFor();
    expect([await pageLanguage(page), await isTooWide(page)]).toEqual(['de', false]);
    screen.expectNoErrors();
  });

  it('shows TV mode in German', async () => {
    const screen = await open('/boards/shop?tv&rotate=shop:1s');
    await screen.page.getByText('„1s“ bei „shop“ ist keine gültige Dauer').waitFor();
    expect(await pageLanguage(screen.page)).toBe('de');
    screen.expectNoErrors();
  });
});

describe('a browser in Tokyo', () => {
  const chrome = useBrowser({ timezoneId: 'Asia/Tokyo' });

  it('shows times in its own time zone, or in UTC if the user chooses it', async () => {
    const path = '/boards/shop?from=2026-03-04T12:00:00Z&to=2026-03-04T13:00:00Z';
    const screen = await Screen.open(chrome.context, app.server.address, path);
    const { page } = screen;
    await page.getByRole('button', { name: /9:00.*10:00.*PM/ }).waitFor();
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('menuitemradio', { name: 'UTC' }).click();
    await page.getByRole('button', { name: /12:00.*1:00.*PM/ }).waitFor();
    screen.expectNoErrors();
  });
});

describe('an English browser', () => {
  const chrome = useBrowser();
  const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);

  it('loads no translations, and no scripts that the page does not name', async () => {
    const screen = await Screen.create(chrome.context, app.server.address);
    const requests: string[] = [];
    screen.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await screen.goTo('/boards');
    await screen.page.getByRole('button', { name: 'New board' }).waitFor();
    const html = await (await fetch(`${app.server.address}/boards`, { headers: { accept: 'text/html' } })).text();
    const scripts = requests.filter((path) => path.endsWith('.js')).map((path) => path.slice(1));
    expect(scripts.length).toBeGreaterThan(1);
    expect(scripts.filter((script) => !html.includes(script))).toEqual([]);
    expect(await pageLanguage(screen.page)).toBe('en');
    screen.expectNoErrors();
  });

  it('remembers German if the user chooses it, and follows the browser again if the user chooses that', async () => {
    const screen = await open('/boards/shop');
    const { page } = screen;
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await page.getByRole('link', { name: 'Bearbeiten' }).waitFor();
    await screen.value('shop.orders').filter({ hasText: '1.235' }).waitFor();
    await screen.goTo('/boards');
    await page.getByRole('button', { name: 'Neues Board' }).waitFor();
    await page.getByRole('button', { name: /^Farbschema/ }).click();
    await page.getByRole('menuitemradio', { name: 'Wie der Browser' }).click();
    await page.getByRole('button', { name: 'New board' }).waitFor();
    expect(await pageLanguage(page)).toBe('en');
    screen.expectNoErrors();
  });

  it('keeps the layout of a board in right-to-left languages', async () => {
    const screen = await open('/boards/shop');
    const { page } = screen;
    await screen.value('shop.orders').waitFor();
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    const [orders, returns] = await Promise.all(
      ['shop.orders', 'shop.returns'].map((title) => screen.panel(title).boundingBox()),
    );
    expect(orders?.x ?? NaN).toBeLessThan(returns?.x ?? NaN);
    expect(await isTooWide(page)).toBe(false);
    const [heading, tools] = await Promise.all([
      page.getByRole('heading', { level: 1 }).boundingBox(),
      page.getByRole('button', { name: /^Theme/ }).boundingBox(),
    ]);
    expect(heading?.x ?? NaN).toBeGreaterThan(tools?.x ?? NaN);
  });

  it('prints a board on a white background, with its title and the time of its values, without buttons', async () => {
    const screen = await open('/boards/shop');
    const { page } = screen;
    await screen.waitForConnection(/^Live$/);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.getByText(/^Last .* · as of .* \(UTC\)$/).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe('rgb(255, 255, 255)');
    screen.expectNoErrors();
  });
});
