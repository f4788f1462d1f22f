import { beforeEach, describe, expect, it } from '@jest/globals';
import { HistogramCache } from './histogram-cache.js';
import { type DecodedMetrics, MetricPoints } from './metric-points.js';
import { CUMULATIVE, emptyPoint } from '../decoding/otlp-data.js';
import { HOUR_US } from '../../../common/time/timestamps.js';

const START_US = 1_700_000_000_000_000;
const SECOND_US = 1_000_000;
const thread = { transfer: () => undefined } as never;

interface Export {
  readonly atUs: number;
  readonly startUs?: number;
  /** In (0, 1], (1, 10], (10, 100]. */
  readonly counts: number[];
  readonly name?: string;
  readonly tag?: string;
}

function decodedOf(...exports: readonly Export[]): DecodedMetrics {
  const points = new MetricPoints(START_US + HOUR_US);
  for (const { atUs, startUs = START_US, counts, name = 'h', tag = 'x' } of exports) {
    const point = {
      ...emptyPoint(),
      attributes: [['tag', tag] as const],
      startUs,
      atUs,
      counts: [...counts, 0],
      bounds: [1, 10, 100],
    };
    points.point({ name, unit: 'ms', temporality: CUMULATIVE }, 'histogram', { ...point, count: 1 });
  }
  return points.pack(thread);
}

