import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MINUTE_US, usToIso } from '../../common/time/timestamps.js';
import { MetricJobsFixture } from '../../../test/support/database/metric-jobs-fixture.js';
import { runs } from '../../../test/support/jest/property-runs.js';

const SECOND_US = 1_000_000;

describe('writePoints', () => {
  let store: MetricJobsFixture;
  beforeEach(async () => {
    store = await MetricJobsFixture.open();
  });
  afterEach(() => {
    store.close();
  });

  describe('assigned times', () => {
    it('strictly increase within a series, in microseconds', () => {
      store.write({ key: 'a', value: 1 }, { key: 'a', value: 2 }, { key: 'b', value: 3 });
      store.write({ key: 'a', value: 4 });
      expect(store.points('a')).toEqual([
        [store.nowUs, 1],
        [store.nowUs + 1, 2],
        [store.nowUs + 2, 4],
      ]);
      expect(store.points('b')).toEqual([[store.nowUs, 3]]);
    });

    it('increase even if the clock goes back', () => {
      store.write({ key: 'a', value: 1 });
      store.nowUs -= 10 * SECOND_US;
      expect(store.write({ key: 'a', value: 2 }).atUs).toBe(store.nowUs + 10 * SECOND_US + 1);
    });

    it('follow a stored point up to a minute ahead', () => {
      store.write({ key: 'a', value: 1, at: usToIso(store.nowUs + MINUTE_US) });
      expect(store.write({ key: 'a', value: 2 }).atUs).toBe(store.nowUs + MINUTE_US + 1);
    });

    it('do not follow a point far in the future', () => {
      store.write({ key: 'a', value: 1, at: usToIso(store.nowUs + MINUTE_US + 1_000) });
      expect(store.write({ key: 'a', value: 2 }).atUs).toBe(store.nowUs);
    });

    it('follow earlier points in the same batch', () => {
      store.write({ key: 'a', value: 1, at: usToIso(store.nowUs + SECOND_US) }, { key: 'a', value: 2 });
      expect(store.points('a')).toEqual([
        [store.nowUs + SECOND_US, 1],
        [store.nowUs + SECOND_US + 1, 2],
      ]);
    });
  });

  it('replaces a point with the same series and time, also within a batch', () => {
    const at = usToIso(store.nowUs);
    store.write({ key: 'a', value: 1, at }, { key: 'a', value: 2, at });
    expect(store.points('a')).toEqual([[store.nowUs, 2]]);
    store.write({ key: 'a', value: 3, at });
    expect(store.points('a')).toEqual([[store.nowUs, 3]]);
  });

  it('stores the same points as a map of series and times, in any order', () => {
    const item = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 1_700_000_000, max: 1_700_000_040 }),
      value: fc.integer(),
    });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 250 }), (items) => {
        store.context.database.exec('DELETE FROM points');
        store.write(...items);
        const expected = new Map(items.map(({ key, at, value }) => [`${key} ${at * SECOND_US}`, value]));
        const stored = ['a', 'b', 'c'].flatMap((key) =>
          store.points(key).map(([at, value]): [string, number] => [`${key} ${at}`, value]),
        );
        expect(new Map(stored)).toEqual(expected);
      }),
      runs(50),
    );
  });

  it('keeps one series for equal tags in any order, and reports what is new', () => {
    const first = store.write({ key: 'a', value: 1, tags: { x: '1', y: '2' } });
    expect(first.created).toBe(true);
    expect(first.changed).toMatchObject([{ key: 'a', seriesCount: 1, tagged: 1 }]);
    const second = store.write({ key: 'a', value: 2, tags: { y: '2', x: '1' } });
    expect(second).toMatchObject({ created: false, changed: [] });
    const third = store.write({ key: 'a', value: 2 });
    expect(third).toMatchObject({ created: true, changed: [{ seriesCount: 2 }] });
    expect(store.count('series')).toBe(2);
  });

  it('keeps the last unit and expected interval until they are removed', () => {
    const known = (): unknown => store.context.prepare('SELECT unit, expect_every_ms AS ms FROM metrics').get();
    store.write({ key: 'a', value: 1, unit: 's', expectEvery: '5m' });
    expect(store.write({ key: 'a', value: 1 }).changed).toEqual([]);
    expect(known()).toEqual({ unit: 's', ms: 300_000 });
    expect(store.write({ key: 'a', value: 1, unit: 'ms' }).changed).toMatchObject([{ unit: 'ms' }]);
    expect(known()).toEqual({ unit: 'ms', ms: 300_000 });
    store.write({ key: 'a', value: 1, unit: '', expectEvery: '0s' });
    expect(known()).toEqual({ unit: null, ms: null });
  });

  it('answers 429 beyond MAX_SERIES, counting only new series', () => {
    store.maxSeries = 2;
    store.write({ key: 'a', value: 1 }, { key: 'b', value: 1 });
    expect(() => store.write({ key: 'a', value: 2 }, { key: 'a', value: 3, tags: { x: '1' } })).toThrow(
      expect.objectContaining({ status: 429, message: expect.stringMatching(/MAX_SERIES/) }),
    );
    expect(store.write({ key: 'b', value: 4 }).created).toBe(false);
  });

  it('answers 429 beyond MAX_SERIES_PER_METRIC, counting new series of each metric', () => {
    store.maxSeriesPerMetric = 2;
    const tagged = (key: string, ...ids: string[]) => ids.map((id) => ({ key, value: 1, tags: { id } }));
    store.write(...tagged('a', '1', '2'), ...tagged('b', '1'));
    store.write(...tagged('a', '1', '2'), ...tagged('b', '2'));
    expect(() => store.write(...tagged('c', '1'), ...tagged('a', '3'))).toThrow(
      expect.objectContaining({
        status: 429,
        message: expect.stringMatching(/^a would have 3 series.*MAX_SERIES_PER_METRIC.*nothing was stored/),
      }),
    );
    expect(() => store.write(...tagged('c', '2', '3', '4'))).toThrow(expect.objectContaining({ status: 429 }));
  });

  it('stores points of existing series beyond the limits if requested', () => {
    store.maxSeries = 2;
    store.write({ key: 'a', value: 1 }, { key: 'b', value: 1 });
    store.acceptExistingSeries = true;
    const result = store.write(
      { key: 'a', value: 2, unit: 's' },
      { key: 'a', value: 3, tags: { x: '1' } },
      { key: 'c', value: 4 },
      { key: 'b', value: 5 },
    );
    expect(result).toMatchObject({ stored: 2, created: false, changed: [] });
    expect(result.rejection).toMatch(/^There would be 4 series.*MAX_SERIES.*the points of new series were not stored/);
    expect(['a', 'b', 'c'].map((key) => store.points(key).at(-1)?.[1])).toEqual([2, 5, undefined]);
    expect([store.count('metrics'), store.count('series')]).toEqual([2, 2]);
    expect(() => store.write({ key: 'c', value: 1 })).toThrow(expect.objectContaining({ status: 429 }));
  });

  it('stores at most ten times as many series as may be active', () => {
    store.maxSeries = 2;
    store.activeSinceUs = store.nowUs;
    const old = (name: string): void => {
      store.write({ key: name, value: 1, at: usToIso(store.nowUs - MINUTE_US) });
    };
    for (let index = 0; index < 20; index += 1) old(`old${index}`);
    expect(() => {
      old('one.more');
    }).toThrow(expect.objectContaining({ status: 429, message: expect.stringContaining('10 times MAX_SERIES') }));
    old('old7');
  });

  it('stores tags of any name', () => {
    const columns = JSON.parse('[{"key":"a","value":1,"tags":{"__proto__":"x","10":"y","9":"z"}}]') as [never];
    store.write(...columns);
    expect(store.context.prepare('SELECT tags FROM series').get()?.tags).toBe('{"10":"y","9":"z","__proto__":"x"}');
  });
});
