import { stateOf, type State } from '../../../options/thresholds';
import type { ChartData } from '../../../data/chart-data';
import type { PlotOptions } from '../plot/plot';

/**
 * Returns the state of each series by its last value. Undefined if thresholds do not apply: they belong to the first
 * axis, in a stack they apply to the sum, and a series that has ended has no current state.
 */
export function seriesStates(
  { series, columns }: ChartData,
  { thresholds, stacked, axes }: Pick<PlotOptions, 'thresholds' | 'stacked' | 'axes'>,
): readonly (State | undefined)[] {
  return series.map(({ unit, endedAt }, index) => {
    if (thresholds === undefined || stacked || endedAt !== undefined) return undefined;
    if (axes.length > 1 && unit !== axes[0]?.unit) return undefined;
    const last = columns[index]?.findLast((value) => value !== null);
    return typeof last === 'number' ? stateOf(last, thresholds).state : undefined;
  });
}
