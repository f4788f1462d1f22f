import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Aggregate } from './aggregate.js';
import { AGGREGATES } from './aggregate.js';
import { utcBuckets } from '../../../test/fixtures/utc-buckets.js';
import { jobs, type HistoryRequest, type LoadedColumns } from './load-frame.worker.js';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { usToIso } from '../../common/time/timestamps.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

/** Returns a percentile by the nearest-rank method. */
function percentile(part: number) {
  return (values: number[]): number => values.toSorted((a, b) => a - b)[Math.ceil(part * values.length) - 1] as number;
}

const REDUCE: Record<Aggregate, (values: number[]) => number> = {
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  last: (values) => values.at(-1) as number,
  count: (values) => values.length,
  p50: percentile(0.5),
  p95: percentile(0.95),
  p99: percentile(0.99),
};

let store: MetricJobsFixture;
beforeEach(async () => {
  store = await MetricJobsFixture.open();
  store.nowUs = NOON * 1_000;
});
afterEach(() => {
  store.close();
});

function history(request: Partial<HistoryRequest> = {}): LoadedColumns | undefined {
  const buckets = utcBuckets(NOON - 60 * MINUTE, NOON, MINUTE);
  return jobs.loadHistory(store.context, { metric: 'a', tags: {}, aggregate: 'avg', buckets, ...request });
}

/** Columns by name and tags. */
function columns(loaded: LoadedColumns | undefined): Record<string, unknown[]> {
  const name = (field: LoadedColumns['fields'][number]): string =>
    [field.name, ...Object.values(field.tags ?? {})].join(' ');
  return Object.fromEntries((loaded?.fields ?? []).map((field) => [name(field), field.values]));
}

const at = (ms: number): string => usToIso(ms * 1_000);

