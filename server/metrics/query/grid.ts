import type { FieldValue, FrameField, Tags } from '../../../wire/frame.js';
import { type Buckets, countBuckets } from './buckets.js';
import type { LoadedColumns } from './load-frame.worker.js';
import { numberField } from './number-field.js';
import { summarizeOthers } from './omitted-values.js';

/** A series with a value a bucket; NaN where it has none. */
export interface GridSeries {
  readonly name: string;
  readonly tags: Tags;
  readonly unit: string | undefined;
  /** In ms. */
  readonly endedAt?: number | undefined;
  readonly values: Float64Array;
}

/** What is known of the freshness of what was read. */
export interface GridFreshness {
  /** When the newest of the points was measured, in ms. */
  readonly updatedAt?: number;
  readonly expectEveryMs?: number;
  /** When the last of the series ended, in ms, if all have. */
  readonly endedAt?: number;
  /** What is left out, in words. */
  readonly warning?: string;
}

/** Series over the same buckets; one bucket alone where a single value of each was asked for. */
export interface Grid extends GridFreshness {
  readonly series: readonly GridSeries[];
}

/** What the buckets and their values are; see `frameFieldSchema`. */
export type GridRows = Pick<FrameField, 'every' | 'aggregate' | 'across'>;

/** A row a bucket that has a value, and a column a series. What is beyond all numbers (a sum of very large ones) is none. */
export function gridFields({ series }: Grid, buckets: Buckets, about: GridRows): FrameField[] {
  const rows = Array.from({ length: countBuckets(buckets) }, (_, row) => row).filter((row) =>
    series.some(({ values }) => Number.isFinite(values[row])),
  );
  return [
    { name: 'time', type: 'time', ...about, values: rows.map((row) => buckets.edges[row] as number) },
    ...series.map(({ name, tags, unit, endedAt, values }) => ({
      ...numberField(name, unit, tags),
      ...(endedAt === undefined ? {} : { endedAt }),
      values: rows.map((row) => fieldValueOf(values[row])),
    })),
  ];
}

/** A row a series that has a value, the greatest first. */
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
        const told = Object.values(tags).join(' ');
        return names.size > 1 && told !== '' ? `${name} ${told}` : told || name;
      }),
    },
    {
      // Of different units none is right for all.
      ...numberField('value', units.size === 1 ? rows[0]?.unit : undefined, {}),
      values: rows.map(({ value }) => value),
    },
  ];
  return { fields, ...summarizeOthers(all.slice(limit).map(({ value }) => value)) };
}

function fieldValueOf(value: number | undefined): FieldValue {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
