import type { FieldValue, Frame, FrameField } from '../../../wire/schemas/frame';

/**
 * Returns the current frame with the rows at or after `from` replaced by those of `tail`. Fields match by name and
 * tags. Returns undefined if the fields do not match. A complete snapshot is needed then. Rows that `clipRows` would
 * drop are not copied if that can be determined cheaply.
 *
 * @param from in ms since 1970
 * @param start the start of the range, in ms since 1970
 */
export function replaceRows(current: Frame, tail: Frame, from: number, start = -Infinity): Frame | undefined {
  const currentFields = new Map(current.fields.map((field) => [fieldKey(field), field]));
  const times = current.fields.find(({ type }) => type === 'time')?.values;
  const keys = new Set(tail.fields.map(fieldKey));
  if (
    times === undefined ||
    currentFields.size !== current.fields.length ||
    keys.size !== tail.fields.length ||
    keys.size !== currentFields.size
  ) {
    return undefined;
  }
  const kept = rowsBefore(times, from);
  const endsInTail = tail.fields.every(({ values }) => values.some((value) => value !== null));
  const first = endsInTail ? Math.max(0, Math.min(kept, rowsBefore(times, start)) - 1) : 0;
  const fields: FrameField[] = [];
  for (const field of tail.fields) {
    const before = currentFields.get(fieldKey(field));
    if (before === undefined) {
      return undefined;
    }
    fields.push({ ...field, values: before.values.slice(first, kept).concat(field.values) });
  }
  return { ...tail, fields };
}

/**
 * Drops the rows before `from` (ms since 1970), except the row directly before it, where a line enters the range, and
 * the row of each field's last value, because a series always ends with its last point.
 */
export function clipRows(frame: Frame, from: number): Frame {
  const times = frame.fields.find(({ type }) => type === 'time')?.values;
  const first = times === undefined ? 0 : rowsBefore(times, from) - 1;
  if (first <= 0) {
    return frame;
  }
  const ends = frame.fields.map(({ values }) => values.findLastIndex((value) => value !== null));
  const early = [...new Set(ends)].filter((row) => row >= 0 && row < first).sort((a, b) => a - b);
  const clip = (values: FieldValue[]): FieldValue[] =>
    early.map((row): FieldValue => values[row] ?? null).concat(values.slice(first));
  return { ...frame, fields: frame.fields.map((field) => ({ ...field, values: clip(field.values) })) };
}

function fieldKey({ name, tags = {} }: FrameField): string {
  return JSON.stringify([name, Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Returns the number of rows before `from`. The times must be ascending. */
function rowsBefore(times: readonly FieldValue[], from: number): number {
  const after = times.findIndex((time) => typeof time === 'number' && time >= from);
  return after < 0 ? times.length : after;
}
