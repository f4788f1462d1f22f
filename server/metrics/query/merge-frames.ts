import type { FieldValue, FrameField } from '../../../wire/schemas/frame.js';
import { earliestStale } from '../../common/freshness/earliest-stale.js';
import type { LoadedColumns } from './load-frame.worker.js';
import { joinWarnings } from './warnings.js';
import { mergeOthers, summarizeOthers } from './omitted-values.js';
import { numberField } from './number-field.js';

/** The loaded frame of one of several metrics. */
export interface LoadedMetric {
  readonly metric: string;
  readonly frame: LoadedColumns;
}

/** The maximum number of columns in a frame. Each column adds a value to every row, and its last point adds a row. */
export const MAX_COLUMNS = 200;

/** Merges frames over time into one with all columns, up to the maximum number. */
export function mergeHistories(loaded: readonly LoadedMetric[]): LoadedColumns {
  let room = MAX_COLUMNS;
  const frames = loaded.flatMap(({ frame }) => {
    if (room === 0) return [];
    const fields = frame.fields.slice(0, 1 + room);
    room -= fields.length - 1;
    return [{ ...frame, fields }];
  });
  const times = [...new Set(frames.flatMap(timesOf))].sort((a, b) => a - b);
  const rowOf = new Map(times.map((time, row) => [time, row]));
  const columns = frames.flatMap((frame) => {
    const rows = timesOf(frame).map((time) => rowOf.get(time) ?? 0);
    return frame.fields.slice(1).map((field): FrameField => {
      const values = new Array<FieldValue>(times.length).fill(null);
      rows.forEach((row, from) => (values[row] = field.values[from] ?? null));
      return { ...field, values };
    });
  });
  const time = frames[0]?.fields[0];
  return {
    fields: [{ name: 'time', type: 'time', ...time, values: times }, ...columns],
    ...mergeOthers(frames),
    ...freshnessOf(frames),
  };
}

/** Whether the rows of a frame are points as they were sent. */
export function isRaw({ fields }: Pick<LoadedColumns, 'fields'>): boolean {
  return fields[0]?.every === undefined;
}

function timesOf({ fields }: LoadedColumns): number[] {
  return (fields[0]?.values ?? []) as number[];
}

/** Merges frames of values into one with the greatest `limit` rows, whose names contain their metric. */
export function mergeValues(loaded: readonly LoadedMetric[], limit: number): LoadedColumns {
  const all = loaded
    .flatMap(({ metric, frame: { fields } }) =>
      (fields[1]?.values ?? []).map((value, row) => ({
        name: nameOf(metric, String(fields[0]?.values[row] ?? metric)),
        value,
      })),
    )
    .sort((a, b) => Number(b.value) - Number(a.value));
  const rows = all.slice(0, limit);
  const others = summarizeOthers(all.slice(limit).map(({ value }) => Number(value)));
  const units = new Set(loaded.map(({ frame }) => frame.fields[1]?.unit));
  const [unit] = units;
  return {
    fields: [
      { name: 'name', type: 'string', values: rows.map(({ name }) => name) },
      // If the units differ, none fits all rows.
      { ...numberField('value', units.size === 1 ? unit : undefined, {}), values: rows.map(({ value }) => value) },
    ],
    ...mergeOthers([others, ...loaded.map(({ frame }) => frame)]),
    ...freshnessOf(loaded.map(({ frame }) => frame)),
  };
}

/** A series without tags already has the name of its metric. */
function nameOf(metric: string, name: string): string {
  return name === metric ? metric : `${metric} ${name}`;
}

function freshnessOf(frames: readonly LoadedColumns[]): Omit<LoadedColumns, 'fields'> {
  return { ...earliestStale(frames), ...joinWarnings(frames.map(({ warning }) => warning)) };
}
