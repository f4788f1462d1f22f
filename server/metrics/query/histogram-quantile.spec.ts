import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MetricsFixture } from '../../../test/support/database/metrics-fixture.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import type { LoadedFrame } from '../../dashboard/contracts/source.js';
import { type MetricsQuery, metricsQuerySchema } from '../metrics-query.js';
import { MetricsSource } from '../metrics.source.js';
import { type HistogramBucket, histogramQuantile, computeQuantiles, parseUpperBound } from './histogram-quantile.js';

const MINUTE = 60_000;

const rounded = (value: unknown): number => Math.round(Number(value) * 1e9) / 1e9;
const buckets = (...all: (readonly [number, number])[]): HistogramBucket[] =>
  all.map(([upperBound, count]) => ({ upperBound, count }));

/** Computes the quantile by its definition: the observations are spread evenly within their bucket. */
function reference(quantile: number, sorted: readonly HistogramBucket[]): number {
  const total = sorted.at(-1)?.count ?? 0;
  if (total === 0) return NaN;
  const rank = quantile * total;
  let [from, below] = [0, 0];
  for (const { upperBound, count } of sorted) {
    if (count > below && count >= rank) {
      return upperBound === Infinity ? from : from + ((upperBound - from) * (rank - below)) / (count - below);
    }
    [from, below] = [upperBound, count];
  }
  throw new Error('the last bucket holds all');
}

