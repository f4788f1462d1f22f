import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const STATES = Array.from({ length: 20 }, (_, index) => (index === 4 ? 'crit' : index === 5 ? 'warn' : 'ok'));
const ROWS = 20;
const SERIES = 90;
const LOAD = { source: 'metrics', metric: 'load', limit: 100 };
const PANELS = [
  { id: 's', type: 'status', title: 'Presses', layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: 'statuses' } },
  {
    id: 'n',
    type: 'status',
    title: 'Load',
    layout: { x: 3, y: 0, w: 6, h: 3 },
    query: LOAD,
    options: { thresholds: { warn: 70, crit: 90 } },
  },
  {
    id: 't',
    type: 'table',
    title: 'Orders',
    layout: { x: 9, y: 0, w: 3, h: 2 },
    query: { source: 'tables', table: 'o' },
  },
  { id: 'e', type: 'events', title: 'Events', layout: { x: 9, y: 2, w: 3, h: 2 }, query: { source: 'events' } },
  {
    id: 'p',
    type: 'pie',
    title: 'Parts',
    layout: { x: 3, y: 3, w: 3, h: 2 },
    query: { source: 'metrics', metric: 'parts' },
    options: { limit: 8 },
  },
  {
    id: 'g',
    type: 'gauge',
    title: 'Pressure',
    layout: { x: 6, y: 3, w: 3, h: 2 },
    query: { source: 'metrics', metric: 'pressure' },
    options: { thresholds: { warn: 70, crit: 90 } },
  },
  {
    id: 'l',
    type: 'table',
    title: 'Long',
    layout: { x: 0, y: 4, w: 3, h: 2 },
    query: { source: 'tables', table: 'long' },
  },
  {
    id: 'x',
    type: 'text',
    title: 'Text',
    layout: { x: 0, y: 2, w: 3, h: 2 },
    options: { text: 'A sentence of a long text. '.repeat(60) },
  },
];

beforeAll(async () => {
  const send = async (method: string, path: string, body: unknown): Promise<void> => {
    expect((await app.api.sendJson(method, path, body)).status).toBeLessThan(300);
  };
  for (const [index, state] of STATES.entries()) await send('POST', `/api/v1/statuses/press-${index}`, { state });
  const load = Array.from({ length: SERIES }, (_, index) => ({
    key: 'load',
    value: index < SERIES - 8 ? 10 : 95,
    tags: { host: `web-${index}` },
  }));
  await send('POST', '/api/v1/metrics', load);
  const parts = Array.from({ length: 8 }, (_, index) => ({
    key: 'parts',
    value: 1_400 + index,
    tags: { part: `p${index}` },
  }));
  await send('POST', '/api/v1/metrics', [...parts, { key: 'pressure', value: 95 }]);
  await send('PUT', '/api/v1/tables/long', {
    columns: [{ name: 'row', type: 'number' }],
    rows: Array.from({ length: 300 }, (_, row) => [row]),
  });
  for (const level of ['crit', 'warn', ...Array<string>(12).fill('info')])
    await send('POST', '/api/v1/events', { title: `Something ${level}`, level });
  await send('PUT', '/api/v1/tables/o', {
    columns: [
      { name: 'order' },
      { name: 'customer' },
      { name: 'street' },
      { name: 'note' },
      { name: 'state', type: 'state' },
    ],
    rows: Array.from({ length: ROWS }, (_, row) => [
      `A-${row}`,
      'A customer with a name',
      'A street with a name',
      'A note',
      row === ROWS - 1 ? 'crit' : 'ok',
    ]),
  });
  await send('POST', '/api/v1/boards', { slug: 'full', title: 'Full', panels: PANELS });
});

const summaryOf = (screen: Screen, title: string): Promise<string> =>
  screen.panel(title).locator('bc-overflow-summary p').innerText();

/** Returns how many items are completely visible, counted without the code under test. */
const countVisible = (screen: Screen, title: string, items: string): Promise<number> =>
  screen
    .panel(title)
    .locator('.scroll')
    .evaluate((scroller, selector) => {
      const { top, bottom } = scroller.getBoundingClientRect();
      return [...scroller.querySelectorAll(selector)].filter((item) => {
        const box = item.getBoundingClientRect();
        return box.top >= top - 4 && box.bottom <= bottom + 4;
      }).length;
    }, items);

describe('a panel whose content does not fit', () => {
  it.each([
    ['on a desktop', { width: 1440, height: 900 }, ''],
    ['in TV mode', { width: 1920, height: 1080 }, '?tv'],
    ['on a phone', { width: 390, height: 844 }, ''],
  ])('shows how much is hidden, %s', async (_where, size, query) => {
    const screen = await Screen.open(chrome.context, app.server.address, `/boards/full${query}`);
    await screen.page.setViewportSize(size);
    await screen.panel('Text').locator('bc-overflow-summary p').waitFor();
    const statuses = STATES.length - (await countVisible(screen, 'Presses', 'li'));
    expect(await summaryOf(screen, 'Presses')).toMatch(new RegExp(`^\\+${statuses} more`));
    expect(await screen.panel('Presses').locator('li').first().innerText()).toContain('press-4');
    expect(await summaryOf(screen, 'Load')).toBe(`+${SERIES - (await countVisible(screen, 'Load', 'li'))} more`);
    const rows = ROWS - (await countVisible(screen, 'Orders', 'tbody tr'));
    expect(await summaryOf(screen, 'Orders')).toMatch(new RegExp(`^\\+${rows} more, 1 critical · \\+\\d columns?$`));
    expect(await summaryOf(screen, 'Events')).toMatch(/^\+\d+ more, 1 critical, 1 warning$/);
    expect(await summaryOf(screen, 'Text')).toBe('More text below');
    expect(await summaryOf(screen, 'Parts')).toBe(`+${8 - (await countVisible(screen, 'Parts', 'li'))} more`);
    const total = screen.panel('Parts').locator('.total');
    expect(await total.innerText()).toBe('11,228');
    expect(await total.evaluate((text) => text.scrollWidth <= text.clientWidth)).toBe(true);
    const ends = screen.panel('Pressure').locator('.end');
    expect(await ends.allInnerTexts()).toEqual(['0', '100']);
    for (const end of await ends.all()) expect((await end.boundingBox())?.height).toBeGreaterThan(10);
    expect(await countVisible(screen, 'Long', 'tbody tr')).toBeGreaterThan(0);
    screen.expectNoErrors();
    await screen.page.close();
  });

  it('shows how much is hidden in print', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/full');
    await screen.panel('Orders').locator('bc-overflow-summary p').waitFor();
    await screen.page.emulateMedia({ media: 'print' });
    expect(await screen.panel('Orders').locator('bc-overflow-summary p').isVisible()).toBe(true);
    expect(await summaryOf(screen, 'Orders')).toMatch(/, 1 critical/);
    await screen.page.close();
  });

  it('shows nothing if everything is visible, and updates when data changes', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/full');
    await screen.panel('Presses').locator('bc-overflow-summary p').waitFor();
    await screen.goTo('/boards/full?panel=s');
    await screen.panel('Presses').locator('bc-overflow-summary p').waitFor({ state: 'detached' });
    await screen.goTo('/boards/full');
    for (const press of [6, 7, 8, 9])
      await app.api.sendJson('POST', `/api/v1/statuses/press-${press}`, { state: 'crit' });
    await screen.panel('Presses').locator('bc-overflow-summary p').filter({ hasText: 'critical' }).waitFor();
    screen.expectNoErrors();
  });
});
