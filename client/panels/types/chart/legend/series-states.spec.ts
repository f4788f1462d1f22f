import { describe, expect, it } from '@jest/globals';
import type { ChartData } from '../../../data/chart-data';
import { seriesStates } from './series-states';

const DATA: ChartData = {
  series: [
    { key: 'a', label: 'a', unit: 'ms' },
    { key: 'b', label: 'b', unit: 'ms' },
    { key: 'c', label: 'c', unit: 'ms', endedAt: 1 },
    { key: 'd', label: 'd', unit: '%' },
    { key: 'e', label: 'e', unit: 'ms' },
  ],
  times: [0, 1],
  columns: [
    [95, 10],
    [10, 95],
    [95, 95],
    [95, 95],
    [75, null],
  ],
};
const thresholds = { warn: 70, crit: 90 };
const AXES = [
  { unit: 'ms', format: {} },
  { unit: '%', format: {} },
];

describe('seriesStates', () => {
  it('returns the states of last values, for series on the first axis', () => {
    const states = seriesStates(DATA, { thresholds, stacked: false, axes: AXES });
    expect(states).toEqual(['ok', 'crit', undefined, undefined, 'warn']);
  });

  it('returns the states of all series if they share an axis', () => {
    const states = seriesStates(DATA, { thresholds, stacked: false, axes: AXES.slice(0, 1) });
    expect(states[3]).toBe('crit');
  });

  it('returns none without thresholds and in a stack, whose thresholds apply to the sum', () => {
    const none = DATA.series.map(() => undefined);
    expect(seriesStates(DATA, { stacked: false, axes: AXES })).toEqual(none);
    expect(seriesStates(DATA, { thresholds, stacked: true, axes: AXES })).toEqual(none);
  });
});
