import { axisScaleOf, formatAxisValues, type AxisScale } from '../../../../i18n/format/axis-values';
import type { FormatOptions } from '../../../../i18n/format/format-options';
import { sharesOf, type YRange } from '../../../drawing/y-scale';
import { yTicks } from './y-ticks';

export interface YLabelOptions {
  readonly format: FormatOptions;
  readonly log: boolean;
  /** The minimum distance between two labels, as a fraction of the axis. */
  readonly space: number;
}

/** The labels of a value axis, in ascending order. */
export interface YLabels {
  readonly range: YRange;
  readonly space: number;
  /** The position of each label: 0 is the lower end, 1 the upper one. */
  readonly shares: readonly number[];
  readonly labels: readonly string[];
  /** The common scale of the labels, such as millions, if they have one. */
  readonly scale?: AxisScale;
}

/**
 * Returns the labels of a value axis.
 *
 * @param before the previous labels; returned if the axis has not changed
 */
export function yLabels(range: YRange, { format, log, space }: YLabelOptions, before?: YLabels): YLabels {
  if (before?.range[0] === range[0] && before.range[1] === range[1] && before.space === space) return before;
  const ticks = yTicks(range, { unit: format.unit, log, space });
  const options = { ...format, decimals: undefined };
  const [first = 1] = ticks;
  // Powers of ten have no common scale.
  const individualLabels =
    log && (ticks.at(-1) ?? first) / first >= 10 ? ticks.flatMap((tick) => formatAxisValues([tick], options)) : [];
  // Labels of very small numbers, which have few digits, may be equal if each is formatted on its own.
  const areIndividual = ticks.length > 0 && new Set(individualLabels).size === ticks.length;
  return {
    range,
    space,
    shares: ticks.map(sharesOf(range, log)),
    labels: areIndividual ? individualLabels : formatAxisValues(ticks, options),
    scale: areIndividual || ticks.length === 0 ? undefined : axisScaleOf(ticks, options),
  };
}
