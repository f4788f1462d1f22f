import type { Query } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import type { FormatOptions, ValuePart } from '../../../i18n/format/format-options';
import { exactValueIfDifferent, formatParts, formatValue } from '../../../i18n/format/format-value';
import { combinedValueOf } from '../../combine/combined-value';
import { deltaOf, type Delta } from '../../data/delta';
import { durationOption, formatOf, type PanelOptions } from '../../options/panel-option-values';
import { isTotal, type SeriesPoint } from '../../data/series';
import { checkThresholds, thresholdsOf, type ThresholdResult } from '../../options/thresholds';

/** Everything that a number panel shows, formatted. */
export interface NumberReading {
  readonly value: number;
  readonly parts: readonly ValuePart[];
  /** In one line, for screen readers and tests. */
  readonly text: string;
  /** All digits in the pushed unit, if the text does not contain them. */
  readonly exact?: string;
  /** Returns the trend. Computed when it is drawn. */
  readonly points: () => readonly SeriesPoint[];
  readonly delta?: Delta;
  readonly thresholdResult?: ThresholdResult;
  /** How the value was combined from several series, and the name of the series with this value. */
  readonly note?: string;
  readonly label?: string;
}

/**
 * Reads the value of a number panel: the last value of the series, or the sum over the range in queries for totals.
 * Several series are combined as `options.combine` says. Undefined if there is no value, or if the values cannot be
 * combined.
 */
export function readNumber(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  range: TimeRange,
): NumberReading | undefined {
  const combined = combinedValueOf(frame, query, options);
  if (combined === undefined || 'problem' in combined) return undefined;
  const { value, unit, note, label, points, ends } = combined;
  const format = formatOf(options, query, unit);
  const ago = durationOption(options, 'deltaFrom');
  return {
    ...formattedValueOf(value, format, options),
    note,
    label,
    points,
    delta:
      isTotal(query) || options.delta === false
        ? undefined
        : deltaOf(ago === undefined ? ends() : points(), range, format, ago),
  };
}

/** Formats a value, and checks it against the thresholds. */
export function formattedValueOf(
  value: number,
  format: FormatOptions,
  options: PanelOptions,
): Pick<NumberReading, 'value' | 'parts' | 'text' | 'exact' | 'thresholdResult'> {
  const thresholds = thresholdsOf(options);
  const text = formatValue(value, format);
  return {
    value,
    parts: formatParts(value, format),
    text,
    exact: exactValueIfDifferent(text, value, format),
    thresholdResult: thresholds && checkThresholds(value, thresholds, format),
  };
}

/** Returns why the values of a frame cannot be combined; undefined if they can, or if there are none. */
export function numberProblem(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const combined = combinedValueOf(frame, query, options);
  return combined !== undefined && 'problem' in combined ? combined.problem : undefined;
}

/** Returns the value, how it was combined, and the threshold it has reached, for the screen reader. */
export function summarizeNumber(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const combined = combinedValueOf(frame, query, options);
  if (combined === undefined) return undefined;
  if ('problem' in combined) return combined.problem;
  const { text, thresholdResult } = formattedValueOf(combined.value, formatOf(options, query, combined.unit), options);
  return [text, combined.note, thresholdResult?.text].filter((text) => text !== undefined).join(', ');
}
