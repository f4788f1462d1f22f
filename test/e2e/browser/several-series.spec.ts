import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const LATENCY = { source: 'metrics', metric: 'web.latency' };
const JOBS = { source: 'metrics', metric: 'jobs_open' };
const PANELS = [
  { id: 'n', type: 'number', title: 'Newest', query: LATENCY },
  { id: 's', type: 'number', title: 'Sum', query: LATENCY, options: { combine: 'sum' } },
  { id: 'g', type: 'gauge', title: 'Average', query: LATENCY, options: { combine: 'avg' } },
  {
    id: 'u',
    type: 'number',
    title: 'Mixed',
    query: { source: 'metrics', match: 'web.*' },
    options: { combine: 'max' },
  },
  { id: 'c', type: 'chart', title: 'Basement', query: { source: 'metrics', match: 'basement*' } },
  { id: 'r', type: 'number', title: 'Rate', query: { source: 'metrics', metric: 'web.old', rate: true } },
  { id: 't', type: 'number', title: 'Tags', query: { ...LATENCY, tags: { host: 'unknown' } } },
  { id: 'j', type: 'number', title: 'Jobs', query: JOBS, options: { combine: 'sum' } },
  { id: 'o', type: 'chart', title: 'Jobs over time', query: JOBS },
  { id: 'e', type: 'number', title: 'Never', query: { source: 'metrics', metric: 'web.never' } },
];

const push = async (path: string, body: string, status = 200): Promise<void> => {
  expect((await app.api.post(path, body)).status).toBe(status);
};

beforeAll(async () => {
  const panels = PANELS.map((panel, index) => ({
    ...panel,
    layout: { x: (index % 3) * 4, y: 3 * Math.floor(index / 3), w: 4, h: 3 },
  }));
  expect((await app.api.sendJson('POST', '/api/v1/boards', { slug: 'several', title: 'Several', panels })).status).toBe(
    201,
  );
  const now = Date.now();
  const items = [
    { key: 'web.latency', value: 10, unit: 'ms', tags: { host: 'a' }, at: now - 30_000 },
    { key: 'web.latency', value: 30, unit: 'ms', tags: { host: 'b' }, at: now - 10_000 },
    { key: 'web.latency', value: 20, unit: 'ms', tags: { host: 'c' }, at: now - 20_000 },
    { key: 'web.size', value: 512, unit: 'bytes', at: now },
    { key: 'web.old', value: 1, at: now - 7_200_000 },
  ];
  await push('/api/v1/metrics', JSON.stringify(items));
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    await push(`/metrics/job/shop/instance/${name}`, `jobs_open ${10 ** index}\n`);
  }
  await push('/api/v2/write?bucket=b&org=o', 'basement Größe=1,Grüße=2', 204);
});

describe('a number panel with several series', () => {
  it('shows how they are combined, and updates when one of them changes', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/several');
    const waitForValue = (title: string, value: string, note: string): Promise<void> =>
      screen
        .panel(title)
        .filter({ hasText: new RegExp(`${value}\\s*ms`) })
        .filter({ hasText: note })
        .waitFor();
    await waitForValue('Newest', '30', 'newest of 3 series');
    await waitForValue('Sum', '60', 'sum of 3 series');
    await screen.page
      .getByRole('meter', { name: 'Average' })
      .and(screen.page.locator('[aria-valuetext^="20"]'))
      .waitFor();
    await push('/api/v1/metrics/web.latency', JSON.stringify({ value: 70, tags: { host: 'a' } }));
    await waitForValue('Newest', '70', 'newest of 3 series');
    await waitForValue('Sum', '120', 'sum of 3 series');
    await screen.page
      .getByRole('meter', { name: 'Average' })
      .and(screen.page.locator('[aria-valuetext^="40"]'))
      .waitFor();
    await screen.panel('Mixed').getByText('different units (ms, bytes)').waitFor();
    screen.expectNoErrors();
  });
});

describe('a series that its client has ended', () => {
  const end = async (...names: string[]): Promise<void> => {
    for (const name of names) {
      expect((await app.api.sendJson('DELETE', `/metrics/job/shop/instance/${name}`, undefined)).status).toBe(202);
    }
  };

  it('is excluded from the sum of the others, and is marked in charts', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/several');
    const jobs = screen.panel('Jobs').first();
    await jobs.filter({ hasText: '111' }).filter({ hasText: 'sum of 3 series' }).waitFor();
    await end('c');
    await jobs.filter({ hasText: '11' }).filter({ hasText: 'sum of 2 series' }).waitFor();
    await screen.panel('Jobs over time').getByRole('button', { name: 'c ended' }).waitFor();
    await end('a', 'b');
    await jobs
      .filter({ hasText: '111' })
      .filter({ hasText: 'sum of 3 series' })
      .getByText(/^ended \d/)
      .waitFor();
    screen.expectNoErrors();
  });
});

describe('metric names with escaped characters', () => {
  it('are shown and found unescaped', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/several/edit');
    await screen.panel('Basement').getByText('Größe').waitFor();
    await screen.panel('Basement').getByText('Grüße').waitFor();
    await screen.page.getByRole('button', { name: /^Newest/ }).click();
    const metric = screen.page.getByRole('combobox', { name: 'Metric' });
    await metric.fill('größe');
    await screen.page.getByRole('option', { name: /Größe/ }).click();
    await screen.page.getByText(/^basement\.Größe · 1/).waitFor();
    expect(await metric.inputValue()).toBe('basement.Gr_x00F6__x00DF_e');
    screen.expectNoErrors();
  });
});

describe('a panel without data', () => {
  it('shows a push example only if its metric has never had a value', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/several');
    await screen.panel('Never').getByText('/api/v1/metrics/web.never').waitFor();
    await screen.panel('Rate').getByText('No data in this time range').waitFor();
    await screen.panel('Tags').getByText('No data with these tags').waitFor();
    expect(await screen.page.locator('code').count()).toBe(1);
    screen.expectNoErrors();
  });
});
