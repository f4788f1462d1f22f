import type { FieldValue, Frame, FrameField } from '../../../wire/frame';

/**
 * The held frame with its rows at or after `from` (ms) replaced by those of `tail`. Fields match by name and tags.
 * Undefined where the two do not fit: only a complete answer helps then. Rows that `clipRows` would drop, before
 * `start` (ms), are not copied at all where that is easily told.
 */
export function replaceRows(held: Frame, tail: Frame, from: number, start = -Infinity): Frame | undefined {
  const heldFields = new Map(held.fields.map((field) => [fieldKey(field), field]));
  const times = held.fields.find(({ type }) => type === 'time')?.values;
  const keys = new Set(tail.fields.map(fieldKey));
  if (
    times === undefined ||
    heldFields.size !== held.fields.length ||
    keys.size !== tail.fields.length ||
    keys.size !== heldFields.size
  ) {
    return undefined;
  }
  const kept = rowsBefore(times, from);
  const endsInTail = tail.fields.every(({ values }) => values.some((value) => value !== null));
  const first = endsInTail ? Math.max(0, Math.min(kept, rowsBefore(times, start)) - 1) : 0;
  const fields: FrameField[] = [];
  for (const field of tail.fields) {
    const before = heldFields.get(fieldKey(field));
    if (before === undefined) {
      return undefined;
    }
    fields.push({ ...field, values: before.values.slice(first, kept).concat(field.values) });
  }
  return { ...tail, fields };
}

/**
 * Drops the rows before `from` (ms), but for two kinds: the row just before it, which a line comes from, and a field's
 * last value, with which a series always ends.
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

/** Times ascend. */
function rowsBefore(times: readonly FieldValue[], from: number): number {
  const after = times.findIndex((time) => typeof time === 'number' && time >= from);
  return after < 0 ? times.length : after;
}
