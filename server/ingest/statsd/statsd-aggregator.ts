import type { Sample } from '../../dashboard/collector.js';
import { parseTags } from '../../common/tags.js';
import type { StatsdType, StatsdLine } from './parse-statsd-line.js';
import { TimingStats } from './timing-stats.js';

/**
 * For how many flushes without a line a name keeps its type. A counter reports 0 that long and then ends; a gauge is kept
 * longer, because later steps change it.
 */
const MAX_IDLE: Readonly<Record<StatsdType, number>> = { counter: 30, gauge: 8_640, timing: 30, set: 30 };

/** The same when there is no room for new names: types without a value to remember go first. */
const MAX_IDLE_IF_FULL: Readonly<Record<StatsdType, number>> = { ...MAX_IDLE, timing: 0, set: 0 };

/** What is put behind a key, so that names of different kinds can be the same metric: the counter `a` and the gauge `a.count`. */
const SUFFIXES: Readonly<Record<StatsdType, readonly string[]>> = {
  counter: ['.count', '.rate'],
  gauge: [''],
  timing: ['.avg', '.count', '.max', '.min', '.p95'],
  set: ['.unique'],
};

/** Members of a set beyond these are not told apart any more. */
const MAX_MEMBERS = 10_000;

interface Aggregate {
  readonly type: StatsdType;
  readonly key: string;
  readonly tags: Sample['tags'];
  readonly unit: StatsdLine['unit'];
  /** Keys and tags of the series that are written for it. */
  readonly series: readonly string[];
  /** A counter's sum, a gauge's value. */
  value: number;
  readonly members: Set<string>;
  timings: TimingStats;
  /** Flushes since it was heard of. */
  idle: number;
}

/** Why a line is rejected. */
export interface Rejection {
  readonly reason: 'too_many' | 'other_type';
  readonly message: string;
}

/** Sums up what StatsD's clients send between two flushes. Memory is bounded by the number of names and tags. */
export class StatsdAggregator {
  private readonly totals = new Map<string, Aggregate>();
  /** The total that writes each series. */
  private readonly owners = new Map<string, Aggregate>();

  constructor(private readonly maxTotals: number) {}

  /**
   * Counts a line. StatsD has a namespace for each type, but here all types share one: the counter `a` and the timing `a` would both
   * be `a.count`. The first type keeps its series, so that two are never mixed.
   *
   * @returns why it was rejected; undefined if it was not.
   */
  add(line: StatsdLine): Rejection | undefined {
    const { type, key, tags } = line;
    const id = `${type} ${key} ${tags}`;
    const total = this.totals.get(id) ?? this.begin(id, line);
    if ('reason' in total) return total;
    total.idle = 0;
    for (const text of line.values) count(total, text, line.rate);
    return undefined;
  }

  /** What came in, as metrics; then all begins anew. @param seconds since the last time. */
  flush(seconds: number): Sample[] {
    const samples = [...this.totals.values()].flatMap((total) => samplesOf(total, seconds));
    const maxIdle = this.totals.size < this.maxTotals ? MAX_IDLE : MAX_IDLE_IF_FULL;
    for (const [id, total] of this.totals) {
      if (total.idle < maxIdle[total.type]) reset(total);
      else this.end(id, total);
    }
    return samples.filter(({ value }) => Number.isFinite(value));
  }

  private begin(id: string, { type, key, tags, unit }: StatsdLine): Aggregate | Rejection {
    const series = SUFFIXES[type].map((suffix) => `${key}${suffix} ${tags}`);
    const owner = series.map((each) => this.owners.get(each)).find((each) => each !== undefined);
    if (owner) return otherType(type, key, owner);
    if (this.totals.size >= this.maxTotals) return TOO_MANY;
    const total: Aggregate = {
      type,
      key,
      tags: parseTags(tags),
      unit,
      series,
      value: 0,
      members: new Set(),
      timings: new TimingStats(),
      idle: 0,
    };
    this.totals.set(id, total);
    for (const each of series) this.owners.set(each, total);
    return total;
  }

  private end(id: string, { series }: Aggregate): void {
    this.totals.delete(id);
    for (const each of series) this.owners.delete(each);
  }
}

const TOO_MANY: Rejection = { reason: 'too_many', message: 'there are too many names: raise MAX_SERIES' };

function otherType(type: StatsdType, key: string, owner: Aggregate): Rejection {
  return {
    reason: 'other_type',
    message: `the ${type} ${key} would be stored as the same metric as the ${owner.type} ${owner.key}: rename one of them`,
  };
}

function count(total: Aggregate, text: string, rate: number): void {
  switch (total.type) {
    case 'counter':
      total.value += Number(text) / rate;
      break;
    case 'gauge':
      // A sign makes it a step, https://github.com/statsd/statsd/blob/master/docs/metric_types.md#gauges
      total.value = /^[+-]/.test(text) ? total.value + Number(text) : Number(text);
      break;
    case 'timing':
      total.timings.add(Number(text), 1 / rate);
      break;
    case 'set':
      if (total.members.size < MAX_MEMBERS) total.members.add(text);
  }
}

function samplesOf({ type, key, tags, unit, value, members, timings, idle }: Aggregate, seconds: number): Sample[] {
  const sample = (suffix: string, of: number): Sample => ({ key: key + suffix, value: of, tags: tags ?? {} });
  switch (type) {
    case 'counter':
      return [sample('.count', value), { ...sample('.rate', value / seconds), unit: '/s' }];
    case 'gauge':
      return idle === 0 ? [sample('', value)] : [];
    case 'set':
      return idle === 0 ? [sample('.unique', members.size)] : [];
    case 'timing':
      if (idle > 0) return [];
      return Object.entries(timings.summary()).map(([name, of]) => ({
        ...sample(`.${name}`, of),
        ...(unit && name !== 'count' ? { unit } : {}),
      }));
  }
}

function reset(total: Aggregate): void {
  total.idle += 1;
  total.members.clear();
  total.timings = new TimingStats();
  if (total.type === 'counter') total.value = 0;
}