describe('HistogramCache', () => {
  let cache: HistogramCache;
  beforeEach(() => {
    cache = new HistogramCache();
  });

  /** Stores exports and returns their 95th percentiles, in the order of the exports. */
  async function store(...exports: readonly Export[]): Promise<number[]> {
    const decoded = decodedOf(...exports);
    const found = p95(await cache.addRecentStatistics(decoded));
    await cache.remember(decoded.cumulative);
    return found;
  }

  function p95({ columns: { metrics, series, rows }, count }: DecodedMetrics): number[] {
    expect([rows.series.length, rows.atUs.length, rows.value.length]).toEqual([count, count, count]);
    return Array.from(rows.value)
      .filter((_, row) => metrics.keys[series.metric[rows.series[row] as number] as number]?.endsWith('.p95'))
      .map((value) => Number(value.toFixed(6)));
  }

  it('adds percentiles of the values since the previous export, and none without new values', async () => {
    expect(await store({ atUs: START_US + SECOND_US, counts: [100, 0, 0] })).toEqual([0.95]);
    expect(await store({ atUs: START_US + 2 * SECOND_US, counts: [100, 100, 0] })).toEqual([9.55]);
    expect(await store({ atUs: START_US + 3 * SECOND_US, counts: [100, 100, 0] })).toEqual([]);
    expect(await store({ atUs: START_US + 4 * SECOND_US, counts: [100, 100, 100] })).toEqual([95.5]);
  });

  it('waits for the second export of a histogram that started long ago', async () => {
    expect(await store({ atUs: START_US + HOUR_US, counts: [100, 0, 0] })).toEqual([]);
    expect(await store({ atUs: START_US + HOUR_US + SECOND_US, counts: [100, 100, 0] })).toEqual([9.55]);
    expect(
      await store({ atUs: START_US + HOUR_US + SECOND_US, startUs: 0, counts: [100, 0, 0], tag: 'no start' }),
    ).toEqual([]);
  });

  it('uses all values of a histogram that was restarted', async () => {
    await store({ atUs: START_US + SECOND_US, counts: [0, 0, 100] });
    const restarted = { startUs: START_US + 2 * SECOND_US };
    expect(await store({ ...restarted, atUs: START_US + 3 * SECOND_US, counts: [100, 0, 0] })).toEqual([0.95]);
    expect(await store({ ...restarted, atUs: START_US + 4 * SECOND_US, counts: [99, 0, 0] })).toEqual([]);
    expect(await store({ ...restarted, atUs: START_US + 5 * SECOND_US, counts: [199, 0, 0] })).toEqual([0.95]);
  });

  it('distinguishes processes with the same series by their start times', async () => {
    const [one, other] = [{ startUs: START_US }, { startUs: START_US + 1 }];
    await store(
      { ...one, atUs: START_US + SECOND_US, counts: [100, 0, 0] },
      { ...other, atUs: START_US + SECOND_US, counts: [0, 0, 100] },
    );
    expect(await store({ ...other, atUs: START_US + 2 * SECOND_US, counts: [100, 0, 100] })).toEqual([0.95]);
    expect(await store({ ...one, atUs: START_US + 2 * SECOND_US, counts: [100, 100, 0] })).toEqual([9.55]);
  });

  it('ignores exports that are older than the last one', async () => {
    await store({ atUs: START_US + 2 * SECOND_US, counts: [100, 0, 0] });
    expect(await store({ atUs: START_US + SECOND_US, counts: [50, 0, 0] })).toEqual([]);
    expect(await store({ atUs: START_US + 3 * SECOND_US, counts: [100, 100, 0] })).toEqual([9.55]);
  });

  it('distinguishes series by name and tags', async () => {
    await store({ atUs: START_US + SECOND_US, counts: [100, 0, 0] });
    const next = { atUs: START_US + 2 * SECOND_US, counts: [100, 100, 0] };
    expect(
      await store(next, { ...next, tag: 'y', counts: [100, 0, 0] }, { ...next, name: 'other', counts: [0, 0, 100] }),
    ).toEqual([9.55, 0.95, 95.5]);
  });

  it('processes several exports of one request in order', async () => {
    const first = { atUs: START_US + SECOND_US, counts: [100, 0, 0] };
    const second = { atUs: START_US + 2 * SECOND_US, counts: [100, 100, 0] };
    expect((await cache.addRecentStatistics(decodedOf(first, second))).columns.series.tags).toHaveLength(4);
    expect(await store(first, second)).toEqual([0.95, 9.55]);
    expect(await store({ atUs: START_US + 3 * SECOND_US, counts: [100, 100, 100] })).toEqual([95.5]);
  });

  it('does not remember an export that was not stored', async () => {
    await store({ atUs: START_US + SECOND_US, counts: [100, 0, 0] });
    const rejected = decodedOf({ atUs: START_US + 2 * SECOND_US, counts: [100, 100, 0] });
    expect(p95(await cache.addRecentStatistics(rejected))).toEqual([9.55]);
    expect(await store({ atUs: START_US + 2 * SECOND_US, counts: [100, 100, 0] })).toEqual([9.55]);
  });

  it('contains each unit once, and only metrics that have points', async () => {
    const decoded = decodedOf(
      { atUs: START_US + SECOND_US, counts: [1, 0, 0] },
      { atUs: START_US + SECOND_US, counts: [1, 0, 0], tag: 'y' },
    );
    const { metrics, series } = (await cache.addRecentStatistics(decoded)).columns;
    expect(metrics.keys).toEqual(['h.count', 'h.p50', 'h.p95', 'h.p99']);
    expect(metrics.units).toEqual([undefined, 'ms', 'ms', 'ms']);
    expect(series.tags).toHaveLength(8);
    expect(
      (await cache.addRecentStatistics(decodedOf({ atUs: START_US + HOUR_US, counts: [1, 0, 0] }))).columns.metrics
        .keys,
    ).toEqual(['h.count']);
  });

  it('drops the least recently exported histogram when there are too many', async () => {
    const first = { atUs: START_US + SECOND_US, counts: [100, 0, 0], tag: 'first' };
    await store(first);
    for (let i = 0; i < 10; i += 1) {
      await store(
        ...Array.from({ length: 1_000 }, (_, j) => ({
          atUs: START_US + SECOND_US,
          counts: [1, 0, 0],
          tag: `${i}/${j}`,
        })),
      );
      if (i < 9) await store({ ...first, atUs: START_US + SECOND_US + i });
    }
    expect(await store({ atUs: START_US + HOUR_US, counts: [100, 100, 0], tag: '0/0' })).toEqual([]);
    expect(await store({ atUs: START_US + HOUR_US, counts: [100, 100, 0], tag: 'first' })).toEqual([9.55]);
  });
});

