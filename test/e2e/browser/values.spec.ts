import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

/** Values, the options of their panels, and the expected text without spaces. */
const NUMBERS: readonly (readonly [number, object, string])[] = [
  [99.95, { unit: 'percent' }, '99.95%'],
  [99.996, { unit: 'percent' }, '99.996%'],
  [99.996, { unit: 'percent', decimals: 1 }, '99.9%'],
  [0.99996, { unit: 'ratio' }, '99.996%'],
  [100.04, { unit: 'percent' }, '100.04%'],
  [19.99, {}, '19.99'],
  [1999.99, { unit: 'EUR' }, '€1,999.99'],
  [1013.25, { unit: 'hPa' }, '1,013hPa'],
  [0.1 + 0.2, {}, '0.3'],
  [-0.001, { decimals: 2 }, '0.00'],
  [89.996, { thresholds: { warn: 70, crit: 90 } }, '89.996'],
  [60.001, { decimals: 0, thresholds: { warn: 80, crit: 60 } }, '61'],
  [59.999, { unit: 's', thresholds: { crit: 60 } }, '59.999s'],
  [5399.7, { unit: 's', thresholds: { crit: 5400 } }, '1h29min'],
  [1_048_575, { unit: 'bytes' }, '1.00MiB'],
  [123_456_789_012, {}, '123.5B'],
];

const CHANGES: readonly (readonly [number, number, RegExp])[] = [
  [0, 5, /up 5 vs/],
  [-5, 5, /up 10 vs/],
  [50, 100, /up 100 % vs/],
  [10, 100, /up 90 vs/],
  [100_000, 100_001, /up 1 vs/],
  [72.1234, 72.1236, /unchanged/],
];

const ROWS = [
  ['Größe, "x"', '2026-12-06', 1.5],
  ['=1+1', '2027-01-01T00:30:00Z', -0.1],
];

beforeAll(async () => {
  const now = Date.now();
  const tile = (index: number, title: string, metric: string, options: object): object => ({
    id: metric,
    type: 'number',
    title,
    query: { source: 'metrics', metric },
    layout: { x: (index % 6) * 2, y: Math.floor(index / 6) * 3, w: 2, h: 3 },
    options,
  });
  const numbers = NUMBERS.map(([, options], index) =>
    tile(index, `n${index}`, `n-${index}`, { delta: false, ...options }),
  );
  const changes = CHANGES.map((_, index) => tile(NUMBERS.length + index, `d${index}`, `d-${index}`, {}));
  const table = {
    ...{ id: 't', type: 'table', title: 'Due', layout: { x: 0, y: 20, w: 12, h: 4 } },
    ...{ query: { source: 'tables', table: 'due' }, options: {} },
  };
  const panels = [...numbers, ...changes, table];
  expect((await app.api.sendJson('POST', '/api/v1/boards', { slug: 'values', title: 'Values', panels })).status).toBe(
    201,
  );
  const items = [
    ...NUMBERS.map(([value], index) => ({ key: `n-${index}`, value, at: now })),
    ...CHANGES.flatMap(([before, value], index) => [
      { key: `d-${index}`, value: before, at: now - 30 * 60_000 },
      { key: `d-${index}`, value, at: now },
    ]),
  ];
  await app.api.sendJson('POST', '/api/v1/metrics', items);
  const columns = [{ name: 'task' }, { name: 'due', type: 'time' }, { name: 'n', type: 'number' }];
  expect((await app.api.sendJson('PUT', '/api/v1/tables/due', { columns, rows: ROWS })).status).toBe(200);
});

describe('numbers on a board', () => {
  it('are never rounded to 100 % or across a threshold, and show changes in percent, percentage points or the unit', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/values');
    await screen.value(`n${NUMBERS.length - 1}`).waitFor();
    await screen
      .panel('d5')
      .getByText(/vs|unchanged/)
      .waitFor();
    const textOf = async (title: string): Promise<string> =>
      (await screen.value(title).innerText()).replaceAll(/\s+/g, '');
    const shown = await Promise.all(NUMBERS.map((_, index) => textOf(`n${index}`)));
    expect(shown).toEqual(NUMBERS.map(([, , text]) => text));
    for (const [index, [, , text]] of CHANGES.entries()) {
      expect((await screen.panel(`d${index}`).innerText()).replaceAll(/\s+/g, ' ')).toMatch(text);
    }
    expect(await screen.value('n7').getAttribute('title')).toBe('1,013.25\u202fhPa');
    screen.expectNoErrors();
  });
});

describe('a date without a time', () => {
  it.each(['America/New_York', 'Europe/Berlin', 'Pacific/Auckland'])('is the same date in %s', async (timezoneId) => {
    const context = await chrome.browser.newContext({ locale: 'en-US', timezoneId });
    const screen = await Screen.open(context, app.server.address, '/boards/values');
    await screen.panel('Due').getByText('Dec 6, 2026', { exact: true }).waitFor();
    await context.close();
  });
});

describe('a CSV file', () => {
  it.each([
    ['en-US', 'task,due,n\r\n"Größe, ""x""",2026-12-06,1.5\r\n\'=1+1,2027-01-01T00:30:00.000Z,-0.1\r\n'],
    ['de-DE', 'task;due;n\r\n"Größe, ""x""";2026-12-06;1,5\r\n\'=1+1;2027-01-01T00:30:00.000Z;-0,1\r\n'],
  ])('uses the separators of %s', async (locale, text) => {
    const context = await chrome.browser.newContext({ locale, timezoneId: 'UTC' });
    const { page } = await Screen.open(context, app.server.address, '/boards/values');
    const panel = page.getByRole('region', { name: 'Due', exact: true });
    await panel.getByText('=1+1').waitFor();
    await panel.locator('bc-panel-menu button').first().click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /CSV/ }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toBe(`\uFEFF${text}`);
    await context.close();
  });
});
