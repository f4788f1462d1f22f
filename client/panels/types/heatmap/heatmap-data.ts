import type { Query } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeWindow } from '../../../../wire/range';
import type { FormatOptions } from '../../../i18n/format/format-options';
import { formatAxisValues } from '../../../i18n/format/axis-values';
import { formatValue } from '../../../i18n/format/format-value';
import { viewerLocale } from '../../../i18n/language';
import { chartDataOf, type ChartData, type Column } from '../../data/chart-data';
import { smallestMedianStep } from '../../data/gaps';
import { formatOf, numberOption, type PanelOptions } from '../../options/panel-option-values';
import { isTotal, markEnded } from '../../data/series';
import { valueBuckets, type Bucket } from './value-buckets';

/** A grid of values: rows from top to bottom, columns over time. */
export interface Heatmap {
  readonly rows: readonly { readonly key: string; readonly label: string }[];
  readonly columns: TimeColumns;
  /** By row, then by column; null if there is no value. */
  readonly cells: readonly Column[];
  /** The values at the ends of the color scale. */
  readonly low: number;
  readonly high: number;
  /** The number format of cells. */
  readonly format: FormatOptions;
  /** Whether cells are counts of values. */
  readonly counts: boolean;
}

/** Columns of equal length, in ms; the first starts at `start`. */
export interface TimeColumns {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

export interface HeatmapLimits {
  readonly window: TimeWindow;
  /** The number of columns that fit. */
  readonly most: number;
}

/** More rows could not be distinguished. */
const MAX_ROWS = 60;

/**
 * Reads the data of a heatmap.
 *
 * Options: `rows: 'series' | 'values'` (one row per series, or one row per interval of values, whose cells count
 * values; the default for a single series is `values`), `min` and `max` of the scale, `unit`, `decimals`.
 */
export function readHeatmap(
  frame: Frame,
  query: Query | undefined,
  options: PanelOptions,
  limits: HeatmapLimits,
): Heatmap | undefined {
  const data = chartDataOf(frame);
  if (data.series.length === 0) return undefined;
  const columns = columnsOf(data, limits);
  const format = formatOf(options, query, data.series[0]?.unit);
  const counts = options.rows === 'values' || (options.rows !== 'series' && data.series.length === 1);
  const grid = counts ? byValue(data, columns, format) : bySeries(data, columns, isTotal(query));
  const values = grid.cells.flat().filter((value) => value !== null);
  const [low, high] = scaleOf(values, counts);
  return {
    ...grid,
    columns,
    counts,
    low: numberOption(options, 'min') ?? low,
    high: numberOption(options, 'max') ?? high,
    format: counts ? { decimals: 0 } : format,
  };
}

type Grid = Pick<Heatmap, 'rows' | 'cells'>;

const collator = new Intl.Collator(viewerLocale(), { numeric: true });

/** Returns one row per series, sorted by name. */
function bySeries(data: ChartData, columns: TimeColumns, total: boolean): Grid {
  const order = [...data.series.keys()]
    .sort((a, b) => collator.compare(data.series[a]?.label ?? '', data.series[b]?.label ?? ''))
    .slice(0, MAX_ROWS);
  return {
    rows: order.flatMap((index) => {
      const series = data.series[index];
      return series === undefined ? [] : [{ key: series.key, label: markEnded(series.label, series) }];
    }),
    cells: order.map((index) => mergeIntoColumns(data.times, data.columns[index] ?? [], columns, total)),
  };
}

/** Returns the mean of the values in each column, or their sum for totals. */
function mergeIntoColumns(times: readonly number[], values: Column, columns: TimeColumns, total: boolean): Column {
  const sums = new Float64Array(columns.count);
  const counts = new Uint32Array(columns.count);
  values.forEach((value, row) => {
    const column = columnAt(columns, times[row] ?? NaN);
    if (value === null || column === undefined) return;
    sums[column] = (sums[column] ?? 0) + value;
    counts[column] = (counts[column] ?? 0) + 1;
  });
  return Array.from(sums, (sum, column) => {
    const count = counts[column] ?? 0;
    if (count === 0) return null;
    return total ? sum : sum / count;
  });
}

/** Returns one row per interval of values, the highest first. Cells count values. */
function byValue(data: ChartData, columns: TimeColumns, format: FormatOptions): Grid {
  const all = data.columns.flat().filter((value) => value !== null);
  const buckets = valueBuckets(all);
  const counts = buckets.list.map(() => new Array<number | null>(columns.count).fill(null));
  for (const column of data.columns) {
    column.forEach((value, row) => {
      const at = columnAt(columns, data.times[row] ?? NaN);
      const line = value === null ? undefined : counts[buckets.indexOf(value)];
      if (at !== undefined && line !== undefined) line[at] = (line[at] ?? 0) + 1;
    });
  }
  const labels = bucketLabels(buckets.list, format);
  return {
    rows: buckets.list.map(({ from }, index) => ({ key: String(from), label: labels[index] ?? '' })).reverse(),
    cells: counts.reverse(),
  };
}

/** Returns labels like `10 – 20 ms`, with the unit once if both ends share it. All labels differ. */
function bucketLabels(buckets: readonly Bucket[], format: FormatOptions): readonly string[] {
  const bounds = [...new Set(buckets.flatMap(({ from, to }) => [from, to]))];
  const boundLabels = new Map(
    formatAxisValues(bounds, { ...format, decimals: undefined }).map((text, index) => [bounds[index], text]),
  );
  return buckets.map(({ from, to }) => {
    const [first = '', last = ''] = [boundLabels.get(from), boundLabels.get(to)];
    const [figure = '', unit] = first.split('\u202f');
    return from === to ? last : `${last.endsWith(`\u202f${unit}`) ? figure : first} – ${last}`;
  });
}

/** Returns one column per row of data in the window, or fewer if there is no room: then several rows share one. */
function columnsOf({ times, columns }: ChartData, { window, most }: HeatmapLimits): TimeColumns {
  const span = Math.max(1, window.to - window.from);
  const usual = smallestMedianStep(times, columns) || span / 24;
  const step = usual * Math.max(1, Math.ceil(span / usual / Math.max(1, most)));
  const start = Math.floor(window.from / step) * step;
  return { start, step, count: Math.max(1, Math.ceil((window.to - start) / step)) };
}

function columnAt({ start, step, count }: TimeColumns, time: number): number | undefined {
  const column = Math.floor((time - start) / step);
  return column >= 0 && column < count ? column : undefined;
}

function scaleOf(values: readonly number[], counts: boolean): readonly [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (values.length === 0) return [0, 1];
  // Counts, and values that start near 0, start at 0: otherwise the lowest one would look like no value.
  const from = counts || (low >= 0 && low <= high * 0.5) ? 0 : low;
  return from === high ? [from, from + 1] : [from, high];
}

/** Returns the highest of the last values, for the screen reader. */
export function summarizeHeatmap(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const { series, columns } = chartDataOf(frame);
  const last = series.flatMap(({ label, unit }, index) => {
    const value = columns[index]?.findLast((each) => each !== null);
    return typeof value === 'number' ? [{ label, value, unit }] : [];
  });
  const highest = last.reduce<(typeof last)[number] | undefined>(
    (most, each) => (most === undefined || each.value > most.value ? each : most),
    undefined,
  );
  if (highest === undefined) return undefined;
  const text = `${highest.label} ${formatValue(highest.value, formatOf(options, query, highest.unit))}`;
  return last.length === 1 ? text : $localize`highest of ${last.length}:count:: ${text}:value:`;
}
