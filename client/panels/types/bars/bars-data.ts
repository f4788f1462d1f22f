import type { Query } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import { parseUnit } from '../../../i18n/format/value-units';
import { formatValue } from '../../../i18n/format/format-value';
import { viewerLocale } from '../../../i18n/language';
import { namedValuesOf, type NamedValue } from '../../data/named-values';
import { formatOf, numberOption, type PanelOptions } from '../../options/panel-option-values';
import { shareBetween } from '../../data/share-between';
import { lowIsBad, stateOf, thresholdsOf, type State } from '../../options/thresholds';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** Where the bar starts and ends on the axis, 0 to 1. One end is at 0, or at the end of the axis nearest to 0. */
  readonly from: number;
  readonly to: number;
  readonly state?: State;
}

export interface Bars {
  /** The bars that the panel shows. */
  readonly bars: readonly Bar[];
  /** The states of all rows in their order, including rows without a bar. Undefined without thresholds. */
  readonly states: readonly (State | undefined)[];
}

const DEFAULT_LIMIT = 10;

/**
 * Returns the rows of a bar panel, worst first: the largest, or the smallest if low values are bad. A frame of names
 * and values has one bar per row. A frame of series has one bar per series: its last value, or the sum of its values if
 * they are totals.
 *
 * Options: `unit`, `decimals`, `min`, `max`, `limit` (default 10), `sort: 'name'`, `thresholds`.
 */
export function readBars(frame: Frame, query: Query | undefined, options: PanelOptions): Bars {
  const rows = namedValuesOf(frame, query);
  const limit = Math.max(1, numberOption(options, 'limit') ?? DEFAULT_LIMIT);
  const thresholds = thresholdsOf(options);
  const byRank = thresholds && lowIsBad(thresholds) ? bySmallest : byLargest;
  const all = rows.toSorted(options.sort === 'name' ? byLabel : byRank);
  const sorted = all.slice(0, limit);
  const stateIn = ({ value }: NamedValue): State | undefined => thresholds && stateOf(value, thresholds).state;
  const unit = parseUnit(formatOf(options, query, rows[0]?.unit).unit);
  const values = sorted.map(({ value }) => value);
  const usual = unit.kind === 'percent' ? 100 / unit.factor : Math.max(0, ...values);
  const given = [numberOption(options, 'min') ?? Math.min(0, ...values), numberOption(options, 'max') ?? usual];
  const shareOf = (value: number): number => shareBetween([Math.min(...given), Math.max(...given)], value);
  const bars = sorted.map((row) => ({
    ...row,
    text: formatValue(row.value, formatOf(options, query, row.unit)),
    from: shareOf(Math.min(0, row.value)),
    to: shareOf(Math.max(0, row.value)),
    state: stateIn(row),
  }));
  return { bars, states: all.map(stateIn) };
}

const collator = new Intl.Collator(viewerLocale(), { numeric: true });
const byLabel = (a: NamedValue, b: NamedValue): number => collator.compare(a.label, b.label);
/** Equal values are sorted by label, so that they do not swap places with every update. */
const byLargest = (a: NamedValue, b: NamedValue): number => b.value - a.value || byLabel(a, b);
const bySmallest = (a: NamedValue, b: NamedValue): number => a.value - b.value || byLabel(a, b);

/** Returns the first three bars for the screen reader. */
export function summarizeBars(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const bars = readBars(frame, query, options).bars.slice(0, 3);
  return bars.length === 0 ? undefined : bars.map(({ label, text }) => `${label} ${text}`).join(', ');
}
