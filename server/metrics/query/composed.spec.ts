import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MetricsFixture } from '../../../test/support/database/metrics-fixture.js';
import type { LoadContext, LoadedFrame } from '../../dashboard/contracts/source.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import { type MetricsQuery, metricsQuerySchema } from '../metrics-query.js';
import { MetricsSource } from '../metrics.source.js';

const MINUTE = 60_000;

describe('queries with transformations', () => {
  let fixture: MetricsFixture;
  let source: MetricsSource;
  let now: number;

  beforeAll(async () => {
    fixture = await MetricsFixture.open();
    source = new MetricsSource(fixture.database, fixture.catalog);
    now = fixture.clock.now();
    const samples: Sample[] = [];
    const add = (key: string, minutesAgo: number, value: number, host: string, region: string): void => {
      samples.push({ key, value, at: now - minutesAgo * MINUTE, tags: { host, region } });
    };
    for (const minutes of [3, 2, 1]) {
      // Counters: 60 requests a minute each, and an error a minute on one host.
      add('web.requests', minutes, 1_000 - 60 * minutes, 'a', 'eu');
      add('web.requests', minutes, 2_000 - 60 * minutes, 'b', 'us');
      add('web.errors', minutes, 100 - 6 * minutes, 'a', 'eu');
    }
    add('web.errors', 3, 1, 'b', 'us');
    add('web.errors', 1, 1, 'b', 'us');
    add('load', 2, 1, 'a', 'eu');
    add('load', 2, 3, 'b', 'eu');
    add('load', 2, 8, 'c', 'us');
    add('load', 2 + 60, 5, 'c', 'us');
    for (const [host, then, is] of [
      ['a', 9, 5],
      ['b', 1, 7],
    ] as const) {
      samples.push({ key: 'moved', value: then, at: now - 62 * MINUTE, tags: { host } });
      samples.push({ key: 'moved', value: is, at: now - 2 * MINUTE, tags: { host } });
      samples.push({ key: 'huge', value: 1e308, at: now - 2 * MINUTE, tags: { host } });
    }
    await fixture.writer.write(samples, 'collector');
  });
  afterAll(() => fixture.close());

  async function load(query: Partial<MetricsQuery>, span = 5 * MINUTE): Promise<LoadedFrame & { warning?: string }> {
    const { signal } = new AbortController();
    const context: LoadContext = { range: '1h', from: now - span, to: now, timeZone: 'UTC', signal };
    return source.load(metricsQuerySchema.parse({ source: 'metrics', every: '1m', ...query }), context);
  }

  /** Columns by their tags; rows by minutes ago. */
  async function rows(query: Partial<MetricsQuery>): Promise<Record<string, unknown>> {
    const { fields } = await load(query);
    const [time, ...columns] = fields;
    return Object.fromEntries(
      columns.map(({ name, tags = {}, values }) => [
        [name, ...Object.values(tags)].join(' '),
        Object.fromEntries((time?.values ?? []).map((at, row) => [(now - Number(at)) / MINUTE, values[row]])),
      ]),
    );
  }

  it('rate: computes the increase of counters per second', async () => {
    expect(await rows({ metric: 'web.requests', rate: true })).toEqual({
      'web.requests a eu': { 2: 1, 1: 1 },
      'web.requests b us': { 2: 1, 1: 1 },
    });
    expect((await load({ metric: 'web.requests', rate: true, as: 'value' })).fields[1]?.values).toEqual([1, 1]);
  });

  it('rate: is correct in an incomplete bucket', async () => {
    const end = now - 30_000;
    const ticks = Array.from({ length: 400 }, (_, index) => {
      const at = end - index * 20_000;
      return { key: 'ticks', value: at / 1_000, at };
    });
    await fixture.writer.write(ticks, 'collector');
    const { signal } = new AbortController();
    const rates = async (query: Partial<MetricsQuery>, to: number, fixed?: true): Promise<unknown[]> => {
      const parsed = metricsQuerySchema.parse({
        source: 'metrics',
        metric: 'ticks',
        every: '1m',
        rate: true,
        ...query,
      });
      const { fields } = await source.load(parsed, {
        range: '1h',
        from: to - 10 * MINUTE,
        to,
        timeZone: 'UTC',
        signal,
        fixed,
      });
      return fields[1]?.values.map((value) => Math.round(Number(value) * 1e6) / 1e6) ?? [];
    };
    expect(new Set(await rates({}, end))).toEqual(new Set([1]));
    expect(new Set(await rates({}, end - MINUTE, true))).toEqual(new Set([1]));
    expect(new Set(await rates({ difference: '1h' }, end))).toEqual(new Set([0]));
  });

  it.each<[string, Partial<MetricsQuery>, object]>([
    ['the sum of averages', { metric: 'load', across: 'sum' }, { aggregate: 'avg', across: 'sum' }],
    ['the average of averages', { metric: 'load', by: ['region'] }, { aggregate: 'avg', across: 'avg' }],
    [
      'the largest of last values',
      { metric: 'load', aggregate: 'last', across: 'max' },
      { aggregate: 'last', across: 'max' },
    ],
    ['a sum of sums once', { metric: 'load', aggregate: 'sum', across: 'sum' }, { aggregate: 'sum' }],
    ['the top', { metric: 'load', top: 1 }, { aggregate: 'avg' }],
    ['earlier data', { metric: 'load', shift: '1h' }, { aggregate: 'avg' }],
    ['a rate, which is no aggregate', { metric: 'web.requests', rate: true, across: 'sum' }, {}],
    ['a difference, which is no aggregate', { metric: 'load', difference: '1h' }, {}],
    ['arithmetic, which is none', { queries: { a: { metric: 'load' } }, expression: 'a * 2' }, {}],
  ])('describe their buckets: %s', async (_, query, expected) => {
    const { fields } = await load(query);
    const { values, ...time } = fields[0] ?? {};
    expect(time).toEqual({ name: 'time', type: 'time', every: '1m', ...expected });
    expect(values?.length).toBeGreaterThan(0);
  });

  it('by: makes a series for each value of the tag', async () => {
    expect(await rows({ metric: 'load', by: ['region'], across: 'sum' })).toEqual({
      'load eu': { 2: 4 },
      'load us': { 2: 8 },
    });
    expect(await rows({ metric: 'load', by: ['region'] })).toEqual({ 'load eu': { 2: 2 }, 'load us': { 2: 8 } });
    expect(await rows({ metric: 'web.requests', rate: true, across: 'sum' })).toEqual({
      'web.requests': { 2: 2, 1: 2 },
    });
  });

  it('by: sorts the values of groups, the greatest first', async () => {
    const { fields } = await load({ metric: 'load', by: ['region'], across: 'max', as: 'value' });
    expect(fields.map(({ values }) => values)).toEqual([
      ['us', 'eu'],
      [8, 3],
    ]);
  });

  it('top: keeps only the greatest series', async () => {
    expect(await rows({ metric: 'load', top: 1 })).toEqual({ 'load c us': { 2: 8 } });
  });

  it('fill: fills gaps only until now', async () => {
    expect(await rows({ metric: 'load', tags: { host: 'a' }, fill: 'last' })).toEqual({
      'load a eu': { 2: 1, 1: 1, 0: 1 },
    });
  });

  it('difference: subtracts earlier data', async () => {
    expect(await rows({ metric: 'load', tags: { host: 'c' }, difference: '1h' })).toEqual({ 'load c us': { 2: 3 } });
    expect((await load({ metric: 'load', tags: { host: 'c' }, shift: '1h', every: '1m' })).fields[1]?.values).toEqual([
      5,
    ]);
  });

  it('difference: compares the current top series, and single values by exactly the given time', async () => {
    const top = { metric: 'moved', top: 1, difference: '1h' } as const;
    expect(await rows(top)).toEqual({ 'moved b': { 2: 6 } });
    const wide = await load({ ...top, as: 'value', aggregate: 'last', every: '4h' }, 90 * 24 * 60 * MINUTE);
    expect(wide.fields[1]?.values).toEqual([6]);
  });

  it('leave out infinite values', async () => {
    for (const as of ['value', 'series'] as const) {
      const { fields } = await load({ metric: 'huge', across: 'sum', as });
      expect(fields.map(({ values }) => values)).toEqual([[], []]);
    }
  });

  it('expression: divides queries by equal tags', async () => {
    const queries = { errors: { metric: 'web.errors', rate: true }, requests: { metric: 'web.requests', rate: true } };
    expect(await rows({ queries, expression: 'errors / requests * 100', name: 'failed' })).toEqual({
      'failed a eu': { 2: 10, 1: 10 },
      'failed b us': { 2: null, 1: 0 },
    });
    const { fields } = await load({ queries, expression: 'errors / requests', as: 'value', unit: 'ratio' });
    expect(fields[1]).toMatchObject({ unit: 'ratio', values: [0.1, 0] });
  });

  it('match: loads all matching metrics, with their last points', async () => {
    const { fields } = await load({ match: 'web.*' });
    expect(fields.map(({ name }) => name)).toEqual([
      'time',
      'web.requests',
      'web.requests',
      'web.errors',
      'web.errors',
    ]);
    expect((await load({ match: 'nothing.*' })).fields).toEqual([{ name: 'time', type: 'time', values: [] }]);
    const { fields: values } = await load({ match: 'web.*', as: 'value', aggregate: 'last', tags: { host: '!b' } });
    expect(values[0]?.values).toEqual(['web.requests a eu', 'web.errors a eu']);
  });

  it('have the topics of all metrics and patterns that they read', () => {
    const queries = { a: { metric: 'x' }, b: { match: 'y.*', metrics: ['z'] } };
    const query = metricsQuerySchema.parse({ source: 'metrics', queries, expression: 'a + b' });
    expect(source.topics(query)).toEqual(['metric:x', 'metric:z', 'metric:y.*']);
  });

  it.each([
    [{ metric: 'a', shift: '1d', difference: '1d' }, 'shift'],
    [{ match: 'abc' }, 'match'],
    [{ match: 'a b*' }, 'match'],
    [{ metric: 'a', by: [] }, 'by'],
    [{ metric: 'a', across: 'median' }, 'across'],
    [{ metric: 'a', top: 0 }, 'top'],
    [{ metric: 'a', tags: { a: 1 } }, 'tags.a'],
    [{ queries: { a: { metric: 'a' } } }, 'expression'],
    [{ expression: 'a' }, 'queries'],
    [{ queries: { a: { metric: 'a', as: 'value' } }, expression: 'a' }, 'queries.a'],
    [{ queries: { a: {} }, expression: 'a' }, 'queries.a.metric'],
    [{ queries: { 'a-b': { metric: 'a' } }, expression: 'a' }, 'queries.a-b'],
    [{ queries: { a: { metric: 'a' } }, expression: 'b' }, 'expression'],
    [{ metric: 'm', queries: { a: { metric: 'a' } }, expression: 'a' }, 'metric'],
  ])('are rejected: %j', (query, path) => {
    const { error } = metricsQuerySchema.safeParse({ source: 'metrics', ...query });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
