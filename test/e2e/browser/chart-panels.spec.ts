import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser({ viewport: { width: 1_440, height: 900 } });

/** Values of 30 series: 3 critical and 4 with a warning. */
const MANY = Array.from({ length: 30 }, (_, index) => (index % 10 === 9 ? 95 : index % 8 === 7 ? 85 : index));
const FOUR = [120, 150, 180, 210];

const chart = (title: string, metric: string, [x, y, w, h]: readonly number[], rest: object = {}): object => ({
  id: title.replaceAll(/\W/g, '-'),
  type: 'chart',
  title,
  query: { source: 'metrics', metric, limit: 100 },
  layout: { x, y, w, h },
  options: { thresholds: { warn: 80, crit: 90 } },
  ...rest,
});

const TITLES = [
  'Load',
  'HTTP requests per second by region, of all services behind the edge, without health checks',
  'Anfragen je Sekunde nach Region (alle Dienste hinter dem Lastverteiler)',
  '要求数'.repeat(20),
];

beforeAll(async () => {
  const now = Date.now();
  const points = (
    key: string,
    values: readonly number[],
    nameOf: (index: number) => string,
  ): Record<string, unknown>[] =>
    values.flatMap((value, index) =>
      [1, 2, 3].map((minute) => ({ key, value, tags: { name: nameOf(index) }, at: now - minute * 60_000 })),
    );
  await app.api.pushBatch([
    ...points('many', MANY, (index) => `Bearbeitungszentrum-${index} / Halle ${index % 3} – Spindel`),
    ...points('four', FOUR, (index) => ['eu-central-1', 'us-east-1', 'ap-southeast-2', 'sa-east-1'][index] ?? ''),
  ]);
  await app.api.createBoard('legends', [], {
    panels: [
      chart('small, many', 'many', [0, 0, 3, 2]),
      chart('small, four', 'four', [3, 0, 3, 2], { options: {} }),
      chart('wide, many', 'many', [0, 2, 6, 3]),
      chart('narrow', 'four', [6, 0, 2, 4], { options: {} }),
      chart('right, many', 'many', [9, 0, 3, 2]),
      chart('bottom, many', 'many', [8, 5, 4, 3]),
    ],
  });
  for (const w of [3, 4, 6, 12]) {
    const panels = TITLES.flatMap((title, index) => [
      chart(`${title} (4)`, 'four', [0, index * 6, w, 3], { id: `a${index}` }),
      chart(`${title} (30)`, 'many', [0, index * 6 + 3, w, 3], { id: `b${index}` }),
    ]);
    await app.api.createBoard(`titles-${w}`, [], { panels });
  }
});

/** Returns how many names of a legend are completely visible, counted without the code under test. */
const countVisibleNames = (panel: Locator): Promise<number> =>
  panel.locator('bc-chart-legend .keys').evaluate((keys) => {
    const view = keys.getBoundingClientRect();
    return [...keys.querySelectorAll('button')].filter((key) => {
      const box = key.getBoundingClientRect();
      return box.top >= view.top - 4 && box.bottom <= view.bottom + 4 && box.right <= view.right + 4;
    }).length;
  });

describe('the legend of a chart', () => {
  it.each([
    ['on a desktop', { width: 1_440, height: 900 }, ''],
    ['in TV mode', { width: 1_920, height: 1_080 }, '?tv'],
    ['on a phone', { width: 390, height: 844 }, ''],
  ])(
    'shows how many names are hidden, and how many of them are critical or have a warning, %s',
    async (_where, size, query) => {
      const screen = await Screen.open(chrome.context, app.server.address, `/boards/legends${query}`);
      await screen.page.setViewportSize(size);
      for (const [title, count] of [
        ['small, many', 30],
        ['wide, many', 30],
        ['narrow', 4],
      ] as const) {
        const panel = screen.panel(title);
        await panel.locator('canvas').waitFor();
        const summary = panel.locator('bc-chart-legend bc-overflow-summary');
        const visible = await countVisibleNames(panel);
        expect([title, visible]).not.toEqual([title, 0]);
        const text = await summary.innerText();
        if (visible === count) expect(text.trim()).toBe('');
        else if (count === 4) expect(text.trim()).toBe(`+${count - visible} more`);
        else expect(text.trim()).toMatch(new RegExp(`^\\+${count - visible} more, 3 critical, \\d warning$`));
        const [inner, outer] = [await summary.boundingBox(), await panel.boundingBox()];
        expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0));
      }
      screen.expectNoErrors();
      await screen.page.close();
    },
  );

  it('shows how many names are hidden in print and in an image', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/legends');
    const summary = screen.panel('small, many').locator('bc-overflow-summary p');
    await summary.waitFor();
    await screen.page.emulateMedia({ media: 'print' });
    expect(await summary.isVisible()).toBe(true);
    expect(await summary.innerText()).toMatch(/^\+\d+ more, 3 critical/);
    expect(await summary.evaluate((element) => element.closest('[data-exclude-from-image]') === null)).toBe(true);
    await screen.page.close();
  });

  it('never overlaps the title, in panels of any width, on any screen', async () => {
    const overlapping: string[] = [];
    for (const w of [3, 4, 6, 12]) {
      const screen = await Screen.open(chrome.context, app.server.address, `/boards/titles-${w}`);
      for (const [width, query] of [
        [1_280, ''],
        [360, ''],
        [1_920, '?tv'],
      ] as const) {
        if (query !== '') await screen.goTo(`/boards/titles-${w}${query}`);
        await screen.page.setViewportSize({ width, height: 1_000 });
        await screen.page.locator('bc-chart-legend button').first().waitFor();
        const found = await screen.page.evaluate(() =>
          [...document.querySelectorAll('section.panel')].flatMap((panel) => {
            const title = panel.querySelector('h2');
            const legend = panel.querySelector('bc-chart-legend');
            if (title === null || legend === null) return [];
            const [a, b, whole] = [title, legend, panel].map((element) => element.getBoundingClientRect());
            if (!a || !b || !whole) return [];
            const apart =
              a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
            return apart && b.right <= whole.right && a.right <= whole.right ? [] : [title.textContent];
          }),
        );
        overlapping.push(...found.map((title) => `${w} columns, ${width} px: ${title}`));
      }
      await screen.page.close();
    }
    expect(overlapping).toEqual([]);
  });
});

