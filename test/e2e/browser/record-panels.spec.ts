import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const PANELS = [
  { id: 's', type: 'status', title: 'Services', query: { source: 'statuses', match: 'shop.*' } },
  { id: 't', type: 'table', title: 'Hosts', query: { source: 'tables', table: 'hosts' } },
  { id: 'e', type: 'events', title: 'Events', query: { source: 'events' } },
  { id: 'x', type: 'text', title: 'Runbook', options: { text: '**Calm**<script>alert(1)</script>' } },
  { id: 'i', type: 'image', title: 'Logo', options: { url: '/favicon.svg', alt: 'the logo' } },
  { id: 'w', type: 'web', title: 'Health', options: { url: '/health/live' } },
  { id: 'r', type: 'web', title: 'Elsewhere', options: { url: 'https://elsewhere.example/' } },
  { id: 'c', type: 'clock', title: 'Here', options: { timeZone: 'UTC', format: '24' } },
];

const reportStatus = (key: string, state: string): Promise<unknown> =>
  app.api.post(`/api/v1/statuses/${key}`, JSON.stringify({ state, message: 'slow' }));
const addEvent = (title: string): Promise<unknown> => app.api.post('/api/v1/events', JSON.stringify({ title }));
const putHosts = (factor: number): Promise<unknown> =>
  app.api.sendJson('PUT', '/api/v1/tables/hosts', {
    columns: [{ name: 'host' }, { name: 'load', type: 'number' }],
    rows: Array.from({ length: 300 }, (_, row) => [`web-${row}`, row * factor]),
  });
const scrollTo = (scroller: Locator, top: number): Promise<void> =>
  scroller.evaluate(async (element, newTop) => {
    const hasScrolled = new Promise((resolve) => {
      element.addEventListener('scroll', resolve, { once: true });
    });
    element.scrollTop = newTop;
    await hasScrolled;
  }, top);

beforeAll(async () => {
  const panels = PANELS.map((panel, index) => ({ ...panel, layout: { x: (index % 3) * 4, y: index, w: 4, h: 3 } }));
  expect((await app.api.sendJson('POST', '/api/v1/boards', { slug: 'records', title: 'Records', panels })).status).toBe(
    201,
  );
  await reportStatus('shop.api', 'ok');
  await reportStatus('shop.mail', 'warn');
  for (let index = 0; index < 30; index += 1) await addEvent(`event ${index}`);
  await putHosts(1);
});

describe('panels without metrics', () => {
  it('show a status, and update it when it is pushed again', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/records');
    const services = screen.panel('Services').locator('li');
    await services.filter({ hasText: /warning\s*shop\.mail\s*slow/ }).waitFor();
    await reportStatus('shop.mail', 'crit');
    await services.filter({ hasText: /critical\s*shop\.mail/ }).waitFor();
    expect(await services.count()).toBe(2);
    screen.expectNoErrors();
  });

  it('show text, images, web pages and clocks without data, and a message for a page that is not allowed', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/records');
    await screen.panel('Runbook').locator('strong').filter({ hasText: 'Calm' }).waitFor();
    expect(await screen.panel('Runbook').locator('script').count()).toBe(0);
    const logo = screen.panel('Logo').getByRole('img', { name: 'the logo' });
    await logo.waitFor();
    expect(await logo.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await screen.panel('Health').frameLocator('iframe').getByText('"live"').waitFor();
    await screen.panel('Elsewhere').getByText('EMBED_ORIGINS=https://elsewhere.example').waitFor();
    await screen
      .panel('Here')
      .getByText(/^\d\d:\d\d$/)
      .waitFor();
    screen.expectNoErrors();
  });
});

describe('an update', () => {
  it('keeps the sort order, the focus and the scroll position of a table', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/records');
    const hosts = screen.panel('Hosts');
    const head = hosts.getByRole('button', { name: 'load', exact: true });
    await head.press('Enter');
    await head.press('Enter');
    await hosts.getByRole('columnheader', { name: 'load' }).and(hosts.locator('[aria-sort=descending]')).waitFor();
    await hosts.getByText('Showing the first 200 of 300 rows').waitFor();
    await scrollTo(hosts.locator('.scroll'), 400);
    await putHosts(2);
    await hosts.getByRole('cell', { name: '598', exact: true }).waitFor();
    expect(await hosts.locator('.scroll').evaluate(({ scrollTop }) => scrollTop)).toBe(400);
    expect(await head.evaluate((element) => element === document.activeElement)).toBe(true);
    screen.expectNoErrors();
  });

  it('keeps the position of the event that the user reads', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/records');
    const events = screen.panel('Events');
    const visibleEvent = events.locator('li').filter({ has: screen.page.getByText('event 12', { exact: true }) });
    await visibleEvent.waitFor();
    const position = (): Promise<number> =>
      visibleEvent.evaluate((line) => {
        const scroller = line.closest('.scroll') as HTMLElement;
        return line.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      });
    await scrollTo(events.locator('.scroll'), Math.round(await position()));
    const before = await position();
    await addEvent('something new');
    await events.locator('li').filter({ hasText: 'something new' }).waitFor({ state: 'attached' });
    // Layouts have fractions of pixels, scroll offsets do not. A line is over 20 px high.
    expect(Math.abs((await position()) - before)).toBeLessThan(3);
    screen.expectNoErrors();
  });
});