describe('cumulative histograms', () => {
  /** Returns the statistics of a sequence of cumulative exports, by the last part of their names. */
  async function statisticsOf(kind: 'histogram' | 'exponentialHistogram', ...exports: readonly number[][]) {
    const cache = new HistogramCache();
    const statistics: Record<string, number>[] = [];
    for (const [index, values] of exports.entries()) {
      const points = new MetricPoints(START_US + HOUR_US);
      const sum = values.reduce((total, value) => total + value, 0);
      const point = {
        ...emptyPoint(),
        startUs: START_US,
        atUs: START_US + (index + 1) * SECOND_US,
        count: values.length,
        sum,
        min: Math.min(...values),
        max: Math.max(...values),
        ...(kind === 'histogram' ? explicitOf(values) : exponentialOf(values)),
      };
      points.point({ name: 'h', unit: '', temporality: CUMULATIVE }, kind, point);
      const decoded = points.pack(thread);
      const { columns } = await cache.addRecentStatistics(decoded);
      await cache.remember(decoded.cumulative);
      const { metrics, series, rows } = columns;
      statistics.push(
        Object.fromEntries(
          Array.from(rows.value, (value, row) => [
            (metrics.keys[series.metric[rows.series[row] as number] as number] as string).slice(2),
            value,
          ]),
        ),
      );
    }
    return statistics;
  }

  const BOUNDS = [1, 10, 100];
  const explicitOf = (values: readonly number[]) => {
    const counts = [0, 0, 0, 0];
    for (const value of values) {
      const found = BOUNDS.findIndex((bound) => value <= bound);
      counts[found < 0 ? 3 : found] = (counts[found < 0 ? 3 : found] as number) + 1;
    }
    return { counts, bounds: BOUNDS };
  };
  /** Uses scale 4, whose buckets are 4.4 % wide. */
  const exponentialOf = (values: readonly number[]) => {
    const counts = Array.from({ length: 200 }, () => 0);
    for (const value of values) {
      const index = Math.ceil(Math.log2(value) * 16) - 1;
      counts[index] = (counts[index] as number) + 1;
    }
    return { scale: 4, positive: { offset: 0, counts } };
  };
  const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

  it('have exact percentiles of constant values in an exponential histogram, even after other values', async () => {
    const before = [2, ...times(10, 300)];
    const [, later] = await statisticsOf('exponentialHistogram', before, [...before, ...times(100, 47.3)]);
    for (const part of ['p50', 'p95', 'p99', 'min', 'max'])
      expect([part, later?.[part]]).toEqual([part, expect.closeTo(47.3, 9)]);
  });

  it.each(['histogram', 'exponentialHistogram'] as const)(
    'have the minimum and maximum since the previous export, not since their start: %s',
    async (kind) => {
      const first = [3, 50];
      const second = [...first, 4, 5];
      const third = [...second, 2, 90];
      const [one, two, three, four] = await statisticsOf(kind, first, second, third, third);
      expect([one?.min, one?.max]).toEqual([3, 50]);
      // Only bounds are known: no value is below 3, and the bucket ends at 10, or slightly above 5.
      expect(two?.min).toBeGreaterThanOrEqual(3);
      expect(two?.min).toBeLessThanOrEqual(4);
      expect(two?.max).toBeGreaterThanOrEqual(5);
      expect(two?.max).toBeLessThanOrEqual(10);
      expect([three?.min, three?.max]).toEqual([2, 90]);
      expect(four).toEqual({ count: 6, sum: 154 });
    },
  );

  it('have no minimum and maximum if the export has none', async () => {
    const points = new MetricPoints(START_US + HOUR_US);
    const point = { ...emptyPoint(), startUs: START_US, atUs: START_US + SECOND_US, count: 2, ...explicitOf([3, 50]) };
    points.point({ name: 'h', unit: '', temporality: CUMULATIVE }, 'histogram', point);
    const { columns } = await new HistogramCache().addRecentStatistics(points.pack(thread));
    expect(columns.metrics.keys).toEqual(['h.count', 'h.p50', 'h.p95', 'h.p99']);
  });
});