describe('the quantile of a classic histogram', () => {
  const usual = buckets([0.1, 10], [0.5, 60], [1, 90], [Infinity, 100]);

  it.each([
    ['in the lowest bucket from 0', 0.05, usual, 0.05],
    ['linearly within a bucket', 0.35, usual, 0.3],
    ['as the bound that it falls on', 0.9, usual, 1],
    ['in the last bucket as the highest bound', 0.95, usual, 1],
    ['of 1 as the highest bound', 1, usual, 1],
    ['of 0 as 0', 0, usual, 0],
    [
      'of 0 as the lower bound of the first bucket that is not empty',
      0,
      buckets([1, 0], [2, 0], [4, 5], [Infinity, 5]),
      2,
    ],
    ['of all in the last bucket as the highest bound', 0.5, buckets([1, 0], [2, 0], [Infinity, 7]), 2],
    ['of unsorted buckets', 0.35, usual.toReversed(), 0.3],
    ['of equal bounds together', 0.5, buckets([1, 2], [1, 2], [2, 8], [Infinity, 8]), 1],
    ['with a falling count treated as constant', 0.75, buckets([1, 10], [2, 4], [4, 20], [Infinity, 16]), 3],
    ['below a lowest bound that is negative as that bound', 0.1, buckets([-5, 10], [5, 20], [Infinity, 20]), -5],
    ['of negative bounds', 0.75, buckets([-5, 10], [5, 20], [Infinity, 20]), 0],
    ['of missing bounds', 0.5, buckets([10, 20], [Infinity, 20]), 5],
  ])('is computed %s', (_what, quantile, given, expected) => {
    expect(histogramQuantile(quantile, given)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['no buckets', []],
    ['no observations', buckets([1, 0], [Infinity, 0])],
    ['no bucket +Inf', buckets([1, 5], [2, 7])],
    ['no other bucket', buckets([Infinity, 7])],
  ])('is undefined with %s', (_what, given) => {
    expect(histogramQuantile(0.5, given)).toBeNaN();
  });

  it('matches the definition for any order of the buckets', () => {
    const histogram = fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(50), { minLength: 13, maxLength: 13 }),
      )
      .map(([bounds, grown]) => {
        let count = 0;
        return [...bounds.sort((a, b) => a - b), Infinity].map((upperBound, index) => ({
          upperBound,
          count: (count += grown[index] ?? 0),
        }));
      })
      .chain((sorted) => fc.tuple(fc.constant(sorted), fc.shuffledSubarray(sorted, { minLength: sorted.length })));
    fc.assert(
      fc.property(histogram, fc.double({ min: 0, max: 1, noNaN: true }), ([sorted, shuffled], quantile) => {
        const found = histogramQuantile(quantile, shuffled);
        const expected = reference(quantile, sorted);
        if (Number.isNaN(expected)) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('grows with the quantile and stays within the bounds for any counts', () => {
    const bucket = fc.record({ upperBound: fc.integer({ min: -20, max: 20 }), count: fc.nat(100) });
    const given = fc.tuple(fc.array(bucket, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 100 }));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(given, share, share, ([some, last], one, other) => {
        const all = [...some, { upperBound: Infinity, count: last }];
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((q) => histogramQuantile(q, all));
        expect(low).toBeLessThanOrEqual((high as number) + 1e-9);
        const bounds = some.map(({ upperBound }) => upperBound);
        expect(high).toBeLessThanOrEqual(Math.max(...bounds) + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(0, ...bounds) - 1e-9);
      }),
    );
  });

  it.each([
    ['0.5', 0.5],
    ['5e-1', 0.5],
    ['.5', 0.5],
    ['1.', 1],
    ['1.0', 1],
    ['-2.5E+3', -2_500],
    ['+Inf', Infinity],
    ['Inf', Infinity],
    ['inf', Infinity],
    ['+Infinity', Infinity],
    ['', undefined],
    ['NaN', undefined],
    ['-Inf', undefined],
    [' 1', undefined],
    ['0x1', undefined],
    ['one', undefined],
    [undefined, undefined],
  ])('reads the bound %j', (le, bound) => {
    expect(parseUpperBound(le)).toBe(bound);
  });

  it('adds up buckets of a group with the same bound, and ignores missing ones', () => {
    const series = (instance: string, le: string, ...values: number[]) => ({
      name: 'x_bucket',
      tags: { instance, le },
      unit: undefined,
      values: Float64Array.from(values),
    });
    const all = [
      series('a', '1', 1, NaN, 0),
      series('a', '+Inf', 1, NaN, 0),
      series('b', '1.0', 0, 2, 0),
      series('b', '2', 3, 2, 0),
      series('b', '+Inf', 3, 2, 0),
    ];
    expect(computeQuantiles(all, [], 0.5).map(({ name, tags, values }) => [name, tags, [...values]])).toEqual([
      ['x', {}, [1 + 1 / 2, 0.5, NaN]],
    ]);
    expect(computeQuantiles(all, ['instance'], 0.5).map(({ tags, values }) => [tags, [...values]])).toEqual([
      [{ instance: 'a' }, [0.5, NaN, NaN]],
      [{ instance: 'b' }, [1.5, 0.5, NaN]],
    ]);
  });
});

describe('a query for a quantile', () => {
  let fixture: MetricsFixture;
  let source: MetricsSource;
  let now: number;

  beforeAll(async () => {
    fixture = await MetricsFixture.open();
    source = new MetricsSource(fixture.database, fixture.catalog);
    now = fixture.clock.now();
    const samples: Sample[] = [];
    const scrape = (minutesAgo: number, instance: string, counts: Readonly<Record<string, number>>): void => {
      const at = now - minutesAgo * MINUTE;
      for (const [le, value] of Object.entries(counts)) {
        samples.push({ key: 'http.seconds_bucket', value, at, tags: { instance, le, job: 'web' } });
      }
      samples.push({ key: 'http.seconds_sum', value: 1, at, tags: { instance, job: 'web' } });
    };
    // The fast instance is started again before the last scrape.
    scrape(3, 'fast', { '+Inf': 100, '0.1': 100, '0.5': 100 });
    scrape(2, 'fast', { '+Inf': 200, '0.1': 200, '0.5': 200 });
    scrape(1, 'fast', { '+Inf': 50, '0.1': 50, '0.5': 50 });
    scrape(3, 'slow', { '+Inf': 10, '0.1': 0, '0.5': 0 });
    scrape(2, 'slow', { '+Inf': 110, '0.1': 0, '0.5': 100 });
    scrape(1, 'slow', { '+Inf': 210, '0.1': 0, '0.5': 200 });
    samples.push({ key: 'odd_bucket', value: 1, at: now - MINUTE, tags: { size: '3' } });
    for (const minutes of [2, 1]) {
      samples.push({ key: 'cut_bucket', value: 5 - minutes, at: now - minutes * MINUTE, tags: { le: '1' } });
    }
    await fixture.writer.write(samples, 'collector');
  });
  afterAll(() => fixture.close());

  async function load(query: Partial<MetricsQuery>): Promise<LoadedFrame> {
    const { signal } = new AbortController();
    const parsed = metricsQuerySchema.parse({ source: 'metrics', every: '1m', ...query });
    return source.load(parsed, { range: '1h', from: now - 5 * MINUTE, to: now, timeZone: 'UTC', signal });
  }

  async function columns(query: Partial<MetricsQuery>): Promise<unknown[]> {
    const { fields } = await load(query);
    return fields.slice(1).map(({ name, tags = {}, values }) => [name, ...Object.values(tags), values.map(rounded)]);
  }

  it('adds up the increase of all instances by bound', async () => {
    expect(await columns({ metric: 'http.seconds', quantile: 0.5 })).toEqual([['http.seconds', [0.1, 0.2]]]);
    expect(await columns({ metric: 'http.seconds_bucket', quantile: 0.5 })).toEqual([['http.seconds', [0.1, 0.2]]]);
  });

  it('makes a series for each value of a tag, over time and as one value', async () => {
    expect(await columns({ metric: 'http.seconds', quantile: 0.5, by: ['instance'] })).toEqual([
      ['http.seconds', 'fast', [0.05, 0.05]],
      ['http.seconds', 'slow', [0.3, 0.3]],
    ]);
    const { fields } = await load({ metric: 'http.seconds', quantile: 0.5, by: ['instance'], as: 'value' });
    expect(fields.map(({ values }) => values)).toEqual([
      ['slow', 'fast'],
      [expect.closeTo(0.3), expect.closeTo(0.05)],
    ]);
  });

  it('supports tags, patterns and expressions', async () => {
    const slow = { match: 'http.*', quantile: 0.5, tags: { instance: 'slow' } };
    expect(await columns(slow)).toEqual([['http.seconds', [0.3, 0.3]]]);
    expect(await columns({ queries: { a: slow }, expression: 'a * 1000', name: 'ms', unit: 'ms' })).toEqual([
      ['ms', [300, 300]],
    ]);
  });

  it('has the topic of its buckets', () => {
    const query = metricsQuerySchema.parse({ source: 'metrics', metric: 'http.seconds', quantile: 0.5 });
    expect(source.topics(query)).toEqual(['metric:http.seconds_bucket']);
  });

  it('warns if no quantile can be computed', async () => {
    expect(await load({ metric: 'odd', quantile: 0.5 })).toMatchObject({ warning: expect.stringMatching(/tag le/) });
    expect(await load({ metric: 'cut', quantile: 0.5 })).toMatchObject({ warning: expect.stringMatching(/\+Inf/) });
    expect((await load({ metric: 'none', quantile: 0.5 })).warning).toBeUndefined();
  });

  it.each([
    [{ metric: 'a', quantile: 1.1 }, 'quantile', /at most 1/],
    [{ metric: 'a', quantile: -0.1 }, 'quantile', /at least 0/],
    [{ metric: 'a', quantile: '0.5' }, 'quantile', /number from 0 to 1/],
    [{ metric: 'a', quantile: 0.5, aggregate: 'max' }, 'aggregate', /together with quantile/],
    [{ metric: 'a', quantile: 0.5, rate: false }, 'rate', /together with quantile/],
    [{ metric: 'a', quantile: 0.5, across: 'avg' }, 'across', /must be sum/],
    [{ metric: 'a', quantile: 0.5, by: ['le'] }, 'by', /le/],
    [{ metric: 'a', quantile: 0.5, tags: { le: '1' } }, 'tags', /all buckets/],
    [{ quantile: 0.5, queries: { a: { metric: 'a' } }, expression: 'a' }, 'quantile', /into one of them/],
    [{ queries: { a: { metric: 'a', quantile: 0.5, rate: false } }, expression: 'a' }, 'queries.a.rate', /quantile/],
  ])('is rejected: %j', (query, path, expectedMessage) => {
    const { error } = metricsQuerySchema.safeParse({ source: 'metrics', ...query });
    expect(error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
      [path, expect.stringMatching(expectedMessage)],
    ]);
  });

  it.each([{ quantile: 0 }, { quantile: 1 }, { quantile: 0.9, rate: true, across: 'sum', by: ['job'], fill: 'zero' }])(
    'takes %j',
    (query) => {
      expect(metricsQuerySchema.safeParse({ source: 'metrics', metric: 'a', ...query }).success).toBe(true);
    },
  );
});
