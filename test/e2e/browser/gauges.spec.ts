import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser({ viewport: { width: 1_440, height: 2_400 } });

interface Gauge {
  /** The value with its unit. */
  readonly text: string;
  /** The ends of the scale. */
  readonly ends: string;
  /** The filled part of the arc in percent. */
  readonly filled: number;
  readonly state?: string;
  /** The number of states with an arc of their own. */
  readonly zones?: number;
}

const LOW = { warn: 20, crit: 10 };
const HIGH = { warn: 70, crit: 90 };

const GAUGES: Readonly<Record<string, readonly [values: readonly number[], options: object, expected: Gauge]>> = {
  'negative, without ends': [[-67], { unit: 'dBm' }, { text: '−67dBm', ends: '−100 dBm … 0', filled: 33 }],
  'negative and positive': [[-5, 10, -3], {}, { text: '−3', ends: '−5 … 10', filled: 13 }],
  'negative, between ends': [[-15], { min: -40, max: 50 }, { text: '−15', ends: '−40 … 50', filled: 28 }],
  'above 100 percent': [[150], { unit: 'percent' }, { text: '150%', ends: '0 … > 100 %', filled: 100 }],
  'below 0 percent': [[-20], { unit: 'percent' }, { text: '−20%', ends: '< 0 … 100 %', filled: 0 }],
  'a ratio above 1': [[1.5], { unit: 'ratio' }, { text: '150%', ends: '0 … > 100 %', filled: 100 }],
  'above its maximum': [[150], { max: 100 }, { text: '150', ends: '0 … > 100', filled: 100 }],
  'below its minimum': [[-5], { min: 0, max: 10 }, { text: '−5', ends: '< 0 … 10', filled: 0 }],
  'below a minimum without a maximum': [[5], { min: 50 }, { text: '5', ends: '< 50 … 100', filled: 0 }],
  'above a negative maximum': [[5], { max: -5 }, { text: '5', ends: '−10 … > −5', filled: 100 }],
  'equal ends': [[5], { min: 5, max: 5 }, { text: '5', ends: '5 … 5', filled: 0 }],
  'ends in the wrong order': [[5], { min: 10, max: 0 }, { text: '5', ends: '0 … 10', filled: 50 }],
  zero: [[0], {}, { text: '0', ends: '0 … 1', filled: 0 }],
  'negative zero': [[-0], {}, { text: '0', ends: '0 … 1', filled: 0 }],
  tiny: [[1e-12], {}, { text: '1E−12', ends: '0 … 1E−12', filled: 100 }],
  huge: [[-1e308], {}, { text: '−1E308', ends: '−1E308 … 0', filled: 0 }],
  'low is bad, critical': [
    [5],
    { min: 0, max: 100, thresholds: LOW },
    { text: '5', ends: '0 … 100', filled: 5, state: 'crit', zones: 2 },
  ],
  'low is bad, ok': [
    [50],
    { min: 0, max: 100, thresholds: LOW },
    { text: '50', ends: '0 … 100', filled: 50, state: 'ok', zones: 2 },
  ],
  'high is bad, a warning': [
    [75],
    { max: 100, thresholds: HIGH },
    { text: '75', ends: '0 … 100', filled: 75, state: 'warn', zones: 2 },
  ],
  'thresholds without ends': [
    [5],
    { thresholds: HIGH },
    { text: '5', ends: '0 … 100', filled: 5, state: 'ok', zones: 2 },
  ],
  'one threshold alone': [
    [95],
    { max: 100, thresholds: { crit: 90 } },
    { text: '95', ends: '0 … 100', filled: 95, state: 'crit', zones: 1 },
  ],
  'a long unit': [
    [5],
    { unit: 'Milliliter pro Quadratzentimeter' },
    { text: '5 Milliliter pro Quadratzen…', ends: '0 … 5', filled: 100 },
  ],
};
const NAMES = Object.keys(GAUGES);

beforeAll(async () => {
  const now = Date.now();
  await app.api.pushBatch(
    NAMES.flatMap((name, metricIndex) =>
      (GAUGES[name]?.[0] ?? []).map((value, index, all) => ({
        key: `gauge.${metricIndex}`,
        value,
        at: now - (all.length - index) * 60_000,
      })),
    ),
  );
  const panels = NAMES.map((name, index) => ({
    id: `g${index}`,
    type: 'gauge',
    title: name,
    query: { source: 'metrics', metric: `gauge.${index}` },
    layout: { x: (index % 4) * 3, y: Math.floor(index / 4) * 3, w: 3, h: 3 },
    options: GAUGES[name]?.[1] ?? {},
  }));
  await app.api.createBoard('gauges', [], { panels });
});

describe('a gauge', () => {
  it('shows any value, the ends of its scale and its states within its panel', async () => {
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/gauges');
    const found: Record<string, Gauge> = {};
    const outside: string[] = [];
    for (const name of NAMES) {
      const panel = screen.panel(name);
      await panel.getByRole('meter').waitFor();
      const { value, ends, ...gauge } = await panel.evaluate((section) => {
        const fill = section.querySelector('.fill');
        const [length = 0, circumference = 1] = (fill?.getAttribute('stroke-dasharray') ?? '').split(' ').map(Number);
        const textOfAll = (selector: string): string[] =>
          [...section.querySelectorAll(selector)].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
        const box = section.getBoundingClientRect();
        return {
          value: textOfAll('text.figure, tspan.unit'),
          ends: textOfAll('.end'),
          filled: Math.round((length / (circumference / 2)) * 100),
          state: ['ok', 'warn', 'crit'].find((state) => fill?.classList.contains(state)),
          zones: section.querySelectorAll('.zone').length,
          beyond: [...section.querySelectorAll('text')].some((text) => {
            const { left, right } = text.getBoundingClientRect();
            return left < box.left || right > box.right;
          }),
        };
      });
      const { beyond, state, zones, filled } = gauge;
      if (beyond) outside.push(name);
      const valueAndUnit = value.filter((text, index) => index === 0 || !value[0]?.endsWith(text));
      found[name] = {
        text: valueAndUnit.join(' '),
        ends: ends.join(' … '),
        filled,
        ...(state !== undefined && { state }),
        ...(zones > 0 && { zones }),
      };
    }
    expect(found).toEqual(Object.fromEntries(NAMES.map((name) => [name, GAUGES[name]?.[2]])));
    expect(outside).toEqual([]);
    screen.expectNoErrors();
  });
});
