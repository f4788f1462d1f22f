import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { canvasLabels, recordCanvasLabels, type CanvasLabel } from '../../support/browser/canvas-labels.js';
import { countColoredPixels } from '../../support/browser/count-colored-pixels.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const app = useServer({ env: { RETENTION: '400d' } });
const MAX = Number.MAX_VALUE;

/** Values one minute apart, and the options of the chart that shows them. */
const CHARTS: Readonly<Record<string, readonly [values: readonly number[], options?: object]>> = {
  'equal values': [[5, 5, 5]],
  zero: [[0, 0, 0]],
  'negative zero': [[-0, 0, -0]],
  'one value': [[7]],
  'a sum of tenths': [[0.3, 0.1 + 0.2, 0.3]],
  'neighbors of a million': [[1e6, 1_000_000.0000000001, 1e6]],
  'the largest safe integers': [[2 ** 53, 2 ** 53 + 2, 2 ** 53 - 2]],
  'large numbers of bytes': [[9_223_372_036_854_771_712, Number('9223372036854775807')], { unit: 'bytes' }],
  'the largest and smallest numbers': [[1e308, -1e308, 1e308]],
  'the largest number': [[1e20, MAX, 1e20]],
  'the smallest number': [[Number.MIN_VALUE, 0, Number.MIN_VALUE]],
  'timestamps in nanoseconds': [[1_795_979_034_000_000_000, 1_795_979_034_000_001_000]],
  'bars with almost equal values': [[0.3, 0.1 + 0.2, 0.3], { style: 'bars' }],
  'negative bars': [[-3, 2, -5], { style: 'bars' }],
  'only bars below 0': [[-5, -3, -9], { style: 'bars' }],
  'a single bar': [[5], { style: 'bars' }],
  'a single bar below 0': [[-5], { style: 'bars' }],
  'tiny bars': [[1e-12, 3e-12, 2e-12], { style: 'bars' }],
  'bars below an upper bound': [[-5, -6], { style: 'bars', max: -3 }],
  'only lines below 0': [[-5, -3, -9]],
  'an area below 0': [[-5, -3, -9], { style: 'area' }],
  'tiny lines': [[1e-12, 3e-12, 2e-12]],
  'a stack with negative values': [[3, -2, 4], { style: 'area', stacked: true }],
  'a stack of bars with negative values': [[3, -2, 4], { style: 'bars', stacked: true }],
  'a stack of one value': [[3], { stacked: true }],
  'a logarithm with 0': [[1, 10, 0, 100], { log: true }],
  'a logarithm with negative values': [[1, -10, 100], { log: true }],
  'a logarithm of one value': [[5], { log: true }],
  'a logarithm from 0': [[1, 10, 100], { log: true, min: 0 }],
  'a logarithm as bars': [[1, 10, 100], { log: true, style: 'bars' }],
  'a logarithm as equal bars': [[1, 1, 1], { log: true, style: 'bars' }],
  'a logarithm of fractions': [[0.001, 0.01, 0.1], { log: true, style: 'area' }],
  'a logarithm of tiny values': [[1e-12, 1e-3], { log: true }],
  'a logarithm of bytes': [[1e3, 1e6, 1e9], { log: true, unit: 'bytes' }],
  'a logarithm of durations': [[1, 1e3, 1e6], { log: true, unit: 'ms' }],
  'a voltage': [[3.278, 3.281, 3.279]],
  'seconds around a minute': [[59.5, 60.5, 59.9], { unit: 's' }],
  'a percentage near 100': [[99.991, 99.999, 99.993], { unit: 'percent' }],
  'a ratio near 1': [[0.99991, 0.99999], { unit: 'ratio' }],
  'a counter': [[1_234_560, 1_234_590, 1_234_570]],
  'memory that hardly changes': [[5_368_709_120, 5_369_138_616], { unit: 'bytes' }],
  'days that hardly change': [[89.9, 90.1, 90], { unit: 'd' }],
  'a price': [[1.0831, 1.0839, 1.0833], { unit: 'EUR' }],
  'bounds in the wrong order': [[1, 2, 3], { min: 10, max: 0 }],
  'equal bounds': [[1, 2, 3], { min: 2, max: 2 }],
  'a logarithm of the smallest and largest number': [[Number.MIN_VALUE, MAX, 1], { log: true }],
  'a logarithm within a decade': [[20, 80, 50], { log: true, min: 20, max: 80 }],
};
const NAMES = Object.keys(CHARTS);

/** Charts with thresholds or series outside their axis, and the labels for them at the edges. */
const EDGES: Readonly<Record<string, readonly [values: readonly number[], options: object, labels: string]>> = {
  'thresholds above the axis': [[72, 76], { thresholds: { warn: 80, crit: 90 } }, '↑ crit 90, ↑ warn 80'],
  'thresholds below the axis': [[72, 76], { thresholds: { warn: 60, crit: 50 } }, '↓ warn 60, ↓ crit 50'],
  'thresholds above and below the axis': [[72, 76], { thresholds: { warn: 80, crit: 10 } }, '↑ warn 80, ↓ crit 10'],
  'bands outside the axis': [
    [72, 76],
    { thresholds: { warn: 80, crit: 60 }, thresholdStyle: 'band' },
    '↑ warn 80, ↓ crit 60',
  ],
  'thresholds outside the bounds': [[5, 6], { min: 0, max: 10, thresholds: { warn: 50 } }, '↑ warn 50'],
  'thresholds of a logarithm': [[5, 50], { log: true, thresholds: { warn: 0, crit: -5 } }, '↓ warn 0, ↓ crit −5'],
  'a threshold of bytes': [[1, 6e8], { thresholds: { warn: 5e8 }, unit: 'bytes' }, 'warn 476.8 MiB'],
  'close thresholds': [[0, 1_000], { thresholds: { warn: 500, crit: 530 } }, 'crit 530, warn 500'],
  'values below the axis': [[5, 6], { min: 10, max: 20 }, '↓ 1 series'],
  'values above the axis': [[5, 6], { max: 3 }, '↑ 1 series'],
  'bars below the axis': [[5, 6], { style: 'bars', min: 10 }, '↓ 1 series'],
  'a logarithm of zeros': [[0, 0], { log: true }, '↓ 1 series'],
  'a logarithm of only negative values': [[-1, -10], { log: true }, '↓ 1 series'],
};
const EDGE_NAMES = Object.keys(EDGES);

