import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const HOUR = 3_600_000;

const app = useServer();
const chrome = useBrowser();

const PANELS = [
  { id: 's', type: 'status', title: 'Jobs', query: { source: 'statuses', as: 'uptime' } },
  { id: 'l', type: 'number', title: 'Late', query: { source: 'metrics', metric: 'late' } },
  { id: 'd', type: 'number', title: 'Dead', query: { source: 'metrics', metric: 'dead' } },
  { id: 'e', type: 'events', title: 'Events', query: { source: 'events' } },
];

const send = async (path: string, body: unknown): Promise<void> => {
  expect((await app.api.post(`/api/v1/${path}`, JSON.stringify(body))).status).toBe(200);
};

beforeAll(async () => {
  const panels = PANELS.map((panel, index) => ({ ...panel, layout: { x: (index % 3) * 4, y: index, w: 4, h: 3 } }));
  const board = { slug: 'fresh', title: 'Fresh', range: '24h', panels };
  expect((await app.api.sendJson('POST', '/api/v1/boards', board)).status).toBe(201);
  const now = Date.now();
  await send('statuses/job.calm', { state: 'ok', at: now - 20 * HOUR });
  await send('statuses/job.calm', { state: 'crit', at: now - 10 * HOUR });
  await send('statuses/job.calm', { state: 'ok', at: now - 5 * HOUR });
  await send('metrics/late', { value: 41, at: now - 2 * HOUR, expectEvery: '1h' });
  await send('metrics/dead', { value: 42, at: now - 11 * HOUR, expectEvery: '1h' });
  for (const title of ['Disk full', 'Disk is fine', 'Deployed']) await send('events', { title });
});

describe('a panel with old data', () => {
  it('looks late or dead, and keeps its value', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/fresh');
    const isDead = (title: string): Promise<boolean> =>
      screen.panel(title).evaluate((panel) => panel.classList.contains('dead'));
    await screen.panel('Late').getByText('2 h old').waitFor();
    await screen.panel('Dead').getByText('no data for 11 h').waitFor();
    await screen.panel('Late').getByText('41', { exact: true }).first().waitFor();
    await screen.panel('Dead').getByText('42', { exact: true }).first().waitFor();
    expect([await isDead('Late'), await isDead('Dead')]).toEqual([false, true]);
    screen.expectNoErrors();
  });

  it('marks each status that becomes late or dead', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/fresh');
    const jobs = screen.panel('Jobs').locator('li');
    await jobs.filter({ hasText: 'job.calm' }).waitFor();
    await send('statuses/job.quick', { state: 'ok', expectEvery: '1s' });
    await screen.panel('Jobs').locator('li.overdue', { hasText: 'job.quick' }).waitFor();
    expect(await jobs.filter({ hasText: 'job.calm' }).evaluate((row) => row.classList.contains('silent'))).toBe(false);
    await screen.panel('Jobs').locator('li.overdue.dead', { hasText: 'job.quick' }).waitFor();
    screen.expectNoErrors();
  });
});

describe('a status', () => {
  it('shows its history as bars, and its uptime in percent', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/fresh');
    const calm = screen.panel('Jobs').locator('li', { hasText: 'job.calm' });
    await calm.getByRole('img', { name: 'In the last 24 h: critical, ok' }).waitFor();
    await calm.getByText(/^7[45]\.\d\d\s*%$/).waitFor();
    screen.expectNoErrors();
  });
});

describe('an event list in full screen', () => {
  it('can be searched', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/fresh?panel=e');
    const events = screen.panel('Events');
    await events.getByRole('searchbox', { name: 'Search events' }).fill('disk');
    await events.getByText('2 of 3').waitFor();
    expect(await events.locator('li').count()).toBe(2);
    screen.expectNoErrors();
  });
});
