import type { Panel } from '../../../../wire/schemas/board';
import type { FormatOptions } from '../../../i18n/format/format-options';
import { formatOf, numberOption, type PanelOptions } from '../../options/panel-option-values';
import { thresholdsOf } from '../../options/thresholds';
import type { ChartSeries } from '../../data/chart-data';
import type { PlotOptions } from './plot/plot';

/**
 * Reads the options of a chart: `style: 'line' | 'area' | 'bars'`, `stacked`, `thresholds`, `thresholdStyle: 'line' |
 * 'band' | 'both'`, `min`, `max`, `log`, `connectNulls`, `unit`, `decimals`. `fill: true | false | 'area' | 'stack'` is
 * the older form of style and stacking. By default, a single series and stacked series are drawn as areas, others as
 * lines.
 */
export function readChartOptions({ query, options }: Panel, series: readonly ChartSeries[]): Omit<PlotOptions, 'zoom'> {
  const style = styleOf(options, series.length);
  return {
    style,
    stacked: options.stacked === true || (options.stacked === undefined && options.fill === 'stack'),
    // Stacked values have no place on a logarithmic axis, which has no 0.
    log: options.log === true && options.stacked !== true && options.fill !== 'stack',
    connectNulls: options.connectNulls === true,
    bounds: { min: numberOption(options, 'min'), max: numberOption(options, 'max') },
    axes: unitsOf(options, series).map((unit) => ({ unit, format: formatOf(options, query, unit) })),
    thresholds: thresholdsOf(options),
    thresholdStyle: oneOf(['line', 'band', 'both'], options.thresholdStyle) ?? 'line',
  };
}

function styleOf({ style, fill, stacked }: PanelOptions, series: number): PlotOptions['style'] {
  const chosen = oneOf(['line', 'area', 'bars'], style);
  if (chosen !== undefined) return chosen;
  if (fill === 'stack' || fill === 'area' || fill === true) return 'area';
  if (fill === 'none' || fill === false) return 'line';
  return series === 1 || stacked === true ? 'area' : 'line';
}

/** The units that have an axis: the first two, or one if the panel has a unit for all series. */
function unitsOf(options: PanelOptions, series: readonly ChartSeries[]): readonly (string | undefined)[] {
  const units = [...new Set(series.map(({ unit }) => unit))];
  const one = options.unit !== undefined || options.stacked === true || units.length === 0;
  return one ? [units[0]] : units.slice(0, 2);
}

/** The number format of a series: its own unit, unless the panel sets one for all. */
export function seriesFormat({ query, options }: Panel, { unit }: ChartSeries): FormatOptions {
  return formatOf(options, query, unit);
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((word) => word === value);
}