describe('loadHistory', () => {
  it('returns undefined for a metric that does not exist', () => {
    expect(history()).toBeUndefined();
  });

  it('returns a row for each bucket at its start, then the last raw point', () => {
    store.write(
      { key: 'a', value: 1, at: at(NOON - 10 * MINUTE), unit: 'ms', expectEvery: '1m' },
      { key: 'a', value: 3, at: at(NOON - 10 * MINUTE + 1) },
      { key: 'a', value: 9, at: at(NOON - 5 * MINUTE + 7_000) },
    );
    expect(history()).toEqual({
      fields: [
        { name: 'time', type: 'time', values: [NOON - 10 * MINUTE, NOON - 5 * MINUTE, NOON - 5 * MINUTE + 7_000] },
        { name: 'a', type: 'number', unit: 'ms', values: [2, 9, 9] },
      ],
      updatedAt: NOON - 5 * MINUTE + 7_000,
      expectEveryMs: 60_000,
    });
  });

  describe('with raw points', () => {
    const raw = { fromMs: NOON - 60 * MINUTE, maxRows: 600 };
    const points = (count: number, pace: number): { key: string; value: number; at: string }[] =>
      Array.from({ length: count }, (_, index) => ({ key: 'a', value: index, at: at(NOON - (index + 1) * pace) }));

    it('returns a row for each point and no bucket length', () => {
      store.write(
        { key: 'a', value: 10, at: at(NOON - 5_043) },
        { key: 'a', value: 20, at: at(NOON - 3_001) },
        { key: 'a', value: 90, at: at(NOON - 2_000) },
      );
      expect(history({ raw, every: '1m' })?.fields).toEqual([
        { name: 'time', type: 'time', values: [NOON - 5_043, NOON - 3_001, NOON - 2_000] },
        { name: 'a', type: 'number', values: [10, 20, 90] },
      ]);
    });

    it('returns one row for a single point', () => {
      store.write({ key: 'a', value: 42, at: at(NOON - 2_957) });
      expect(columns(history({ raw, every: '1m' }))).toEqual({ time: [NOON - 2_957], a: [42] });
    });

    it('returns 600 points, but buckets for 601 points', () => {
      store.write(...points(600, 1_000));
      expect(history({ raw, every: '1m' })?.fields[0]?.values).toHaveLength(600);
      store.write({ key: 'a', value: 1, at: at(NOON - 500) });
      const time = history({ raw, every: '1m' })?.fields[0];
      expect(time).toMatchObject({ every: '1m', aggregate: 'avg' });
      expect(time?.values.length).toBeLessThan(20);
    });

    it('returns no points before the range except for the last point of each series, which counts as a row', () => {
      store.write(
        ...points(600, 1_000).map((point) => ({ ...point, tags: { host: 'busy' } })),
        { key: 'a', value: 3, at: at(NOON - 90 * MINUTE), tags: { host: 'quiet' } },
        { key: 'a', value: 4, at: at(NOON - 80 * MINUTE), tags: { host: 'quiet' } },
      );
      expect(history({ raw, every: '1m' })?.fields[0]).toMatchObject({ every: '1m' });
      const found = columns(history({ raw: { ...raw, maxRows: 601 }, every: '1m' }));
      expect([found.time?.length, found.time?.[0], found['a quiet']?.[0]]).toEqual([601, NOON - 80 * MINUTE, 4]);
    });

    it('includes both ends of a fixed time range and no later points', () => {
      const fromMs = NOON - 10 * MINUTE;
      const toMs = NOON - 5 * MINUTE;
      for (const [index, time] of [fromMs - 1, fromMs, toMs, toMs + 1].entries()) {
        store.write({ key: 'a', value: index, at: at(time) });
      }
      const found = history({ raw: { ...raw, fromMs }, within: { from: fromMs, to: toMs } });
      expect(columns(found)).toEqual({ time: [fromMs, toMs], a: [1, 2] });
    });
  });

  it('ends with the last point, however old it is', () => {
    store.write({ key: 'a', value: 5, at: '2025-01-01T00:00:00.25Z' });
    expect(columns(history())).toEqual({ time: [Date.UTC(2025, 0, 1) + 250], a: [5] });
  });

  it('shows a point whose assigned time is ahead of the clock', () => {
    store.write({ key: 'a', value: 1 }, { key: 'a', value: 2 });
    expect(columns(history({ aggregate: 'count' }))).toEqual({ time: [NOON], a: [2] });
  });

  it('keeps microseconds as fractions', () => {
    store.write({ key: 'a', value: 1, at: (NOON - MINUTE) * 1_000 + 1 });
    expect(columns(history()).time).toEqual([NOON - MINUTE, NOON - MINUTE + 0.001]);
  });

  it('adds no raw value to sums and counts', () => {
    store.write({ key: 'a', value: 5, at: at(NOON - MINUTE + 1) }, { key: 'a', value: 6, at: at(NOON - MINUTE + 2) });
    expect(columns(history({ aggregate: 'sum' }))).toEqual({ time: [NOON - MINUTE], a: [11] });
    expect(columns(history({ aggregate: 'count' }))).toEqual({ time: [NOON - MINUTE], a: [2] });
  });

  it('returns a column for each matching series, with nulls where it has no value', () => {
    store.write(
      { key: 'a', value: 1, at: at(NOON - 2 * MINUTE), tags: { host: 'x', zone: 'eu' } },
      { key: 'a', value: 2, at: at(NOON - MINUTE), tags: { host: 'y', zone: 'eu' } },
      { key: 'a', value: 3, at: at(NOON - MINUTE), tags: { host: 'z', zone: 'us' } },
    );
    expect(columns(history({ tags: { zone: 'eu' } }))).toEqual({
      time: [NOON - 2 * MINUTE, NOON - MINUTE],
      'a x eu': [1, null],
      'a y eu': [null, 2],
    });
    expect(columns(history({ tags: { zone: 'moon' } }))).toEqual({ time: [] });
  });

  it('returns the 100 series updated last, with a warning', () => {
    for (let i = 0; i < 101; i += 1) {
      store.write({ key: 'a', value: i, at: at(NOON - 200_000 + (i === 0 ? 150_000 : i)), tags: { i: String(i) } });
    }
    const loaded = history();
    expect(loaded?.others).toEqual({ count: 1, sum: 1, min: 1, max: 1 });
    expect(history({ aggregate: 'sum' })?.warning).toMatch(/^101 series match; these are the 100 updated last/);
    const shown = loaded?.fields.slice(1).map(({ tags }) => tags?.i);
    expect(shown).toEqual(Array.from({ length: 101 }, (_, i) => String(i)).filter((i) => i !== '1'));
  });

  it.each(AGGREGATES)('counts only the points in a fixed time range and ends with the last one: %s', (aggregate) => {
    const points = fc.uniqueArray(fc.tuple(fc.integer({ min: -90, max: 0 }), fc.integer({ min: -9, max: 9 })), {
      selector: ([time]) => time,
      minLength: 1,
      maxLength: 60,
    });
    const windows = fc
      .tuple(fc.integer({ min: -90, max: 0 }), fc.integer({ min: 1, max: 90 }))
      .map(([from, length]) => ({ from: NOON + from * 1_000, to: NOON + (from + length) * 1_000 }));
    fc.assert(
      fc.property(points, windows, fc.constantFrom(1_000, 7_000), (all, within, step) => {
        store.context.database.exec('DELETE FROM points; DELETE FROM series; DELETE FROM metrics');
        store.write(...all.map(([time, value]) => ({ key: 'a', value, at: at(NOON + time * 1_000) })));
        const known = all
          .map(([time, value]) => [NOON + time * 1_000, value] as const)
          .filter(([time]) => time <= within.to)
          .sort(([a], [b]) => a - b);
        const groups = new Map<number, number[]>();
        for (const [time, value] of known) {
          const start = Math.floor(time / step) * step;
          if (time >= within.from) groups.set(start, [...(groups.get(start) ?? []), value]);
        }
        const rows = new Map(Array.from(groups, ([start, values]) => [start, REDUCE[aggregate](values)]));
        const last = known.at(-1);
        if (last && aggregate !== 'sum' && aggregate !== 'count') rows.set(...last);
        const buckets = utcBuckets(within.from, within.to, step);
        const loaded = history({ aggregate, buckets, within });
        const { time = [], a: values = [] } = columns(loaded);
        expect(time.map((row, index) => [row, values[index]])).toEqual(Array.from(rows).sort(([a], [b]) => a - b));
        expect(loaded?.updatedAt).toBe(last?.[0]);
      }),
      runs(60),
    );
  });

  it.each(AGGREGATES)('returns the same values as a plain loop over the points: %s', (aggregate) => {
    const points = fc.uniqueArray(
      fc.tuple(fc.integer({ min: -90 * MINUTE, max: 0 }), fc.integer({ min: -9, max: 9 })),
      {
        selector: ([time]) => time,
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(points, fc.constantFrom(MINUTE, 7 * MINUTE), (all, step) => {
        store.context.database.exec('DELETE FROM points; DELETE FROM series; DELETE FROM metrics');
        store.write(...all.map(([time, value]) => ({ key: 'a', value, at: at(NOON + time) })));
        const buckets = utcBuckets(NOON - 60 * MINUTE, NOON, step);
        const sorted = all.map(([time, value]) => [NOON + time, value] as const).sort(([a], [b]) => a - b);
        const groups = new Map<number, number[]>();
        for (const [time, value] of sorted) {
          const start = Math.floor(time / step) * step;
          if (time >= (buckets.edgesMs[0] as number)) groups.set(start, [...(groups.get(start) ?? []), value]);
        }
        const rows = new Map(Array.from(groups, ([start, values]) => [start, REDUCE[aggregate](values)]));
        const [lastAt, lastValue] = sorted.at(-1) as readonly [number, number];
        if (aggregate !== 'sum' && aggregate !== 'count') rows.set(lastAt, lastValue);
        const expected = Array.from(rows).sort(([a], [b]) => a - b);
        const { time = [], a: values = [] } = columns(history({ aggregate, buckets }));
        expect(time.map((row, index) => [row, values[index]])).toEqual(expected);
      }),
      runs(40),
    );
  });
});

describe('loadValues', () => {
  const request = { metric: 'a', tags: {}, fromMs: NOON - 60 * MINUTE, toMs: NOON, limit: 20 };

  beforeEach(() => {
    store.write(
      { key: 'a', value: 1, at: at(NOON - 2 * MINUTE), tags: { host: 'x', disk: '1' }, unit: 'B' },
      { key: 'a', value: 5, at: at(NOON - MINUTE), tags: { host: 'x', disk: '1' } },
      { key: 'a', value: 9, at: at(NOON - 90 * MINUTE), tags: { host: 'y', disk: '1' } },
      { key: 'a', value: 4, at: at(NOON - 3 * MINUTE) },
    );
  });

  it('returns a row for each series, the greatest first, without a time', () => {
    expect(jobs.loadValues(store.context, { ...request, aggregate: 'last' })).toEqual({
      fields: [
        { name: 'name', type: 'string', values: ['1 y', '1 x', 'a'] },
        { name: 'value', type: 'number', unit: 'B', values: [9, 5, 4] },
      ],
      updatedAt: NOON - MINUTE,
    });
  });

  it('leaves out a series without points in the range', () => {
    expect(columns(jobs.loadValues(store.context, { ...request, aggregate: 'avg' }))).toEqual({
      name: ['a', '1 x'],
      value: [4, 3],
    });
    expect(columns(jobs.loadValues(store.context, { ...request, aggregate: 'count' }))).toEqual({
      name: ['1 x', 'a', '1 y'],
      value: [2, 1, 0],
    });
  });

  it('returns only the greatest values up to the limit', () => {
    expect(columns(jobs.loadValues(store.context, { ...request, aggregate: 'last', limit: 1 })).name).toEqual(['1 y']);
  });
});

describe('series that have ended', () => {
  const endAt = (tags: Record<string, string>, ms: number): void => {
    store.writeRequest([], { ends: [{ key: 'a', tags: JSON.stringify(tags), atUs: ms * 1_000 }] });
  };
  const push = (host: string, value: number, minutesAgo: number): void => {
    store.write({ key: 'a', value, at: NOON - minutesAgo * MINUTE, tags: { host } });
  };

  it('keep their column, with the time of their end, until the range begins later', () => {
    push('old', 1, 30);
    push('new', 2, 0);
    endAt({ host: 'old' }, NOON - 20 * MINUTE);
    expect(history()?.fields.map(({ tags, endedAt }) => [tags?.host, endedAt])).toEqual([
      [undefined, undefined],
      ['old', NOON - 20 * MINUTE],
      ['new', undefined],
    ]);
    const later = utcBuckets(NOON - 10 * MINUTE, NOON, MINUTE);
    expect(Object.keys(columns(history({ buckets: later })))).toEqual(['time', 'a new']);
  });

  it('do not affect the freshness of current series', () => {
    push('old', 1, 0);
    push('new', 2, 5);
    endAt({ host: 'old' }, NOON);
    expect(history()).toMatchObject({ updatedAt: NOON - 5 * MINUTE });
    expect(history()).not.toHaveProperty('endedAt');
  });

  it('are shown as ended if all have ended', () => {
    push('old', 1, 300);
    push('older', 2, 310);
    endAt({ host: 'old' }, NOON - 290 * MINUTE);
    endAt({ host: 'older' }, NOON - 305 * MINUTE);
    expect(history()).toMatchObject({ updatedAt: NOON - 300 * MINUTE, endedAt: NOON - 290 * MINUTE });
    expect(Object.keys(columns(history()))).toEqual(['time', 'a old', 'a older']);
  });

  it('have not ended yet in an earlier window', () => {
    push('old', 1, 30);
    endAt({ host: 'old' }, NOON - 20 * MINUTE);
    const within = { from: NOON - 60 * MINUTE, to: NOON - 25 * MINUTE };
    const before = history({ buckets: utcBuckets(within.from, within.to, MINUTE), within });
    expect(before?.fields[1]).not.toHaveProperty('endedAt');
  });

  it.each<[Aggregate, number[]]>([
    ['last', [2]],
    ['avg', [2]],
    ['max', [2]],
    ['sum', [2, 1]],
    ['count', [1, 1]],
  ])('have these values with %s: %j', (aggregate, expected) => {
    push('old', 1, 30);
    push('new', 2, 0);
    endAt({ host: 'old' }, NOON - 20 * MINUTE);
    const range = { fromMs: NOON - 60 * MINUTE, toMs: NOON, limit: 10 };
    const loaded = jobs.loadValues(store.context, { metric: 'a', tags: {}, aggregate, ...range });
    expect(loaded?.fields[1]?.values).toEqual(expected);
  });
});

it('loadHistory and loadValues ignore points too far in the future, stored while the clock was wrong', () => {
  store.write({ key: 'a', value: 1, at: NOON - MINUTE });
  store.nowUs = (NOON + 400 * 1_440 * MINUTE) * 1_000;
  store.write({ key: 'a', value: 99 });
  expect(history()).toMatchObject({ updatedAt: NOON - MINUTE });
  expect(columns(history()).a?.at(-1)).toBe(1);
});
