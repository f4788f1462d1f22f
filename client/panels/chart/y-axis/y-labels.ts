import { axisScaleOf, formatAxisValues, type AxisScale } from '../../../i18n/format/axis-values';
import type { FormatOptions } from '../../../i18n/format/format-options';
import { sharesOf, type YRange } from './y-scale';
import { yTicks } from './y-ticks';

export interface YLabelOptions {
  readonly format: FormatOptions;
  readonly log: boolean;
  /** The least distance of two labels, as a part of the axis. */
  readonly space: number;
}

/** The labels of a value axis, from its lower end on. */
export interface YLabels {
  readonly range: YRange;
  readonly space: number;
  /** Where each one stands: 0 at the lower end, 1 at the upper one. */
  readonly shares: readonly number[];
  readonly labels: readonly string[];
  /** What all of them are written in, where they have one scale. */
  readonly scale?: AxisScale;
}

/** @param before the labels that were drawn before: the same ones, where the axis is the same */
export function yLabels(range: YRange, { format, log, space }: YLabelOptions, before?: YLabels): YLabels {
  if (before?.range[0] === range[0] && before.range[1] === range[1] && before.space === space) return before;
  const ticks = yTicks(range, { unit: format.unit, log, space });
  const options = { ...format, decimals: undefined };
  const [first = 1] = ticks;
  // Powers of ten have no scale in common.
  const individualLabels =
    log && (ticks.at(-1) ?? first) / first >= 10 ? ticks.flatMap((tick) => formatAxisValues([tick], options)) : [];
  // Of the smallest numbers, which have few digits, labels written alone may be the same.
  const areIndividual = ticks.length > 0 && new Set(individualLabels).size === ticks.length;
  return {
    range,
    space,
    shares: ticks.map(sharesOf(range, log)),
    labels: areIndividual ? individualLabels : formatAxisValues(ticks, options),
    scale: areIndividual || ticks.length === 0 ? undefined : axisScaleOf(ticks, options),
  };
}
