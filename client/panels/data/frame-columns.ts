import type { FieldType, FieldValue, Frame, FrameField } from '../../../wire/schemas/frame';
import { readWallClock } from '../../i18n/format/time-zone-choice';

/** Returns the first column of a type with one of the names, tried in order; else the first column of the type. */
export function columnOf(frame: Frame, type: FieldType, ...names: string[]): FrameField | undefined {
  const fields = frame.fields.filter((field) => field.type === type);
  return namedColumn(frame, type, ...names) ?? fields[0];
}

/** Returns the first column of a type with one of the names, tried in order. */
export function namedColumn(frame: Frame, type: FieldType, ...names: string[]): FrameField | undefined {
  for (const name of names) {
    const found = frame.fields.find((field) => field.type === type && field.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the column with the times from which rows are stale. */
export function staleAtOf(frame: Frame): FrameField | undefined {
  return namedColumn(frame, 'time', 'staleAt');
}

export function rowCountOf(frame: Frame): number {
  return Math.max(0, ...frame.fields.map(({ values }) => values.length));
}

export function textAt(field: FrameField | undefined, row: number): string | undefined {
  const value = field?.values[row];
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

export function numberAt(field: FrameField | undefined, row: number): number | undefined {
  const value = field?.values[row];
  return typeof value === 'number' ? value : undefined;
}

/** The largest time value (ECMA-262, section 21.4.1.1). */
export const MAX_TIME_MS = 8.64e15;

/**
 * Returns ms since 1970; undefined for invalid times. A date without a time counts as midnight in the viewer's time
 * zone.
 */
export function timeAt(field: FrameField | undefined, row: number): number | undefined {
  const date = dateAt(field, row);
  if (date !== undefined) return readWallClock(`${date}T00:00`);
  const at = numberAt(field, row);
  return at !== undefined && Math.abs(at) <= MAX_TIME_MS ? at : undefined;
}

/** Returns the values of a time column. Dates without a time count as midnight in the viewer's time zone. */
export function timesOf(field: FrameField): readonly FieldValue[] {
  if (field.dates === undefined) return field.values;
  return field.values.map((value, row) => timeAt(field, row) ?? value);
}

/** Returns the dates without a time in a column, by midnight in the viewer's time zone. */
export function datesByTime(field: FrameField | undefined): ReadonlyMap<number, string> {
  const dates = new Map<number, string>();
  if (field?.dates === undefined) return dates;
  field.values.forEach((_, row) => {
    const [time, date] = [timeAt(field, row), dateAt(field, row)];
    if (time !== undefined && date !== undefined) dates.set(time, date);
  });
  return dates;
}

/** Returns `2026-12-06` for a date without a time; undefined for other values. */
export function dateAt(field: FrameField | undefined, row: number): string | undefined {
  const { dates } = field ?? {};
  const at = dates === true || dates?.includes(row) ? numberAt(field, row) : undefined;
  return at !== undefined && Math.abs(at) <= MAX_TIME_MS ? new Date(at).toISOString().split('T')[0] : undefined;
}

/** Returns keys for rows by their names, not by their position. Equal names are numbered. */
export function distinctKeys(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return `${nth} ${name}`;
  });
}
