import type { Sample } from '../../dashboard/collector.js';
import { parseTags } from '../../metrics/tags.js';
import type { Kind, StatsdLine } from './read-line.js';
import { Timings } from './timings.js';

/** A counter that nothing is heard of is 0 for so many flushes, then it ends; a gauge that changes by steps is remembered. */
const MAX_IDLE: Readonly<Record<Kind, number>> = { counter: 30, gauge: 8_640, timing: 0, set: 0 };

/** Members of a set beyond these are not told apart any more. */
const MAX_MEMBERS = 10_000;

interface Total {
  readonly kind: Kind;
  readonly key: string;
  readonly tags: Sample['tags'];
  readonly unit: StatsdLine['unit'];
  /** A counter's sum, a gauge's value. */
  value: number;
  readonly members: Set<string>;
  timings: Timings;
  /** Flushes since it was heard of. */
  idle: number;
}

/** Sums up what StatsD's clients send between two flushes. Memory is bounded by the number of names and tags. */
export class StatsdTotals {
  private readonly totals = new Map<string, Total>();

  constructor(private readonly maxTotals: number) {}

  /** @returns whether it was taken; not, if it is a new one and there are too many. */
  add(line: StatsdLine): boolean {
    const total = this.totalOf(line);
    if (!total) return false;
    total.idle = 0;
    for (const text of line.values) count(total, text, line.rate);
    return true;
  }

  /** What came in, as metrics; then all begins anew. @param seconds since the last time. */
  flush(seconds: number): Sample[] {
    const samples = [...this.totals.values()].flatMap((total) => samplesOf(total, seconds));
    for (const [id, total] of this.totals) {
      if (total.idle >= MAX_IDLE[total.kind]) this.totals.delete(id);
      else reset(total);
    }
    return samples.filter(({ value }) => Number.isFinite(value));
  }

  private totalOf({ kind, key, tags, unit }: StatsdLine): Total | undefined {
    const id = `${kind} ${key} ${tags}`;
    const known = this.totals.get(id);
    if (known || this.totals.size >= this.maxTotals) return known;
    const total: Total = {
      kind,
      key,
      tags: parseTags(tags),
      unit,
      value: 0,
      members: new Set(),
      timings: new Timings(),
      idle: 0,
    };
    this.totals.set(id, total);
    return total;
  }
}

function count(total: Total, text: string, rate: number): void {
  switch (total.kind) {
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

function samplesOf({ kind, key, tags, unit, value, members, timings, idle }: Total, seconds: number): Sample[] {
  const sample = (suffix: string, of: number): Sample => ({ key: key + suffix, value: of, tags: tags ?? {} });
  switch (kind) {
    case 'counter':
      return [sample('.count', value), { ...sample('.rate', value / seconds), unit: '/s' }];
    case 'gauge':
      return idle === 0 ? [sample('', value)] : [];
    case 'set':
      return [sample('.unique', members.size)];
    case 'timing':
      return Object.entries(timings.summary()).map(([name, of]) => ({
        ...sample(`.${name}`, of),
        ...(unit && name !== 'count' ? { unit } : {}),
      }));
  }
}

function reset(total: Total): void {
  total.idle += 1;
  if (total.kind === 'counter') total.value = 0;
}
