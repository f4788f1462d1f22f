import type { Tags } from '../../../wire/schemas/frame.js';
import { canonicalTags } from '../../common/tags.js';
import type { GridSeries } from './series-grid.js';

/** How the values of several series in a bucket are combined. */
export const ACROSS = ['sum', 'avg', 'min', 'max', 'count'] as const;
export type Across = (typeof ACROSS)[number];

/** Returns a series for each combination of these tags' values. In each bucket, only series with a value count. */
export function groupSeries(series: readonly GridSeries[], by: readonly string[], across: Across): GridSeries[] {
  const groups = new Map<string, { tags: Tags; members: GridSeries[] }>();
  for (const each of series) {
    const tags = pickTags(each.tags, by);
    const key = canonicalTags(tags);
    const group = groups.get(key);
    if (group) group.members.push(each);
    else groups.set(key, { tags, members: [each] });
  }
  return Array.from(groups.values(), ({ tags, members }) => combine(members, tags, across));
}

/** Returns the tags with these names. */
export function pickTags(tags: Tags, by: readonly string[]): Tags {
  return Object.fromEntries(
    by.flatMap((name) => (Object.hasOwn(tags, name) ? [[name, tags[name] as string] as const] : [])),
  );
}

function combine(members: readonly GridSeries[], tags: Tags, across: Across): GridSeries {
  const names = new Set(members.map(({ name }) => name));
  const units = new Set(members.map(({ unit }) => unit));
  const [first] = members as readonly [GridSeries];
  const values = first.values.map((_, index) =>
    reduce(
      members.map(({ values: own }) => own[index] as number).filter((value) => !Number.isNaN(value)),
      across,
    ),
  );
  return {
    name: names.size === 1 ? first.name : across,
    tags,
    unit: across !== 'count' && units.size === 1 ? first.unit : undefined,
    values,
  };
}

function reduce(values: readonly number[], across: Across): number {
  if (values.length === 0) return NaN;
  switch (across) {
    case 'count':
      return values.length;
    case 'min':
      return values.reduce((a, b) => Math.min(a, b));
    case 'max':
      return values.reduce((a, b) => Math.max(a, b));
    case 'sum':
      return sum(values);
    case 'avg':
      return mean(values);
  }
}

/** Returns the `count` series with the greatest mean, the greatest first. */
export function topSeries(series: readonly GridSeries[], count: number): GridSeries[] {
  return series
    .map((each) => ({ each, mean: mean(each.values.filter((value) => !Number.isNaN(value))) }))
    .filter(({ mean }) => !Number.isNaN(mean))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, count)
    .map(({ each }) => each);
}

function sum(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The mean, limited to the range of the values, because rounding of large sums could leave it. NaN without values. */
function mean(values: readonly number[] | Float64Array): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Math.min(Math.max(sum(values) / values.length, low), high);
}
