import type { Query } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import { formatAxisValues } from '../../../i18n/format/axis-values';
import { parseUnit, type Unit } from '../../../i18n/format/value-units';
import type { ValuePart } from '../../../i18n/format/format-options';
import { combinedValueOf } from '../../combine/combined-value';
import { formattedValueOf } from '../number/number-data';
import { formatOf, numberOption, type PanelOptions } from '../../options/panel-option-values';
import { shareBetween } from '../../data/share-between';
import { isTotal } from '../../data/series';
import { bandsOf } from '../../options/threshold-bands';
import { thresholdsOf, type ThresholdResult } from '../../options/thresholds';

export interface GaugeReading {
  readonly parts: readonly ValuePart[];
  readonly text: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The position of the value between min and max, 0 to 1. */
  readonly share: number;
  /** The labels of the ends of the scale; with `<` or `>` if the value is beyond. */
  readonly ends: readonly [low: string, high: string];
  readonly thresholdResult?: ThresholdResult;
  /** The parts of the arc, 0 to 1, in which a value has a state. */
  readonly zones: readonly { readonly state: 'warn' | 'crit'; readonly from: number; readonly to: number }[];
  /** How the value was combined from several series, and the name of the series with this value. */
  readonly note?: string;
  readonly label?: string;
}

/** The ends of a scale. */
export interface GaugeScale {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the value of a gauge between `options.min` and `options.max`. The default scale is 0 to 100 for percentages.
 * For other units, it lies between round numbers around all values of the range, 0 and the thresholds, so that it does
 * not change with each value.
 *
 * @param previous the scale shown so far; kept unless it is much too long
 */
export function readGauge(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  previous?: GaugeScale,
): GaugeReading | undefined {
  const combined = combinedValueOf(frame, query, options);
  if (combined === undefined || 'problem' in combined) return undefined;
  const format = formatOf(options, query, combined.unit);
  const unit = parseUnit(format.unit);
  const reading = formattedValueOf(combined.value, format, options);
  const thresholds = thresholdsOf(options);
  const values = isTotal(query) ? [] : combined.points().map(({ value }) => value);
  const scaleValues = [combined.value, ...values, thresholds?.warn ?? 0, thresholds?.crit ?? 0];
  const scale =
    unit.kind === 'percent'
      ? { min: 0, max: 100 / unit.factor }
      : scaleOf(scaleValues, unit.kind === 'scaled' ? unit.base : 10, previous);
  const { min, max } = endsOf(scale, numberOption(options, 'min'), numberOption(options, 'max'));
  const shareOf = (value: number): number => shareBetween([min, max], value);
  const { note, label } = combined;
  const [low = '', high = ''] = formatAxisValues(
    [min, max],
    { ...format, unit: isLong(unit) ? undefined : format.unit, decimals: undefined },
    max / LABEL_PRECISION - min / LABEL_PRECISION,
  );
  return {
    ...reading,
    note,
    label,
    min,
    max,
    share: shareOf(reading.value),
    ends: [reading.value < min ? `< ${low}` : low, reading.value > max ? `> ${high}` : high],
    zones: (thresholds ? bandsOf(thresholds, [min, max]) : []).map(({ state, from, to }) => ({
      state,
      from: shareOf(from),
      to: shareOf(to),
    })),
  };
}

/** Whether a unit is too long for the ends of the scale. It is shown below the value. */
function isLong(unit: Unit): boolean {
  return unit.kind === 'plain' && unit.symbol.length > MAX_UNIT_LENGTH_AT_ENDS;
}

const MAX_UNIT_LENGTH_AT_ENDS = 10;

/** The ends are as precise as this fraction of the scale requires. */
const LABEL_PRECISION = 50;

/** A scale is shortened if it is this many times longer than the values need. */
const MAX_EXCESS = 4;

/** Applies the requested ends, in either order, even if all values are beyond them. */
function endsOf(scale: GaugeScale, min?: number, max?: number): GaugeScale {
  if (min !== undefined && max !== undefined) return { min: Math.min(min, max), max: Math.max(min, max) };
  if (min !== undefined) return { min, max: scale.max > min ? scale.max : nextAbove(min) };
  if (max !== undefined) return { min: scale.min < max ? scale.min : -nextAbove(-max), max };
  return scale;
}

/** Returns the next round number. */
function nextAbove(value: number): number {
  if (value < 0) return 0;
  return value === 0 ? 1 : roundAbove(value * 1.01, 10);
}

function scaleOf(values: readonly number[], base: number, previous: GaugeScale = { min: 0, max: 0 }): GaugeScale {
  const largest = values.reduce((one, other) => Math.max(one, other), 0);
  const smallest = values.reduce((one, other) => Math.min(one, other), 0);
  const keep = (size: number, last: number): number => (last >= size && last < size * MAX_EXCESS ? last : size);
  const min = keep(roundAbove(-smallest, base), -previous.min);
  const max = keep(roundAbove(largest, base), previous.max);
  return { min: min === 0 ? 0 : -min, max: min === 0 && max === 0 ? 1 : max };
}

function roundAbove(value: number, base: number): number {
  if (value <= 0) return 0;
  if (base === 1024) return Math.min(Number.MAX_VALUE, 2 ** Math.ceil(Math.log2(value)));
  const power = Math.floor(Math.log10(value));
  const round = [1, 2, 5, 10].map((step) => Number(`${step}e${power}`)).find((step) => step >= value) ?? value;
  return Math.min(Number.MAX_VALUE, round);
}
