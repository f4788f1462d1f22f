import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { currentOf, isTotal, seriesOf } from './series';

/** One value with a name, to be seen beside others. */
export interface NamedValue {
  /** Tells it apart from the others of its frame; stays the same over updates. */
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly unit?: string;
}

/**
 * Of a frame of names and values its rows; of one of series each one's last value, for totals its sum. Series that have
 * ended are left out, unless all have.
 */
export function namedValuesOf(frame: Frame, query: Query | undefined): readonly NamedValue[] {
  return frame.fields.some(({ type }) => type === 'time') ? fromSeries(frame, query) : fromRows(frame);
}

function fromSeries(frame: Frame, query: Query | undefined): readonly NamedValue[] {
  const filled = seriesOf(frame).filter(({ points }) => points.length > 0);
  return currentOf(filled).map(({ key, label, unit, points }) => {
    const counted = isTotal(query) ? points : points.slice(-1);
    return { key, label, value: counted.reduce((sum, { value }) => sum + value, 0), unit };
  });
}

function fromRows(frame: Frame): readonly NamedValue[] {
  const values = frame.fields.find(({ type }) => type === 'number');
  const names = frame.fields.find(({ type }) => type === 'string');
  const seen = new Map<string, number>();
  return (values?.values ?? []).flatMap((value, row) => {
    if (typeof value !== 'number') return [];
    const label = String(names?.values[row] ?? values?.name ?? '');
    // By name, not by row: a source that sorts its rows must not make them new ones.
    const nth = (seen.get(label) ?? 0) + 1;
    seen.set(label, nth);
    return [{ key: `${label} ${nth}`, label, value, unit: values?.unit }];
  });
}
