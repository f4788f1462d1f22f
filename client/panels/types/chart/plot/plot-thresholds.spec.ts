import { describe, expect, it } from '@jest/globals';
import type uPlot from 'uplot';
import { drawThresholdLabels } from './plot-thresholds';
import type { PlotColors } from './plot-colors';
import type { PlotOptions } from './plot';

/** A plot of 100 px from 0 to 100, which records the drawn texts and their positions. */
function written(thresholds: PlotOptions['thresholds'], height = 100): Map<string, number> {
  const drawnLabels = new Map<string, number>();
  const ctx = {
    save: (): void => undefined,
    restore: (): void => undefined,
    strokeText: (): void => undefined,
    fillText: (text: string, _x: number, y: number) => drawnLabels.set(text.replace(/^[↑↓] /, ''), y),
    measureText: () => ({ width: 30 }),
  };
  const plot = { ctx, bbox: { top: 0, left: 0, width: 300, height }, valToPos: (value: number) => height - value };
  const options = { thresholds, axes: [{ format: { locale: 'en' } }] };
  const colors = { get: () => 'red' } as unknown as PlotColors;
  const drawn = { colors, labels: new Map(), data: undefined };
  drawThresholdLabels(plot as unknown as uPlot, options as unknown as PlotOptions, drawn);
  return drawnLabels;
}

describe('drawThresholdLabels', () => {
  const HEIGHT = 12;
  const cases = [0, 1, 5, 20, 50, 80, 95, 99, 100, 130, -30].flatMap((warn) =>
    [0, 1, 5, 20, 50, 80, 95, 99, 100, 130, -30].map((crit) => [warn, crit] as const),
  );

  it.each(cases)('draws the labels of %d and %d within the plot, without overlap', (warn, crit) => {
    const drawnLabels = written({ warn, crit });
    const places = [...drawnLabels.values()];
    expect(places).toHaveLength(2);
    for (const y of places) {
      expect(y).toBeGreaterThanOrEqual(HEIGHT - 4);
      expect(y).toBeLessThanOrEqual(100);
    }
    const [one = 0, other = 0] = places;
    const isSame = [warn, crit].every((each) => each > 100) || [warn, crit].every((each) => each < 0);
    if (!isSame) expect(Math.abs(one - other)).toBeGreaterThanOrEqual(HEIGHT);
  });
});
