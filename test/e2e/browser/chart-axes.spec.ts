import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canvasLabels, recordCanvasLabels, type CanvasLabel } from '../../support/browser/canvas-labels.js';
import { Screen } from '../../support/browser/screen.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

const app = useServer({ env: { RETENTION: '400d' } });
const HOUR = 3_600_000;

const ZONES = ['Europe/Berlin', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe'] as const;

/** Returns the last time at which the clocks of a time zone were set back, at least twelve hours ago. */
function lastClockChange(zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number): number => {
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])?(\d+)?:?(\d+)?/.exec(format.format(at)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
  let at = (Math.floor(Date.now() / HOUR) - 12) * HOUR;
  while (offsetAt(at) >= offsetAt(at - HOUR)) at -= HOUR;
  return at;
}

/** Values one minute apart, options, and the unit that all labels of the chart have. */
const UNITS: Readonly<Record<string, readonly [values: readonly number[], options: object, unit: string]>> = {
  'tenths of a second': [[0.1, 0.2, 0.4], { unit: 's', thresholds: { warn: 0.2, crit: 0.3 } }, 'ms'],
  'seconds sent as milliseconds': [[200, 1_500, 3_000], { unit: 'ms', thresholds: { warn: 200, crit: 2_500 } }, 's'],
  minutes: [[10, 200, 500], { unit: 's', thresholds: { warn: 45, crit: 400 } }, 'min'],
  hours: [[100, 9_000, 20_000], { unit: 's', thresholds: { warn: 1_800, crit: 16_000 } }, 'h'],
  megabytes: [[1e6, 3e6, 6e6], { unit: 'bytes', thresholds: { warn: 262_144, crit: 4e6 } }, 'MiB'],
  kilowatts: [[100, 2_000, 5_000], { unit: 'W', thresholds: { warn: 500, crit: 4_000 } }, 'kW'],
};
const NAMES = Object.keys(UNITS);

beforeAll(async () => {
  const now = Date.now();
  await app.api.pushBatch([
    ...NAMES.flatMap((name, metricIndex) =>
      (UNITS[name]?.[0] ?? []).map((value, index) => ({
        key: `unit.${metricIndex}`,
        value,
        at: now - (3 - index) * 60_000,
      })),
    ),
    ...ZONES.flatMap((zone) =>
      [-6, -3, 0, 3, 6].map((hours) => ({
        key: `zone.${zone.replace('/', '.')}`,
        value: hours,
        at: lastClockChange(zone) + hours * HOUR,
      })),
    ),
  ]);
  const panels = NAMES.map((name, index) => ({
    id: `u${index}`,
    type: 'chart',
    title: name,
    query: { source: 'metrics', metric: `unit.${index}` },
    layout: { x: (index % 3) * 4, y: Math.floor(index / 3) * 4, w: 4, h: 4 },
    options: { style: 'line', ...UNITS[name]?.[1] },
  }));
  await app.api.createBoard('units', [], { panels });
  for (const zone of ZONES) {
    const metric = `zone.${zone.replace('/', '.')}`;
    const layout = { x: 0, y: 0, w: 12, h: 4 };
    const chart = { id: 'z', type: 'chart', title: zone, query: { source: 'metrics', metric }, layout, options: {} };
    await app.api.createBoard(zone.replace('/', '-').replaceAll('_', '-').toLowerCase(), [], {
      timeZone: zone,
      panels: [chart],
    });
  }
});

const timeLabels = (labels: readonly CanvasLabel[]): readonly string[] => {
  const lowest = Math.max(...labels.map(({ y }) => y));
  return labels.filter(({ y, text }) => y === lowest && text !== '').map(({ text }) => text);
};

describe('the axes of a chart', () => {
  const chrome = useBrowser({ viewport: { width: 1_600, height: 900 } });

  it('have the same unit in labels, thresholds and the value at the cursor', async () => {
    await recordCanvasLabels(chrome.context);
    const screen = await Screen.open(chrome.context, app.server.address, '/boards/units');
    for (const name of NAMES) {
      const panel = screen.panel(name);
      await panel.locator('canvas').waitFor();
      const labels = await canvasLabels(panel.locator('canvas'));
      const lowest = Math.max(...labels.map(({ y }) => y));
      const values = labels.filter(({ y, text }) => y < lowest && text !== '' && text !== '0').map(({ text }) => text);
      const { width = 0 } = (await panel.locator('.u-over').boundingBox()) ?? {};
      await panel.locator('.u-over').hover({ position: { x: width - 10, y: 40 } });
      values.push(await panel.locator('bc-chart-tooltip b').innerText());
      const unit = UNITS[name]?.[2];
      expect([name, ...values.filter((text) => !text.endsWith(`\u202f${unit ?? ''}`))]).toEqual([name]);
      expect(values.filter((text) => /warn|crit/.test(text))).toHaveLength(2);
    }
    screen.expectNoErrors();
  });

  it.each(ZONES)('have no duplicate labels when the clocks are set back, for hours and days in %s', async (zone) => {
    await recordCanvasLabels(chrome.context);
    const slug = zone.replace('/', '-').replaceAll('_', '-').toLowerCase();
    const screen = await Screen.create(chrome.context, app.server.address);
    for (const hours of [3, 12, 36, 100]) {
      const [from, to] = [-hours, hours].map((part) =>
        new Date(lastClockChange(zone) + (part / 2) * HOUR).toISOString(),
      );
      await screen.goTo(`/boards/${slug}?from=${from ?? ''}&to=${to ?? ''}`);
      await screen.panel(zone).locator('canvas').waitFor();
      const times = timeLabels(await canvasLabels(screen.panel(zone).locator('canvas')));
      expect(times.length).toBeGreaterThan(3);
      expect(times.filter((label, index) => times.indexOf(label) !== index)).toEqual([]);
    }
    screen.expectNoErrors();
  });
});
