import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const MINUTE = 60_000;
const NOW = Date.now();
/** A fixed time range, so that nothing is drawn because time has passed. */
const FIXED_RANGE = `?from=${new Date(NOW - 60 * MINUTE).toISOString()}&to=${new Date(NOW).toISOString()}`;

/** Counts by the title of the panel. */
interface Watched {
  /** Drawings of canvases. */
  draws: Record<string, number>;
  /** Changes of the DOM. */
  changes: Record<string, number>;
}
type WatchedWindow = typeof globalThis & { watched: Watched };

const panelOf = (type: string, metric: string, y: number): Record<string, unknown> => ({
  id: `${type}-${metric.replace('.', '-')}`,
  type,
  title: `${type} of ${metric}`,
  query: { source: 'metrics', metric },
  layout: { x: 0, y, w: 4, h: 3 },
  options: {},
});

beforeAll(async () => {
  await app.api.createBoard('pair', [], {
    panels: ['up.a', 'up.b'].flatMap((metric, index) => [
      panelOf('number', metric, 6 * index),
      panelOf('chart', metric, 6 * index + 3),
    ]),
  });
  await app.api.createBoard('tall', [], { panels: [panelOf('number', 'up.a', 0), panelOf('chart', 'up.a', 60)] });
  await app.api.pushBatch(
    ['up.a', 'up.b'].flatMap((key) => [
      { key, value: 1, at: NOW - 40 * MINUTE },
      { key, value: 2, at: NOW - 30 * MINUTE },
    ]),
  );
});

async function open(path: string): Promise<Screen> {
  const screen = await Screen.create(chrome.context, app.server.address);
  await screen.page.addInitScript(() => {
    const watched: Watched = { draws: {}, changes: {} };
    Object.assign(globalThis, { watched });
    const count = (counts: Record<string, number>, node: Node): void => {
      const element = node instanceof Element ? node : node.parentElement;
      const title = element?.closest('bc-panel')?.querySelector('h2')?.textContent;
      if (title) counts[title] = (counts[title] ?? 0) + 1;
    };
    // A chart clears its canvas before each drawing.
    const { prototype } = CanvasRenderingContext2D;
    const clear = Object.getOwnPropertyDescriptor(prototype, 'clearRect')?.value as typeof prototype.clearRect;
    prototype.clearRect = function (...area) {
      count(watched.draws, this.canvas);
      clear.apply(this, area);
    };
    new MutationObserver((changes) => {
      for (const { target } of changes) count(watched.changes, target);
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await screen.goTo(path);
  await screen.waitForConnection(/^(Live|Fixed time)/);
  return screen;
}

const waitForDrawing = (page: Page, title: string, moreThan = 0): Promise<unknown> =>
  page.waitForFunction(([name, previous]) => ((globalThis as WatchedWindow).watched.draws[name] ?? 0) > previous, [
    title,
    moreThan,
  ] as const);
const watched = (page: Page): Promise<Watched> => page.evaluate(() => (globalThis as WatchedWindow).watched);

describe('an update', () => {
  it('changes only the panels with new data, and replaces no elements', async () => {
    const screen = await open(`/boards/pair${FIXED_RANGE}`);
    const { page } = screen;
    await page.setViewportSize({ width: 1280, height: 1400 });
    await screen.waitForValue('number of up.a', 2);
    for (const metric of ['up.a', 'up.b']) await waitForDrawing(page, `chart of ${metric}`);
    await page.evaluate(() => document.fonts.ready);
    await screen.mark(page.locator('bc-board-grid'));
    await page.evaluate(() => {
      Object.assign((globalThis as WatchedWindow).watched, { draws: {}, changes: {} });
    });

    await app.api.pushBatch([{ key: 'up.a', value: 7, at: NOW - 20 * MINUTE }]);
    await screen.waitForValue('number of up.a', 7);
    await waitForDrawing(page, 'chart of up.a');
    const { draws, changes } = await watched(page);
    expect(Object.keys(draws)).toEqual(['chart of up.a']);
    expect(Object.keys(changes).sort()).toEqual(['chart of up.a', 'number of up.a']);
    expect(await screen.areMarked(page.locator('bc-board-grid'))).toBe(true);
    screen.expectNoErrors();
  });

  it('is drawn also in panels outside the viewport, and at once when they are scrolled into view', async () => {
    const screen = await open('/boards/tall');
    const { page } = screen;
    const chart = 'chart of up.a';
    await waitForDrawing(page, chart);
    await app.api.push('up.a', 9);
    await screen.waitForValue('number of up.a', 9);
    const { draws } = await watched(page);
    await screen.panel(chart).scrollIntoViewIfNeeded();
    await waitForDrawing(page, chart, draws[chart] ?? 0);
    await screen.panel(chart).getByRole('img', { name: /9$/ }).waitFor();
    screen.expectNoErrors();
  });
});
