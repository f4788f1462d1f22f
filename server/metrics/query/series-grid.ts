import type { FieldValue, FrameField, Tags } from '../../../wire/schemas/frame.js';
import { type Buckets, countBuckets } from './buckets.js';
import type { LoadedColumns } from './load-frame.worker.js';
import { numberField } from './number-field.js';
import { summarizeOthers } from './omitted-values.js';

/** A series with a value for each bucket, NaN if the bucket has none. */
export interface GridSeries {
  readonly name: string;
  readonly tags: Tags;
  readonly unit: string | undefined;
  /** In ms. */
  readonly endedAt?: number | undefined;
  readonly values: Float64Array;
}

/** The freshness of the loaded data. */
export interface GridFreshness {
  /** Time of the newest point, in ms. */
  readonly updatedAt?: number;
  readonly expectEveryMs?: number;
  /** When the last of the series ended, in ms, if all have ended. */
  readonly endedAt?: number;
  /** A message about omitted data. */
  readonly warning?: string;
}

/** Series over the same buckets, or over a single bucket if one value for each series was requested. */
export interface Grid extends GridFreshness {
  readonly series: readonly GridSeries[];
}

/** The length and the aggregate of the buckets; see `frameFieldSchema`. */
export type GridRows = Pick<FrameField, 'every' | 'aggregate' | 'across'>;

/** Returns a row for each bucket with values, and a column for each series. Infinite values (sums of very large numbers) are null. */
export function gridFields({ series }: Grid, buckets: Buckets, about: GridRows): FrameField[] {
  const rows = Array.from({ length: countBuckets(buckets) }, (_, row) => row).filter((row) =>
    series.some(({ values }) => Number.isFinite(values[row])),
  );
  return [
    { name: 'time', type: 'time', ...about, values: rows.map((row) => buckets.edgesMs[row] as number) },
    ...series.map(({ name, tags, unit, endedAt, values }) => ({
      ...numberField(name, unit, tags),
      ...(endedAt === undefined ? {} : { endedAt }),
      values: rows.map((row) => fieldValueOf(values[row])),
    })),
  ];
}

/** Returns a row for each series with a value, the greatest first. */
export function valueColumns({ series }: Grid, limit: number): Pick<LoadedColumns, 'fields' | 'others'> {
  const all = series
    .map((each) => ({ ...each, value: each.values[0] ?? NaN }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value);
  const rows = all.slice(0, limit);
  const units = new Set(rows.map(({ unit }) => unit));
  const names = new Set(rows.map(({ name }) => name));
  const fields: FrameField[] = [
    {
      name: 'name',
      type: 'string',
      values: rows.map(({ name, tags }) => {
        const tagText = Object.values(tags).join(' ');
        return names.size > 1 && tagText !== '' ? `${name} ${tagText}` : tagText || name;
      }),
    },
    {
      // If the units differ, none fits all rows.
      ...numberField('value', units.size === 1 ? rows[0]?.unit : undefined, {}),
      values: rows.map(({ value }) => value),
    },
  ];
  return { fields, ...summarizeOthers(all.slice(limit).map(({ value }) => value)) };
}

function fieldValueOf(value: number | undefined): FieldValue {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
