import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { parseUnit } from '../../ui/format/unit';
import { formatValue } from '../../ui/format/value';
import { viewerLocale } from '../../ui/language/language';
import { namedValuesOf, type NamedValue } from '../named-values';
import { formatOf, numberOption, type PanelOptions } from '../options';
import { stateOf, thresholdsOf, type State } from '../thresholds';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** Where it begins and ends, 0-1 of the axis: one end is at 0, or at the end of the axis that is nearest to it. */
  readonly from: number;
  readonly to: number;
  readonly state?: State;
}

const DEFAULT_LIMIT = 10;

/**
 * The largest rows first: of a frame of names and values its rows, of one of series each one's last value (for totals
 * its sum). Options: `unit`, `decimals`, `min`, `max`, `limit` (10), `sort: 'name'`, `thresholds`.
 */
export function readBars(frame: Frame, query: Query | undefined, options: PanelOptions): readonly Bar[] {
  const rows = namedValuesOf(frame, query);
  const limit = Math.max(1, numberOption(options, 'limit') ?? DEFAULT_LIMIT);
  const sorted = rows.toSorted(options.sort === 'name' ? byLabel : byValue).slice(0, limit);
  const thresholds = thresholdsOf(options);
  const unit = parseUnit(formatOf(options, query, rows[0]?.unit).unit);
  const values = sorted.map(({ value }) => value);
  const usual = unit.kind === 'percent' ? 100 / unit.factor : Math.max(0, ...values);
  const given = [numberOption(options, 'min') ?? Math.min(0, ...values), numberOption(options, 'max') ?? usual];
  const [least, most] = [Math.min(...given), Math.max(...given)];
  const shareOf = (value: number): number => {
    const share = (value / 2 - least / 2) / (most / 2 - least / 2);
    return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
  };
  return sorted.map((row) => ({
    ...row,
    text: formatValue(row.value, formatOf(options, query, row.unit)),
    from: shareOf(Math.min(0, row.value)),
    to: shareOf(Math.max(0, row.value)),
    state: thresholds && stateOf(row.value, thresholds).state,
  }));
}

type Row = NamedValue;

const collator = new Intl.Collator(viewerLocale(), { numeric: true });
const byLabel = (a: Row, b: Row): number => collator.compare(a.label, b.label);
/** Equal values keep one order, or they would swap places with every update. */
const byValue = (a: Row, b: Row): number => b.value - a.value || byLabel(a, b);

/** For the screen reader: the first three. */
export function summarizeBars(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const bars = readBars(frame, query, options).slice(0, 3);
  return bars.length === 0 ? undefined : bars.map(({ label, text }) => `${label} ${text}`).join(', ');
}
