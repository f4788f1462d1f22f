import type { Query } from '../../../wire/schemas/board';
import type { Frame, FrameField } from '../../../wire/schemas/frame';
import { displayNamesOf } from './display-names';
import { timesOf } from './frame-columns';

export interface SeriesPoint {
  /** ms since 1970 */
  readonly time: number;
  readonly value: number;
}

/** A series: a number column of a frame, with the rows in which it has a value. */
export interface Series {
  /** Unique within the frame, and stable over updates. */
  readonly key: string;
  readonly label: string;
  readonly unit?: string;
  /** ms since 1970; set if the sender has ended the series. */
  readonly endedAt?: number;
  readonly points: readonly SeriesPoint[];
}

/** Returns the series of a frame, each with its own points. A null is a missing row, not a gap. */
export function seriesOf(frame: Frame | undefined): readonly Series[] {
  const time = frame?.fields.find(({ type }) => type === 'time');
  if (frame === undefined || time === undefined) return [];
  const times = timesOf(time);
  const fields = frame.fields.filter(({ type }) => type === 'number');
  const labels = labelsOf(fields);
  return fields.map((field, index) => ({
    key: seriesKeyOf(field),
    label: labels[index] ?? field.name,
    unit: field.unit,
    endedAt: field.endedAt,
    points: pointsOf(times, field.values),
  }));
}

/** Returns the series that have not ended; all if all have ended. */
export function currentOf<T extends { readonly endedAt?: number }>(all: readonly T[]): readonly T[] {
  const current = all.filter(({ endedAt }) => endedAt === undefined);
  return current.length > 0 ? current : all;
}

/**
 * Whether the query's rows are totals per bucket without a raw last point, so that their sum is the value of the range.
 */
export function isTotal(query: Query | undefined): boolean {
  return query?.aggregate === 'sum' || query?.aggregate === 'count';
}

/** Returns labels that distinguish series: names without their common prefix, or the tags that differ. */
export function labelsOf(given: readonly Pick<FrameField, 'name' | 'tags'>[]): readonly string[] {
  const known = displayNamesOf(given.map(({ name }) => name));
  const fields = given.map(({ name, tags }) => ({ name: known.get(name) ?? name, tags }));
  const names = new Set(fields.map(({ name }) => name));
  const differing = tagNames(fields).filter((tag) => new Set(fields.map(({ tags }) => tags?.[tag])).size > 1);
  const shared = sharedSegments([...names]);
  return fields.map(({ name, tags }) => {
    const short = name.split('.').slice(shared).join('.');
    const values = differing.map((tag) => tags?.[tag]).filter((value) => value !== undefined);
    if (names.size === 1) return values.length > 0 ? values.join(' · ') : name;
    return [short, ...values].join(' · ');
  });
}

/** Marks the label of a series that has ended. */
export function markEnded(label: string, { endedAt }: { readonly endedAt?: number }): string {
  return endedAt === undefined ? label : $localize`${label}:name: (ended)`;
}

function sharedSegments(names: readonly string[]): number {
  const split = names.map((name) => name.split('.'));
  const [first] = split;
  if (first === undefined || split.length < 2) return 0;
  let count = 0;
  while (split.every((parts) => parts.length > count + 1 && parts[count] === first[count])) count += 1;
  return count;
}

function tagNames(fields: readonly Pick<FrameField, 'tags'>[]): string[] {
  return [...new Set(fields.flatMap(({ tags }) => Object.keys(tags ?? {})))].sort();
}

/** Returns a key that is unique within the frame, and stable over updates. */
export function seriesKeyOf({ name, tags }: Pick<FrameField, 'name' | 'tags'>): string {
  return JSON.stringify([name, ...Object.entries(tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function pointsOf(times: readonly unknown[], values: readonly unknown[]): readonly SeriesPoint[] {
  const points: SeriesPoint[] = [];
  values.forEach((value, row) => {
    const time = times[row];
    if (typeof value === 'number' && typeof time === 'number') points.push({ time, value });
  });
  return points;
}
