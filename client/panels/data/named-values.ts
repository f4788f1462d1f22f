import type { Query } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { currentOf, isTotal, seriesOf } from './series';

/** A value with a name. */
export interface NamedValue {
  /** Unique within the frame, and stable over updates. */
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly unit?: string;
}

/**
 * Returns the rows of a frame of names and values. For a frame of series, returns the last value of each, or the sum of
 * totals. Series that have ended are left out, unless all have ended.
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
    // By name, not by position: a source may reorder its rows.
    const nth = (seen.get(label) ?? 0) + 1;
    seen.set(label, nth);
    return [{ key: `${label} ${nth}`, label, value, unit: values?.unit }];
  });
}
