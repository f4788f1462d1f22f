import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import type { TimeRange } from '../../../wire/range';
import type { FormatOptions, ValuePart } from '../../i18n/format/format-options';
import { exactValueIfDifferent, formatParts, formatValue } from '../../i18n/format/format-value';
import { combinedValueOf } from '../combine/combined-value';
import { deltaOf, type Delta } from '../data/delta';
import { durationOption, formatOf, type PanelOptions } from '../options/panel-option-values';
import { isTotal, type SeriesPoint } from '../data/series';
import { checkThresholds, thresholdsOf, type ThresholdResult } from '../options/thresholds';

/** Everything a number panel shows, ready to be set. */
export interface NumberReading {
  readonly value: number;
  readonly parts: readonly ValuePart[];
  /** In one line, for ears and tests. */
  readonly text: string;
  /** All digits, in the unit that was pushed, where the text does not show them. */
  readonly exact?: string;
  /** Its trend; worked out when it is drawn. */
  readonly points: () => readonly SeriesPoint[];
  readonly delta?: Delta;
  readonly thresholdResult?: ThresholdResult;
  /** What it was made of where there are several series, and the name of the one that has this value. */
  readonly note?: string;
  readonly label?: string;
}

/**
 * The last value of the frame's series, of a query for totals the sum over the range; of several series what
 * `options.combine` makes of them. Undefined where there is none, or where they cannot be combined.
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

/** How a value is written, and what the thresholds say of it. */
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

/** The message if the frame's values cannot become one number; undefined if they can, or if there are none. */
export function numberProblem(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const combined = combinedValueOf(frame, query, options);
  return combined !== undefined && 'problem' in combined ? combined.problem : undefined;
}

/** For the screen reader: the value, of how many series it is and, where it is not well, why. */
export function summarizeNumber(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const combined = combinedValueOf(frame, query, options);
  if (combined === undefined) return undefined;
  if ('problem' in combined) return combined.problem;
  const { text, thresholdResult } = formattedValueOf(combined.value, formatOf(options, query, combined.unit), options);
  return [text, combined.note, thresholdResult?.text].filter((text) => text !== undefined).join(', ');
}
