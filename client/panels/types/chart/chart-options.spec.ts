import { describe, expect, it } from '@jest/globals';
import { samplePanel } from '../../testing/sample-frames';
import { readChartOptions } from './chart-options';

const ONE = [{ key: 'a', label: 'a', unit: 'ms' }];
const TWO = [...ONE, { key: 'b', label: 'b', unit: 'percent' }];
const read = (options: Record<string, unknown>, series = TWO): ReturnType<typeof readChartOptions> =>
  readChartOptions(samplePanel({ options }), series);

describe('readChartOptions', () => {
  it.each([
    [{}, 'line', false],
    [{ style: 'bars', stacked: true }, 'bars', true],
    [{ style: 'area', fill: 'none' }, 'area', false],
    [{ fill: true }, 'area', false],
    [{ fill: 'stack' }, 'area', true],
    [{ fill: 'stack', stacked: false }, 'area', false],
    [{ style: 'plaid', fill: 7, stacked: 'yes' }, 'line', false],
  ])('reads %j as %s, stacked: %p', (options, style, stacked) => {
    expect(read(options)).toMatchObject({ style, stacked });
  });

  it('draws a single series as an area', () => {
    expect(read({}, ONE).style).toBe('area');
    expect(read({ fill: false }, ONE).style).toBe('line');
  });

  it('has an axis for each of two units, and one if the panel sets a unit for all', () => {
    expect(read({}).axes.map(({ unit }) => unit)).toEqual(['ms', 'percent']);
    expect(read({ unit: 'EUR' }).axes.map(({ format }) => format.unit)).toEqual(['EUR']);
    expect(read({ stacked: true }).axes).toHaveLength(1);
    expect(read({}, []).axes).toHaveLength(1);
  });

  it('ignores a logarithmic axis if series are stacked', () => {
    expect([read({ log: true }).log, read({ log: true, stacked: true }).log]).toEqual([true, false]);
  });

  it('draws thresholds as lines by default', () => {
    expect(['band', 'both', 'plaid'].map((thresholdStyle) => read({ thresholdStyle }).thresholdStyle)).toEqual([
      'band',
      'both',
      'line',
    ]);
  });
});
