import { deepEqual } from '../../../wire/deep-equal.js';
import type { Frame, FrameField } from '../../../wire/schemas/frame.js';
import type { LoadedFrame } from '../contracts/source.js';

/** The difference between two frames: none, only rows at or after `from` (ms), or so much that the whole frame must be sent. */
export type FrameDiff = 'same' | 'whole' | { readonly from: number };

/** The times of the rows, if the frame is a time series, whose first field is the time. See `LoadedFrame.whole`. */
export function timesOf({ fields: [first], whole = false }: Rows): readonly number[] | undefined {
  return first?.type === 'time' && !whole ? (first.values as number[]) : undefined;
}

type Rows = Frame & Pick<LoadedFrame, 'whole'>;

/**
 * Compares a frame with the one before. Rows older than `rangeStart` may be missing in the newer frame. That is no change,
 * because clients remove rows outside the range by themselves.
 */
export function diffFrames(previous: Rows, next: Rows, rangeStart: number): FrameDiff {
  const previousTimes = timesOf(previous);
  const nextTimes = timesOf(next);
  if (!sameColumns(previous, next)) return 'whole';
  if (!previousTimes || !nextTimes) return sameRows(previous, next) ? 'same' : 'whole';
  if (nextTimes.length === 0) return previousTimes.length === 0 ? 'same' : 'whole';

  let skipped = 0;
  let row = 0;
  for (; row < nextTimes.length; row++) {
    // Skips rows that have left the range, which only the older frame has.
    while (isGone(previousTimes[row + skipped], nextTimes[row] as number, rangeStart)) skipped++;
    if (!sameRow(previous, row + skipped, next, row)) break;
  }
  const from = Math.min(previousTimes[row + skipped] ?? Infinity, nextTimes[row] ?? Infinity);
  if (from === Infinity) return 'same';
  return row === 0 ? 'whole' : { from };
}

/** The rows of a time series at or after `from`, in ms. */
export function rowsFrom(frame: Frame, from: number): Frame {
  const times = timesOf(frame) ?? [];
  const start = times.findIndex((time) => time >= from);
  return {
    fields: frame.fields.map((field) => ({ ...field, values: start < 0 ? [] : field.values.slice(start) })),
    ...(frame.others && { others: frame.others }),
  };
}

function isGone(time: number | undefined, nextTime: number, rangeStart: number): boolean {
  return time !== undefined && time < nextTime && time < rangeStart;
}

function sameColumns(a: Frame, b: Frame): boolean {
  return (
    a.fields.length === b.fields.length &&
    a.fields.every((field, index) => describe(field) === describe(b.fields[index] as FrameField))
  );
}

function describe({ name, type, unit, tags, endedAt, dates, every, aggregate, across }: FrameField): string {
  return JSON.stringify([name, type, unit, tags, endedAt, dates, every, aggregate, across]);
}

function sameRows(a: Frame, b: Frame): boolean {
  return a.fields.every((field, index) => {
    const other = (b.fields[index] as FrameField).values;
    return deepEqual(field.values, other);
  });
}

function sameRow(a: Frame, rowOfA: number, b: Frame, rowOfB: number): boolean {
  return a.fields.every((field, index) =>
    deepEqual(field.values[rowOfA], (b.fields[index] as FrameField).values[rowOfB]),
  );
}
