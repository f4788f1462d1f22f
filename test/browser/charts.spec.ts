import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { coloredPixels, textsOf, watchCanvasTexts, type CanvasText } from '../harness/canvas-texts.js';
import { Screen } from '../harness/screen.js';
import { useBrowser } from '../harness/use-browser.js';
import { PATIENCE_MS, useServer } from '../harness/use-server.js';

jest.setTimeout(3 * PATIENCE_MS);

const app = useServer({ env: { RETENTION: '400d' } });
const MAX = Number.MAX_VALUE;

/** Values a minute apart, and the options of the chart that shows them. */
const CHARTS: Readonly<Record<string, readonly [values: readonly number[], options?: object]>> = {
  'the same value': [[5, 5, 5]],
  zero: [[0, 0, 0]],
  'negative zero': [[-0, 0, -0]],
  'one value': [[7]],
  'a sum of tenths': [[0.3, 0.1 + 0.2, 0.3]],
  'neighbors of a million': [[1e6, 1_000_000.0000000001, 1e6]],
  'the end of whole numbers': [[2 ** 53, 2 ** 53 + 2, 2 ** 53 - 2]],
  'no limit in bytes': [[9_223_372_036_854_771_712, Number('9223372036854775807')], { unit: 'bytes' }],
  'both ends of the numbers': [[1e308, -1e308, 1e308]],
  'the largest number': [[1e20, MAX, 1e20]],
  'the smallest number': [[Number.MIN_VALUE, 0, Number.MIN_VALUE]],
  'timestamps in nanoseconds': [[1_795_979_034_000_000_000, 1_795_979_034_000_001_000]],
  'bars a hair apart': [[0.3, 0.1 + 0.2, 0.3], { style: 'bars' }],
  'negative bars': [[-3, 2, -5], { style: 'bars' }],
  'a battery': [[3.278, 3.281, 3.279]],
  'a clock a minute slow': [[59.5, 60.5, 59.9], { unit: 's' }],
  'a share below all': [[99.991, 99.999, 99.993], { unit: 'percent' }],
  'a ratio below all': [[0.99991, 0.99999], { unit: 'ratio' }],
  'a counter': [[1_234_560, 1_234_590, 1_234_570]],
  'memory that hardly moves': [[5_368_709_120, 5_369_138_616], { unit: 'bytes' }],
  'days that hardly pass': [[89.9, 90.1, 90], { unit: 'd' }],
  'a price': [[1.0831, 1.0839, 1.0833], { unit: 'EUR' }],
  'bounds in the wrong order': [[1, 2, 3], { min: 10, max: 0 }],
  'bounds that are the same': [[1, 2, 3], { min: 2, max: 2 }],
  'a logarithm of both ends': [[Number.MIN_VALUE, MAX, 1], { log: true }],
  'a logarithm within a decade': [[20, 80, 50], { log: true, min: 20, max: 80 }],
};
const NAMES = Object.keys(CHARTS);

beforeAll(async () => {
  const now = Date.now();
  const keyOf = (name: string): string => `chart.${name.replaceAll(' ', '_')}`;
  await app.api.pushAll(
    Object.entries(CHARTS).flatMap(([name, [values]]) =>
      values.map((value, index) => ({ key: keyOf(name), value, at: now - (values.length - index) * 60_000 })),
    ),
  );
  const panels = NAMES.map((name, index) => ({
    id: `c${index}`,
    type: 'chart',
    title: name,
    query: { source: 'metrics', metric: keyOf(name) },
    layout: { x: (index % 3) * 4, y: Math.floor(index / 3) * 3, w: 4, h: 3 },
    options: CHARTS[name]?.[1] ?? {},
  }));
  await app.api.makeBoard('extremes', [], { panels });
  await app.api.makeBoard('plain', [], { panels: panels.slice(14, 15) });
});

const canvasOf = async (screen: Screen, name: string): Promise<Locator> => {
  const canvas = screen.panel(name).locator('canvas');
  await canvas.waitFor();
  return canvas;
};

/** The labels of the value axis: those of the time axis lie below them. */
const valueLabels = (texts: readonly CanvasText[]): readonly string[] => {
  const lowest = Math.max(...texts.map(({ y }) => y));
  return texts.filter(({ y, text }) => y < lowest && text !== '').map(({ text }) => text);
};

describe('charts', () => {
  const chrome = useBrowser({ viewport: { width: 1_440, height: 2_600 } });

  it('draw a line and an axis with labels that differ, whatever the values are', async () => {
    await watchCanvasTexts(chrome.context);
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/extremes');
    const wrong: string[] = [];
    for (const name of NAMES) {
      const canvas = await canvasOf(screen, name);
      const labels = valueLabels(await textsOf(canvas));
      const pixels = await coloredPixels(canvas);
      const fine = labels.length >= 2 && labels.length <= 12 && new Set(labels).size === labels.length && pixels > 3;
      if (!fine || /NaN|∞|undefined/.test(labels.join())) wrong.push(`${name}: ${labels.join(', ')}; ${pixels} pixels`);
    }
    expect(wrong).toEqual([]);
    screen.expectNoTrouble();
  });
});

describe.each([1, 1.25, 1.5, 2, 3])('on a screen with %s pixels for each of the page', (deviceScaleFactor) => {
  const chrome = useBrowser({ deviceScaleFactor, viewport: { width: 1_280, height: 720 } });

  it.each(['', '?tv'])('the labels of a chart are as large as the other texts, at /boards/plain%s', async (query) => {
    await watchCanvasTexts(chrome.context);
    const screen = await Screen.open(chrome.context, app.server.address, `/boards/plain${query}`);
    const canvas = await canvasOf(screen, 'a battery');
    const texts = await textsOf(canvas);
    const zoom = await canvas.evaluate((element) => (element as HTMLElement).currentCSSZoom);
    expect(texts.length).toBeGreaterThan(3);
    for (const { fontSize } of texts) expect(fontSize / zoom).toBeCloseTo(12, 0);
  });
});
