import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { numberBoard } from '../../support/server/number-board.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const METRICS = Array.from({ length: 20 }, (_, index) => `tv.m${index}`);

const app = useServer({ env: { NOTIFY_INTERVAL: '1ms', RECONNECT_DELAY: '300ms' } });
const chrome = useBrowser({ viewport: { width: 1920, height: 1080 } });

beforeAll(async () => {
  await app.api.createBoard('main', METRICS);
  const tallPanels = numberBoard('long', METRICS).panels.map((panel, index) => ({
    ...panel,
    layout: { x: (index % 2) * 6, y: Math.floor(index / 2) * 2, w: 6, h: 2 },
  }));
  await app.api.createBoard('long', METRICS, { panels: tallPanels });
  await app.api.createBoard('other', METRICS.slice(0, 4));
  await app.api.pushBatch(METRICS.map((key) => ({ key, value: 1 })));
});

const open = (path: string): Promise<Screen> => Screen.open(chrome.context, app.server.address, path);
const status = (page: Page) => page.locator('bc-tv-status');

describe('a board in TV mode', () => {
  it.each([
    [1920, 1080],
    [3840, 2160],
    [1080, 1920],
  ])('fits a screen of %i x %i, with text that scales with it', async (width, height) => {
    const screen = await open('/boards/main?tv');
    await screen.page.setViewportSize({ width, height });
    await screen.waitForValue('tv.m19', 1);
    const boxes = await screen.page.getByRole('region').evaluateAll((panels) =>
      panels.map((panel) => {
        const { left, right, top, bottom } = panel.getBoundingClientRect();
        return { left, right, top, bottom };
      }),
    );
    expect(boxes).toHaveLength(METRICS.length);
    expect(Math.min(...boxes.map(({ left, top }) => Math.min(left, top)))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(width);
    expect(Math.max(...boxes.map(({ bottom }) => bottom))).toBeLessThanOrEqual(height);
    // The board fills the screen except for the status line.
    expect(Math.max(...boxes.map(({ bottom }) => bottom))).toBeGreaterThan(0.9 * height);
    const overflow = await screen.page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    expect(overflow).toBeLessThanOrEqual(0);
    const title = await screen.panel('tv.m0').getByRole('heading').boundingBox();
    expect(title?.height).toBeGreaterThan(width / 75);
    screen.expectNoErrors();
  });

  it.each([
    [1920, 1080],
    [3840, 2160],
  ])('with 20 rows is divided into pages on a screen of %i x %i', async (width, height) => {
    const screen = await open('/boards/long?tv');
    await screen.page.setViewportSize({ width, height });
    await status(screen.page).getByText('page 1 of 2').waitFor();
    const titles: string[] = [];
    for (const page of [1, 2]) {
      await status(screen.page).getByText(`page ${page} of 2`).waitFor();
      const panels = await screen.page.getByRole('region').evaluateAll((regions) =>
        regions.map((region) => ({
          title: region.querySelector('h2')?.textContent.trim() ?? '',
          bottom: region.getBoundingClientRect().bottom,
          fontSize: Number.parseFloat(getComputedStyle(region.querySelector('h2') as Element).fontSize),
          zoom: (region.querySelector('h2') as HTMLElement).currentCSSZoom,
        })),
      );
      for (const { bottom, fontSize, zoom } of panels) {
        expect(bottom).toBeLessThanOrEqual(height);
        // On a screen of 1920 x 1080, the smallest font size that can be read from 3 m away.
        expect(fontSize * zoom).toBeGreaterThanOrEqual(15.5 * (width / 1920));
      }
      titles.push(...panels.map(({ title }) => title));
      await screen.page.keyboard.press('ArrowRight');
    }
    expect(titles.toSorted()).toEqual(METRICS.toSorted());
    screen.expectNoErrors();
  });

  it('is live without the page header, and shows when it is offline', async () => {
    const screen = await open('/boards/main?tv');
    await screen.waitForValue('tv.m0', 1);
    expect(await screen.page.getByRole('banner').count()).toBe(0);
    await status(screen.page).getByText('Live').waitFor({ state: 'attached' });
    await app.api.push('tv.m0', 2);
    await screen.waitForValue('tv.m0', 2);
    await screen.page.route('**/api/**', (route) => route.abort());
    await screen.page.context().setOffline(true);
    await app.server.kill();
    await status(screen.page).getByText('Offline').waitFor();
    await status(screen.page)
      .getByText(/^as of \d/)
      .waitFor();
    await screen.waitForValue('tv.m0', 2);
    await app.server.restart();
    await screen.page.context().setOffline(false);
    await screen.page.unroute('**/api/**');
    await status(screen.page).getByText('as of').waitFor({ state: 'detached' });
  });

  it('is chosen with other boards in a dialog by keyboard, changed by arrow keys, and closed by Escape', async () => {
    const screen = await open('/boards/main');
    await screen.waitForConnection(/^Live$/);
    await screen.page.getByRole('button', { name: 'TV', exact: true }).press('Enter');
    const dialog = screen.page.getByRole('dialog', { name: 'Show on a TV' });
    await dialog.getByRole('checkbox', { name: 'Board other' }).press('Space');
    await dialog.getByRole('textbox', { name: 'How long Board other is shown' }).fill('2m');
    await dialog.getByText(`${app.server.address}/boards/main?tv&rotate=main:30s,other:2m`).waitFor();
    await dialog.getByRole('button', { name: 'Start on this screen' }).press('Enter');
    await status(screen.page).getByText('1 of 2').waitFor();
    await screen.page.keyboard.press('ArrowRight');
    await status(screen.page).getByRole('heading', { name: 'Board other' }).waitFor();
    await screen.page.keyboard.press('Escape');
    await screen.page.waitForURL('**/boards/other');
    await screen.waitForConnection(/^Live$/);
    screen.expectNoErrors();
  });

  it('hides an idle pointer, and requests a wake lock each time it becomes visible', async () => {
    const screen = await Screen.create(chrome.context, app.server.address);
    await screen.page.addInitScript(() => {
      const wakeLocks: string[] = [];
      Object.assign(globalThis, { wakeLocks });
      const request = (type: string): Promise<unknown> => {
        wakeLocks.push(type);
        return Promise.resolve({ release: () => Promise.resolve() });
      };
      Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    });
    await screen.page.clock.install();
    await screen.goTo('/boards/main?tv');
    await screen.waitForValue('tv.m1', 1);
    const cursor = (): Promise<string> =>
      screen.page.locator('bc-tv-page .screen').evaluate((element) => getComputedStyle(element).cursor);
    await screen.page.mouse.move(200, 200);
    expect(await cursor()).not.toBe('none');
    await screen.page.clock.fastForward(3_000);
    await screen.page.locator('.screen.idle').waitFor();
    expect(await cursor()).toBe('none');
    await screen.setVisibility('hidden');
    await screen.setVisibility('visible');
    expect(await screen.page.evaluate(() => (globalThis as unknown as { wakeLocks: string[] }).wakeLocks)).toEqual([
      'screen',
      'screen',
    ]);
  });

  it('uses no more memory after 300 updates and many board changes', async () => {
    const screen = await Screen.create(chrome.context, app.server.address);
    // The clock of the page runs a hundred times faster, because each update would take a second otherwise.
    await screen.page.addInitScript(() => {
      const [start, now, timeout, interval] = [Date.now(), Date.now.bind(Date), setTimeout, setInterval];
      Date.now = () => start + (now() - start) * 100;
      Object.assign(globalThis, {
        setTimeout: (callback: () => void, ms = 0, ...rest: never[]) => timeout(callback, ms / 100, ...rest),
        setInterval: (callback: () => void, ms = 0, ...rest: never[]) => interval(callback, ms / 100, ...rest),
      });
    });
    await screen.goTo('/boards/main?tv&rotate=main:1h,other:1h');
    const session = await screen.page.context().newCDPSession(screen.page);
    await session.send('Performance.enable');
    const update = async (count: number): Promise<void> => {
      for (let index = 1; index <= count; index += 1) {
        await app.api.push('tv.m0', 1_000 + index);
        await screen
          .value('tv.m0')
          .filter({ hasText: `1,${String(index).padStart(3, '0')}` })
          .waitFor();
        if (index % 25 === 0) await screen.page.keyboard.press('ArrowRight');
      }
      // The number of board changes is even, so that the same board is shown both times.
      await screen.waitForValue('tv.m19', 1);
    };
    const memory = async (): Promise<Record<string, number>> => {
      for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    await update(50);
    const before = await memory();
    await update(300);
    const after = await memory();
    expect(after.Nodes).toBeLessThanOrEqual((before.Nodes ?? 0) + 50);
    expect(after.JSEventListeners).toBeLessThanOrEqual((before.JSEventListeners ?? 0) + 10);
    expect(after.JSHeapUsedSize).toBeLessThanOrEqual((before.JSHeapUsedSize ?? 0) + 2 * 1024 ** 2);
  });
});
