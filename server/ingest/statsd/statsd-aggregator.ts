import type { Sample } from '../../dashboard/contracts/collector.js';
import { parseTags } from '../../common/tags.js';
import type { StatsdType, StatsdLine } from './parse-statsd-line.js';
import { TimingStats } from './timing-stats.js';

/**
 * For how many flushes without a line a name keeps its type. A counter reports 0 that long and then ends; a gauge is kept
 * longer, because later steps change it.
 */
const MAX_IDLE: Readonly<Record<StatsdType, number>> = { counter: 30, gauge: 8_640, timing: 30, set: 30 };

/** The limits when there are too many names. Types without a remembered value are removed first. */
const MAX_IDLE_IF_FULL: Readonly<Record<StatsdType, number>> = { ...MAX_IDLE, timing: 0, set: 0 };

/** The suffixes of the keys of each type. Because of them, names of different types can collide: the counter `a` and the gauge `a.count`. */
const SUFFIXES: Readonly<Record<StatsdType, readonly string[]>> = {
  counter: ['.count', '.rate'],
  gauge: [''],
  timing: ['.avg', '.count', '.max', '.min', '.p95'],
  set: ['.unique'],
};

/** Maximum number of members of a set that are counted. */
const MAX_MEMBERS = 10_000;

interface Aggregate {
  readonly type: StatsdType;
  readonly key: string;
  readonly tags: Sample['tags'];
  readonly unit: StatsdLine['unit'];
  /** Keys and tags of the series that are written. */
  readonly series: readonly string[];
  /** The sum of a counter, or the value of a gauge. */
  value: number;
  readonly members: Set<string>;
  timings: TimingStats;
  /** Number of flushes since the last line. */
  idle: number;
}

/** Why a line is rejected. */
export interface Rejection {
  readonly reason: 'too_many' | 'other_type';
  readonly message: string;
}

/** Aggregates the lines of StatsD clients between two flushes. Memory is bounded by the number of names with tags. */
export class StatsdAggregator {
  private readonly aggregates = new Map<string, Aggregate>();
  /** The aggregate that writes each series. */
  private readonly owners = new Map<string, Aggregate>();

  constructor(private readonly maxAggregates: number) {}

  /**
   * Counts a line. StatsD has a namespace for each type, but here all types share one: the counter `a` and the timing `a` would both
   * be `a.count`. The first type keeps its series, so that two are never mixed.
   *
   * @returns why the line was rejected, or undefined
   */
  add(line: StatsdLine): Rejection | undefined {
    const { type, key, tags } = line;
    const id = `${type} ${key} ${tags}`;
    const aggregate = this.aggregates.get(id) ?? this.begin(id, line);
    if ('reason' in aggregate) return aggregate;
    aggregate.idle = 0;
    for (const text of line.values) count(aggregate, text, line.rate);
    return undefined;
  }

  /** Returns the aggregated samples, and starts the next interval. @param seconds since the last flush */
  flush(seconds: number): Sample[] {
    const samples = [...this.aggregates.values()].flatMap((aggregate) => samplesOf(aggregate, seconds));
    const maxIdle = this.aggregates.size < this.maxAggregates ? MAX_IDLE : MAX_IDLE_IF_FULL;
    for (const [id, aggregate] of this.aggregates) {
      if (aggregate.idle < maxIdle[aggregate.type]) reset(aggregate);
      else this.end(id, aggregate);
    }
    return samples.filter(({ value }) => Number.isFinite(value));
  }

  private begin(id: string, { type, key, tags, unit }: StatsdLine): Aggregate | Rejection {
    const series = SUFFIXES[type].map((suffix) => `${key}${suffix} ${tags}`);
    const owner = series.map((each) => this.owners.get(each)).find((each) => each !== undefined);
    if (owner) return otherType(type, key, owner);
    if (this.aggregates.size >= this.maxAggregates) return TOO_MANY;
    const aggregate: Aggregate = {
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
    this.aggregates.set(id, aggregate);
    for (const each of series) this.owners.set(each, aggregate);
    return aggregate;
  }

  private end(id: string, { series }: Aggregate): void {
    this.aggregates.delete(id);
    for (const each of series) this.owners.delete(each);
  }
}

const TOO_MANY: Rejection = { reason: 'too_many', message: 'there are too many names; increase MAX_SERIES' };

function otherType(type: StatsdType, key: string, owner: Aggregate): Rejection {
  return {
    reason: 'other_type',
    message: `the ${type} ${key} would be stored as the same metric as the ${owner.type} ${owner.key}: rename one of them`,
  };
}

function count(aggregate: Aggregate, text: string, rate: number): void {
  switch (aggregate.type) {
    case 'counter':
      aggregate.value += Number(text) / rate;
      break;
    case 'gauge':
      // A sign makes it a step, https://github.com/statsd/statsd/blob/master/docs/metric_types.md#gauges
      aggregate.value = /^[+-]/.test(text) ? aggregate.value + Number(text) : Number(text);
      break;
    case 'timing':
      aggregate.timings.add(Number(text), 1 / rate);
      break;
    case 'set':
      if (aggregate.members.size < MAX_MEMBERS) aggregate.members.add(text);
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

function reset(aggregate: Aggregate): void {
  aggregate.idle += 1;
  aggregate.members.clear();
  aggregate.timings = new TimingStats();
  if (aggregate.type === 'counter') aggregate.value = 0;
}