describe('the tooltip of a chart', () => {
  it('is completely within the window, shows the nearest of many series, and is mostly within its panel', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/legends');
    for (const title of ['small, many', 'small, four', 'narrow', 'right, many', 'bottom, many', 'wide, many']) {
      const panel = screen.panel(title);
      await panel.locator('.u-over').waitFor();
      await panel.scrollIntoViewIfNeeded();
      const { width = 0, height = 0 } = (await panel.locator('.u-over').boundingBox()) ?? {};
      // The values are at the right end, because they are from the last minutes.
      await panel.locator('.u-over').hover({ position: { x: width - 12, y: height / 2 } });
      const tooltip = panel.locator('bc-chart-tooltip');
      await tooltip.locator('.line').first().waitFor();
      const layout = await tooltip.evaluate((element) => {
        const box = element.getBoundingClientRect();
        const section = element.closest('section')?.getBoundingClientRect();
        const isVisible = (x: number, y: number): boolean => {
          (element as HTMLElement).style.pointerEvents = 'auto';
          const found = document.elementFromPoint(x, y);
          (element as HTMLElement).style.pointerEvents = '';
          return found !== null && element.contains(found);
        };
        return {
          isWithinWindow: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
          isVisible: isVisible(box.left + 12, box.top + 12) && isVisible(box.right - 12, box.bottom - 12),
          beyond: Math.max((section?.left ?? 0) - box.left, box.right - (section?.right ?? 0), 0),
          isCut: element.scrollHeight > element.clientHeight + 1,
        };
      });
      expect([title, layout]).toEqual([
        title,
        { isWithinWindow: true, isVisible: true, beyond: expect.any(Number), isCut: false },
      ]);
      expect(layout.beyond).toBeLessThanOrEqual(title === 'narrow' ? 60 : 0);
      const lines = await tooltip.locator('.line').count();
      const more = /\+(\d+) more/.exec(await tooltip.innerText())?.[1] ?? '0';
      expect(lines).toBeGreaterThanOrEqual(4);
      expect(lines + Number(more)).toBe(title.includes('many') ? 30 : 4);
    }
    screen.expectNoErrors();
  });

  it('of another chart at the same time has few lines, and stays within its panel', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/legends');
    await screen.panel('wide, many').locator('.u-over').waitFor();
    await screen.panel('right, many').locator('.u-over').waitFor();
    const { width = 0 } = (await screen.panel('wide, many').locator('.u-over').boundingBox()) ?? {};
    await screen
      .panel('wide, many')
      .locator('.u-over')
      .hover({ position: { x: width - 12, y: 30 } });
    const tooltip = screen.panel('right, many').locator('bc-chart-tooltip');
    await tooltip.locator('.line').first().waitFor();
    expect(await tooltip.locator('.line').count()).toBeLessThanOrEqual(4);
    const [inner, outer] = [await tooltip.boundingBox(), await screen.panel('right, many').boundingBox()];
    expect(inner?.x).toBeGreaterThanOrEqual(outer?.x ?? Infinity);
    expect((inner?.y ?? 0) + (inner?.height ?? 0)).toBeLessThanOrEqual((outer?.y ?? 0) + (outer?.height ?? 0));
  });
});
