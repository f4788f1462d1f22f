import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { DEFAULT_RANGE, type TimeRange } from '../../../wire/range';
import type { FormatOptions, ValuePart } from '../../ui/format/format-options';
import { formatParts, formatValue } from '../../ui/format/value';
import { deltaOf, type Delta } from '../delta';
import { durationOption, formatOf, type PanelOptions } from '../options';
import { isTotal, leadOf, type SeriesPoint } from '../series';
import { judge, thresholdsOf, type Judgement } from '../thresholds';

/** Everything a number panel shows, ready to be set. */
export interface NumberReading {
  readonly value: number;
  readonly parts: readonly ValuePart[];
  /** In one line, for ears and tests. */
  readonly text: string;
  /** Its course; worked out when it is drawn. */
  readonly points: () => readonly SeriesPoint[];
  readonly delta?: Delta;
  readonly judgement?: Judgement;
  /** Which series it is, where the frame has several and one number can show only one. */
  readonly note?: string;
}

/** The last value of the frame's (first) series; of a query for totals, their sum over the range. */
export function readNumber(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  range: TimeRange,
): NumberReading | undefined {
  const lead = leadOf(frame);
  if (lead === undefined) return scalarOf(frame, query, options);
  const { series } = lead;
  const total = isTotal(query);
  const { points } = lead;
  const value = total ? points().reduce((sum, point) => sum + point.value, 0) : lead.last.value;
  const format = formatOf(options, query, series.unit);
  const ago = durationOption(options, 'deltaFrom');
  return {
    ...typeset(value, format, options),
    points,
    delta:
      total || options.delta === false
        ? undefined
        : deltaOf(ago === undefined ? [lead.first, lead.last] : points(), range, format, ago),
    note: lead.of > 1 ? $localize`${series.label}:name: · 1 of ${lead.of}:count: series` : undefined,
  };
}

/** A source may also answer with bare numbers, without any time: the first one counts. */
function scalarOf(frame: Frame, query: Query | undefined, options: PanelOptions): NumberReading | undefined {
  const field = frame.fields.find(({ type }) => type === 'number');
  const value = field?.values.findLast((each) => typeof each === 'number');
  if (typeof value !== 'number') return undefined;
  return { ...typeset(value, formatOf(options, query, field?.unit), options), points: () => [] };
}

function typeset(
  value: number,
  format: FormatOptions,
  options: PanelOptions,
): Pick<NumberReading, 'value' | 'parts' | 'text' | 'judgement'> {
  const thresholds = thresholdsOf(options);
  return {
    value,
    parts: formatParts(value, format),
    text: formatValue(value, format),
    judgement: thresholds && judge(value, thresholds, format),
  };
}

/** Whether there is a number to show. */
export function hasNumber(frame: Frame): boolean {
  const field = frame.fields.find(({ type }) => type === 'number');
  return leadOf(frame) !== undefined || (field?.values.some((value) => typeof value === 'number') ?? false);
}

/** For the screen reader: the value and, where it is not well, why. */
export function summarizeNumber(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const reading = readNumber(frame, query, { ...options, delta: false }, DEFAULT_RANGE);
  if (reading === undefined) return undefined;
  return [reading.text, reading.judgement?.words].filter((text) => text !== undefined).join(', ');
}
