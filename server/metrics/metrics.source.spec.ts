import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LoadContext, LoadedFrame } from '../dashboard/contracts/source.js';
import type { Database } from '../database/database.js';
import { MetricCatalog } from './metric-catalog.js';
import { MetricsSource } from './metrics.source.js';
import type { MetricsQuery } from './metrics-query.js';
import { MetricsFixture } from '../../test/support/database/metrics-fixture.js';

describe('MetricsSource', () => {
  let fixture: MetricsFixture;
  let source: MetricsSource;
  let now: number;
  beforeAll(async () => {
    fixture = await MetricsFixture.open();
    source = new MetricsSource(fixture.database, fixture.catalog);
    now = fixture.clock.now();
    await fixture.writer.write(
      [
        { key: 'cpu', value: 10, at: now - 90_000, tags: { host: 'a' }, unit: 'percent', expectEvery: '5s' },
        { key: 'cpu', value: 30, at: now - 80_000, tags: { host: 'a' } },
        { key: 'cpu', value: 50, at: now - 10_000, tags: { host: 'b' } },
      ],
      'collector',
    );
  });
  afterAll(() => fixture.close());

  function load(
    query: Partial<MetricsQuery>,
    span = 3_600_000,
    window: Partial<LoadContext> = {},
  ): Promise<LoadedFrame> {
    const { signal } = new AbortController();
    const context: LoadContext = { range: '1h', from: now - span, to: now, timeZone: 'UTC', signal, ...window };
    return source.load({ source: 'metrics', metric: 'cpu', ...query }, context);
  }

  it('loads a column for each series, the expected interval and the time of the newest point', async () => {
    expect(await load({ tags: { host: 'a' }, every: '1m' })).toEqual({
      fields: [
        { name: 'time', type: 'time', every: '1m', aggregate: 'avg', values: [now - 120_000, now - 80_000] },
        { name: 'cpu', type: 'number', unit: 'percent', tags: { host: 'a' }, values: [20, 30] },
      ],
      updatedAt: now - 80_000,
      expectEveryMs: 5_000,
    });
  });

  it('lengthens buckets that are too short for the range', async () => {
    const frame = await load({ every: '1s' }, 90 * 86_400_000);
    expect(frame.fields[0]?.values[0]).toBe(now - 4 * 3_600_000);
  });

  it('loads one value for each series', async () => {
    expect((await load({ as: 'value', aggregate: 'avg' })).fields.map(({ values }) => values)).toEqual([
      ['b', 'a'],
      [50, 20],
    ]);
  });

  describe('with several metrics', () => {
    beforeAll(async () => {
      await fixture.writer.write(
        [
          { key: 'memory', value: 7, at: now - 70_000, unit: 'bytes' },
          { key: 'memory', value: 9, at: now - 10_000 },
        ],
        'collector',
      );
    });

    it('loads one frame with shared buckets', async () => {
      const metrics = ['cpu', 'memory', 'not.there'];
      const { fields, ...rest } = await load({ metric: undefined, metrics, every: '1m', aggregate: 'sum' });
      expect(fields.map(({ name, unit, values }) => [name, unit, values])).toEqual([
        ['time', undefined, [now - 120_000, now - 60_000]],
        ['cpu', 'percent', [40, null]],
        ['cpu', 'percent', [null, 50]],
        ['memory', 'bytes', [7, 9]],
      ]);
      expect(rest).toEqual({ updatedAt: now - 10_000, expectEveryMs: 5_000 });
    });

    it('shows all points as they were sent if they fit together, else all metrics in the same buckets', async () => {
      const metrics = ['cpu', 'memory'];
      const raw = await load({ metric: undefined, metrics });
      expect(raw.fields.map(({ every, values }) => [every, values])).toEqual([
        [undefined, [now - 90_000, now - 80_000, now - 70_000, now - 10_000]],
        [undefined, [10, 30, null, null]],
        [undefined, [null, null, null, 50]],
        [undefined, [null, null, 7, 9]],
      ]);
      const many = (key: string, offset: number): { key: string; value: number; at: number }[] =>
        Array.from({ length: 301 }, (_, index) => ({ key, value: index, at: now - index * 1_000 - offset }));
      await fixture.writer.write([...many('one', 0), ...many('two', 500)], 'collector');
      const single = await load({ metric: 'one' });
      expect([single.fields[0]?.every, single.fields[0]?.values.length]).toEqual([undefined, 301]);
      const together = await load({ metric: undefined, metrics: ['one', 'two', 'cpu'] });
      expect(together.fields[0]).toMatchObject({ every: '10s', aggregate: 'avg' });
      expect(together.fields.length).toBe(5);
    });

    it('loads the greatest values of all metrics, without a unit if the units differ', async () => {
      const { fields } = await load({ metrics: ['memory'], as: 'value', aggregate: 'last', limit: 2 });
      expect(fields).toEqual([
        { name: 'name', type: 'string', values: ['cpu b', 'cpu a'] },
        { name: 'value', type: 'number', values: [50, 30] },
      ]);
    });

    it('has the topic of each metric once', async () => {
      expect(source.topics({ source: 'metrics', metric: 'cpu', metrics: ['memory', 'cpu'] })).toEqual([
        'metric:cpu',
        'metric:memory',
      ]);
      const once = await load({ metrics: ['cpu'], every: '1m' });
      expect(once).toEqual(await load({ every: '1m' }));
    });

    it('loads an empty frame if no metric exists', async () => {
      const { fields } = await load({ metric: undefined, metrics: ['x', 'y'] });
      expect(fields).toEqual([{ name: 'time', type: 'time', values: [] }]);
    });
  });

  describe('without buckets or transformations', () => {
    const SPAN = 600_000;
    const PACE = 1_000;
    let end: number;
    beforeAll(async () => {
      const points = Array.from({ length: 2_000 }, (_, index) => ({
        key: 'paced',
        value: index,
        at: now - index * PACE,
      }));
      await fixture.writer.write(points, 'collector');
      end = now - 900 * PACE;
    });

    /** Returns the interval of the buckets at many times; undefined for points as they were sent. */
    async function forms(spanOf: (step: number) => number, keepsPrevious: boolean): Promise<(string | undefined)[]> {
      const found: (string | undefined)[] = [];
      let previous: LoadedFrame | undefined;
      for (let step = 0; step < 60; step += 1) {
        const to = end + step * 250;
        const window = { from: to - spanOf(step), to, fixed: true, ...(previous && { previous }) } as const;
        const frame = await load({ metric: 'paced' }, 0, window);
        found.push(frame.fields[0]?.every);
        if (keepsPrevious) previous = frame;
      }
      return found;
    }
    const changesOf = (all: readonly unknown[]): number =>
      all.filter((form, index) => index > 0 && form !== all[index - 1]).length;

    it('does not switch between points and buckets with every point at the limit', async () => {
      const steadySpan = (step: number): number => SPAN - 500 + (step % 3) * 250;
      expect(changesOf(await forms(steadySpan, false))).toBeGreaterThan(5);
      expect(changesOf(await forms(steadySpan, true))).toBe(1);
    });

    it('shows buckets if there are too many points, and points again if there are far fewer', async () => {
      const changingSpan = (step: number): number => (step < 20 || step >= 40 ? SPAN + 10_000 : SPAN - 110_000);
      const found = await forms(changingSpan, true);
      expect([found[0], found[30], found[50], changesOf(found)]).toEqual(['2s', undefined, '2s', 2]);
    });

    it('shows buckets if their length or their aggregate is set', async () => {
      for (const query of [{ every: '1m' }, { aggregate: 'avg' as const }, { aggregate: 'last' as const }]) {
        const { fields } = await load({ metric: 'paced', ...query }, 60_000);
        expect(fields[0]).toMatchObject({ every: expect.any(String), aggregate: query.aggregate ?? 'avg' });
      }
    });
  });

  describe('queries', () => {
    const problems = (query: object): [string, string][] => {
      const { error } = source.schema.safeParse({ source: 'metrics', ...query });
      return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
    };

    it('must name at least one metric', () => {
      expect(problems({ metric: 'a' })).toEqual([]);
      expect(problems({ metrics: ['a', 'b'] })).toEqual([]);
      expect(problems({})).toEqual([['metric', expect.stringContaining('must name a metric')]]);
      expect(problems({ metrics: [] })).toEqual([['metrics', 'must name at least one metric']]);
      expect(problems({ metrics: ['a', 'b//c'] })).toEqual([['metrics.1', expect.any(String)]]);
      expect(problems({ metrics: Array.from({ length: 21 }, (_, nth) => `m${nth}`) })).toEqual([
        ['metrics', 'may name 20 metrics at most'],
      ]);
    });
  });

  describe('in a fixed time range', () => {
    const inWindow = (query: Partial<MetricsQuery>, from: number, to: number): Promise<LoadedFrame> =>
      load(query, 0, { from: now + from, to: now + to, fixed: true });

    it('ignores later points completely', async () => {
      expect(await inWindow({ every: '1m' }, -120_000, -85_000)).toMatchObject({
        fields: [{ values: [now - 120_000, now - 90_000] }, { tags: { host: 'a' }, values: [10, 10] }],
        updatedAt: now - 90_000,
      });
    });

    it('includes both of its ends', async () => {
      const frame = await inWindow({ as: 'value', aggregate: 'sum' }, -90_000, -80_000);
      expect(frame.fields.map(({ values }) => values)).toEqual([['a'], [40]]);
    });

    it('has the last values at its end', async () => {
      const last = async (to: number): Promise<unknown[]> =>
        (await inWindow({ as: 'value', aggregate: 'last' }, -300_000, to)).fields.map(({ values }) => values);
      expect(await last(-85_000)).toEqual([['a'], [10]]);
      expect(await last(-10_000)).toEqual([
        ['b', 'a'],
        [50, 30],
      ]);
      expect(await last(-100_000)).toEqual([[], []]);
    });
  });

  it('loads an empty frame for a metric that does not exist yet', async () => {
    const empty = { fields: [{ name: 'time', type: 'time', values: [] }] };
    expect(await load({ metric: 'none' })).toEqual(empty);
    expect(await load({ metric: 'none', as: 'value' })).toEqual(empty);
  });

  it('reads and shows a limited number of columns for any number of matching series', async () => {
    const catalog = new MetricCatalog();
    const keys = Array.from({ length: 100 }, (_, index) => `wide.${index}`);
    const unknown = { unit: null, expectEveryMs: null, tagged: 1 } as const;
    catalog.update(keys.map((key, index) => ({ id: index, key, seriesCount: 90, ...unknown })));
    const columns = Array.from({ length: 90 }, () => ({ name: 'wide', type: 'number' as const, values: [1] }));
    let reads = 0;
    const read = (): Promise<LoadedFrame> => {
      reads += 1;
      return Promise.resolve({ fields: [{ name: 'time', type: 'time', values: [reads] }, ...columns] });
    };
    const wide = new MetricsSource({ read } as unknown as Database, catalog);
    const { signal } = new AbortController();
    const context: LoadContext = { range: '1h', from: now - 1_000, to: now, timeZone: 'UTC', signal };
    const frame = await wide.load({ source: 'metrics', match: 'wide.*' }, context);
    expect([frame.fields.length, reads]).toEqual([1 + 200, 20]);
    expect(frame).toMatchObject({ warning: expect.stringMatching(/first 200/) });
    const few = await wide.load({ source: 'metrics', match: 'wide.1*1' }, context);
    expect([few.fields.length, few]).toEqual([1 + 90, expect.not.objectContaining({ warning: expect.anything() })]);
  });

  it('has no row for an infinite total', async () => {
    const huge = { key: 'huge', value: 1e308 };
    await fixture.writer.write(
      [1, 2].map((second) => ({ ...huge, at: now - second * 1_000 })),
      'collector',
    );
    expect((await load({ metric: 'huge', aggregate: 'sum', as: 'value' })).fields.map(({ values }) => values)).toEqual([
      [],
      [],
    ]);
  });

  it('depends on time only if it aggregates a range', () => {
    const query = (more: Partial<MetricsQuery>): MetricsQuery => ({ source: 'metrics', metric: 'a/b', ...more });
    expect(source.topics(query({}))).toEqual(['metric:a/b']);
    expect(source.dependsOnTime(query({}))).toBe(false);
    expect(source.dependsOnTime(query({ as: 'value' }))).toBe(true);
    expect(source.dependsOnTime(query({ as: 'value', aggregate: 'last' }))).toBe(false);
    expect(source.local).toBe(true);
  });

  it.each([
    [{}, 'metric'],
    [{ metric: '/a' }, 'metric'],
    [{ metric: 'a', tags: { x: 1 } }, 'tags.x'],
    [{ metric: 'a', every: '0s' }, 'every'],
    [{ metric: 'a', every: '500ms' }, 'every'],
    [{ metric: 'a', limit: 0 }, 'limit'],
    [{ metric: 'a', as: 'table' }, 'as'],
    [{ metric: 'a', aggregate: 'median' }, 'aggregate'],
  ])('rejects the query %j at %s', (query, path) => {
    const { error } = source.schema.safeParse({ source: 'metrics', ...query });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it('uses the interval inferred from regular arrivals if the sender set none', async () => {
    // The clock of the shared fixture does not advance.
    const own = await MetricsFixture.open();
    try {
      const regular = new MetricsSource(own.database, own.catalog);
      for (let turn = 0; turn <= 20; turn += 1) {
        await own.writer.write([{ key: 'inferred', value: turn, tags: { host: 'a' } }], 'collector');
        own.clock.advance(60_000);
      }
      await own.writer.write([{ key: 'cpu', value: 1, expectEvery: '5s' }], 'collector');
      const { signal } = new AbortController();
      const to = own.clock.now();
      const context: LoadContext = { range: '1h', from: to - 3_600_000, to, timeZone: 'UTC', signal };
      const expectedInterval = async (query: Partial<MetricsQuery>): Promise<number | undefined> =>
        (await regular.load({ source: 'metrics', metric: 'inferred', ...query }, context)).expectEveryMs;
      expect(await expectedInterval({})).toBe(180_000);
      expect(await expectedInterval({ tags: { host: 'a' }, as: 'value' })).toBe(180_000);
      expect(await expectedInterval({ tags: { host: 'b' } })).toBeUndefined();
      expect(await expectedInterval({ by: ['host'] })).toBe(180_000);
      expect(await expectedInterval({ shift: '1h' })).toBeUndefined();
      expect(await expectedInterval({ metric: 'cpu' })).toBe(5_000);
    } finally {
      await own.close();
    }
  });
});
