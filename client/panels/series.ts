import type { Query } from '../../wire/board';
import type { Frame, FrameField } from '../../wire/frame';

export interface SeriesPoint {
  /** ms since 1970. */
  readonly time: number;
  readonly value: number;
}

/** One line of a panel: a number column of a frame with the rows in which it has a value. */
export interface Series {
  /** Tells it apart from the other series of its frame; stays the same over updates. */
  readonly key: string;
  readonly label: string;
  readonly unit?: string;
  readonly points: readonly SeriesPoint[];
}

/** The series of a frame of times and numbers, each with its own points: a null is no value, not a gap. */
export function seriesOf(frame: Frame | undefined): readonly Series[] {
  const times = frame?.fields.find(({ type }) => type === 'time')?.values;
  if (frame === undefined || times === undefined) return [];
  const fields = frame.fields.filter(({ type }) => type === 'number');
  const labels = labelsOf(fields);
  return fields.map((field, index) => ({
    key: keyOf(field),
    label: labels[index] ?? field.name,
    unit: field.unit,
    points: pointsOf(times, field.values),
  }));
}

/** All that one number can show: the first series that has a value, and how many have one. */
export interface Lead {
  readonly series: Omit<Series, 'points'>;
  readonly of: number;
  /** Both ends of its points. */
  readonly first: SeriesPoint;
  readonly last: SeriesPoint;
  /** All of them; worked out when they are wanted. */
  readonly points: () => readonly SeriesPoint[];
}

/** A frame's lead is asked for by the panel, and by what is said of it. */
const leads = new WeakMap<Frame, Lead | undefined>();

/** Undefined where no series has a value. */
export function leadOf(frame: Frame): Lead | undefined {
  if (!leads.has(frame)) leads.set(frame, findLead(frame));
  return leads.get(frame);
}

function findLead(frame: Frame): Lead | undefined {
  const times = frame.fields.find(({ type }) => type === 'time')?.values;
  if (times === undefined) return undefined;
  const fields = frame.fields.filter(({ type }) => type === 'number');
  const pointAt = ({ values }: FrameField, row: number): SeriesPoint | undefined => {
    const [time, value] = [times[row], values[row]];
    return typeof value === 'number' && typeof time === 'number' ? { time, value } : undefined;
  };
  const filled = fields.filter((each) => each.values.some((_value, row) => pointAt(each, row) !== undefined));
  const [field] = filled;
  if (field === undefined) return undefined;
  const isPoint = (_value: unknown, row: number): boolean => pointAt(field, row) !== undefined;
  const first = pointAt(field, field.values.findIndex(isPoint));
  const last = pointAt(field, field.values.findLastIndex(isPoint));
  if (first === undefined || last === undefined) return undefined;
  const label = labelsOf(fields)[fields.indexOf(field)] ?? field.name;
  let points: readonly SeriesPoint[] | undefined;
  return {
    series: { key: keyOf(field), label, unit: field.unit },
    of: filled.length,
    first,
    last,
    points: () => (points ??= pointsOf(times, field.values)),
  };
}

/** Whether the query's rows are totals per bucket, with no raw last point, so that their sum is "the" value of a range. */
export function isTotal(query: Query | undefined): boolean {
  return query?.aggregate === 'sum' || query?.aggregate === 'count';
}

/** What tells series apart, and nothing else: names without the beginning they share, or the tags that differ. */
export function labelsOf(fields: readonly Pick<FrameField, 'name' | 'tags'>[]): readonly string[] {
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

/** Tells a series apart from the others of its frame; stays the same over updates. */
export function keyOf({ name, tags }: Pick<FrameField, 'name' | 'tags'>): string {
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