beforeAll(async () => {
  const now = Date.now();
  const keyOf = (name: string): string => `chart.${name.replaceAll(' ', '_')}`;
  const allCharts = { ...CHARTS, ...EDGES };
  await app.api.pushBatch(
    Object.entries(allCharts).flatMap(([name, [values]]) =>
      values.map((value, index) => ({ key: keyOf(name), value, at: now - (values.length - index) * 60_000 })),
    ),
  );
  const panelsOf = (names: readonly string[]): { type: string; title: string }[] =>
    names.map((name, index) => ({
      id: `c${index}`,
      type: 'chart',
      title: name,
      query: { source: 'metrics', metric: keyOf(name) },
      layout: { x: (index % 4) * 3, y: Math.floor(index / 4) * 3, w: 3, h: 3 },
      options: allCharts[name]?.[1] ?? {},
    }));
  const panels = panelsOf(NAMES);
  await app.api.createBoard('extremes', [], { panels });
  await app.api.createBoard('edges', [], { panels: panelsOf(EDGE_NAMES) });
  await app.api.createBoard('plain', [], { panels: panels.filter(({ title }) => title === 'a voltage') });
});

const canvasOf = async (screen: Screen, name: string): Promise<Locator> => {
  const canvas = screen.panel(name).locator('canvas');
  await canvas.waitFor();
  return canvas;
};

/** Returns the labels of the value axis, which are above those of the time axis. */
const valueLabels = (labels: readonly CanvasLabel[]): readonly string[] => {
  const lowest = Math.max(...labels.map(({ y }) => y));
  return labels.filter(({ y, text }) => y < lowest && text !== '').map(({ text }) => text);
};

describe('charts', () => {
  const chrome = useBrowser({ viewport: { width: 1_440, height: 3_000 } });

  it('draw a line and an axis with distinct labels for any values', async () => {
    await recordCanvasLabels(chrome.context);
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/extremes');
    const wrong: string[] = [];
    for (const name of NAMES) {
      const canvas = await canvasOf(screen, name);
      const labels = valueLabels(await canvasLabels(canvas));
      const pixels = await countColoredPixels(canvas);
      const isCorrect =
        labels.length >= 2 && labels.length <= 12 && new Set(labels).size === labels.length && pixels > 3;
      if (!isCorrect || /NaN|∞|undefined/.test(labels.join()))
        wrong.push(`${name}: ${labels.join(', ')}; ${pixels} pixels`);
    }
    expect(wrong).toEqual([]);
    screen.expectNoErrors();
  });

  it('label thresholds and series outside their axis, without overlapping labels', async () => {
    await recordCanvasLabels(chrome.context);
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/edges');
    const found: Record<string, string> = {};
    const overlapping: string[] = [];
    for (const name of EDGE_NAMES) {
      const labels = await canvasLabels(await canvasOf(screen, name));
      const edgeLabels = labels.filter(({ text }) => /warn|crit|series/.test(text));
      found[name] = edgeLabels.map(({ text }) => text.replaceAll('\u202f', ' ')).join(', ');
      if (edgeLabels.some((label, index) => edgeLabels.slice(0, index).some((other) => doOverlap(label, other))))
        overlapping.push(name);
    }
    expect(found).toEqual(Object.fromEntries(EDGE_NAMES.map((name) => [name, EDGES[name]?.[2]])));
    expect(overlapping).toEqual([]);
    screen.expectNoErrors();
  });
});

/** Whether two left-aligned labels overlap. A character is at least 5 px wide. */
function doOverlap(label: CanvasLabel, other: CanvasLabel): boolean {
  const isSameRow = Math.abs(label.y - other.y) < 11;
  const [left, right] = label.x < other.x ? [label, other] : [other, label];
  return isSameRow && right.x < left.x + left.text.length * 5;
}

describe.each([1, 1.25, 1.5, 2, 3])('on a screen with %s device pixels per CSS pixel', (deviceScaleFactor) => {
  const chrome = useBrowser({ deviceScaleFactor, viewport: { width: 1_280, height: 720 } });

  it.each(['', '?tv'])(
    'the labels of a chart have the same font size as other text at /boards/plain%s',
    async (query) => {
      await recordCanvasLabels(chrome.context);
      const screen = await Screen.open(chrome.context, app.server.address, `/boards/plain${query}`);
      const canvas = await canvasOf(screen, 'a voltage');
      const labels = await canvasLabels(canvas);
      const zoom = await canvas.evaluate((element) => (element as HTMLElement).currentCSSZoom);
      expect(labels.length).toBeGreaterThan(3);
      for (const { fontSize } of labels) expect(fontSize / zoom).toBeCloseTo(12, 0);
    },
  );
});
