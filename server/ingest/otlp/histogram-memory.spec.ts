import { beforeEach, describe, expect, it } from '@jest/globals';
import { HistogramMemory } from './histogram-memory.js';
import { type DecodedMetrics, MetricPoints } from './metric-points.js';
import { CUMULATIVE, emptyPoint } from './otlp-data.js';

const T = 1_700_000_000_000_000;
const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;
const thread = { transfer: () => undefined } as never;

interface Export {
  readonly at: number;
  readonly start?: number;
  /** In (0, 1], (1, 10], (10, 100]. */
  readonly counts: number[];
  readonly name?: string;
  readonly tag?: string;
}

function decodedOf(...exports: readonly Export[]): DecodedMetrics {
  const points = new MetricPoints(T + HOUR);
  for (const { at, start = T, counts, name = 'h', tag = 'x' } of exports) {
    const point = {
      ...emptyPoint(),
      attributes: [['tag', tag] as const],
      start,
      at,
      counts: [...counts, 0],
      bounds: [1, 10, 100],
    };
    points.point({ name, unit: 'ms', temporality: CUMULATIVE }, 'histogram', { ...point, count: 1 });
  }
  return points.pack(thread);
}

describe('HistogramMemory', () => {
  let memory: HistogramMemory;
  beforeEach(() => {
    memory = new HistogramMemory();
  });

  /** Stores an export; its percentiles, 95 among them, in the order of the exports. */
  async function store(...exports: readonly Export[]): Promise<number[]> {
    const decoded = decodedOf(...exports);
    const found = p95(await memory.complete(decoded));
    await memory.remember(decoded.cumulative);
    return found;
  }

  function p95({ columns: { metrics, series, rows }, count }: DecodedMetrics): number[] {
    expect([rows.series.length, rows.at.length, rows.value.length]).toEqual([count, count, count]);
    return Array.from(rows.value)
      .filter((_, row) => metrics.keys[series.metric[rows.series[row] as number] as number]?.endsWith('.p95'))
      .map((value) => Number(value.toFixed(6)));
  }

  it('tells what came since the export before, and nothing if nothing did', async () => {
    expect(await store({ at: T + SECOND, counts: [100, 0, 0] })).toEqual([0.95]);
    expect(await store({ at: T + 2 * SECOND, counts: [100, 100, 0] })).toEqual([9.55]);
    expect(await store({ at: T + 3 * SECOND, counts: [100, 100, 0] })).toEqual([]);
    expect(await store({ at: T + 4 * SECOND, counts: [100, 100, 100] })).toEqual([95.5]);
  });

  it('waits for the next export of one that it meets long after it began', async () => {
    expect(await store({ at: T + HOUR, counts: [100, 0, 0] })).toEqual([]);
    expect(await store({ at: T + HOUR + SECOND, counts: [100, 100, 0] })).toEqual([9.55]);
    expect(await store({ at: T + HOUR + SECOND, start: 0, counts: [100, 0, 0], tag: 'no start' })).toEqual([]);
  });

  it('takes all of one that began anew', async () => {
    await store({ at: T + SECOND, counts: [0, 0, 100] });
    const anew = { start: T + 2 * SECOND };
    expect(await store({ ...anew, at: T + 3 * SECOND, counts: [100, 0, 0] })).toEqual([0.95]);
    expect(await store({ ...anew, at: T + 4 * SECOND, counts: [99, 0, 0] })).toEqual([]);
    expect(await store({ ...anew, at: T + 5 * SECOND, counts: [199, 0, 0] })).toEqual([0.95]);
  });

  it('tells processes apart that measure the same', async () => {
    const [one, other] = [{ start: T }, { start: T + 1 }];
    await store({ ...one, at: T + SECOND, counts: [100, 0, 0] }, { ...other, at: T + SECOND, counts: [0, 0, 100] });
    expect(await store({ ...other, at: T + 2 * SECOND, counts: [100, 0, 100] })).toEqual([0.95]);
    expect(await store({ ...one, at: T + 2 * SECOND, counts: [100, 100, 0] })).toEqual([9.55]);
  });

  it('leaves alone what is older than the last', async () => {
    await store({ at: T + 2 * SECOND, counts: [100, 0, 0] });
    expect(await store({ at: T + SECOND, counts: [50, 0, 0] })).toEqual([]);
    expect(await store({ at: T + 3 * SECOND, counts: [100, 100, 0] })).toEqual([9.55]);
  });

  it('keeps series apart', async () => {
    await store({ at: T + SECOND, counts: [100, 0, 0] });
    const next = { at: T + 2 * SECOND, counts: [100, 100, 0] };
    expect(
      await store(next, { ...next, tag: 'y', counts: [100, 0, 0] }, { ...next, name: 'other', counts: [0, 0, 100] }),
    ).toEqual([9.55, 0.95, 95.5]);
  });

  it('takes several exports of one request one after the other', async () => {
    const first = { at: T + SECOND, counts: [100, 0, 0] };
    const second = { at: T + 2 * SECOND, counts: [100, 100, 0] };
    expect((await memory.complete(decodedOf(first, second))).columns.series.tags).toHaveLength(4);
    expect(await store(first, second)).toEqual([0.95, 9.55]);
    expect(await store({ at: T + 3 * SECOND, counts: [100, 100, 100] })).toEqual([95.5]);
  });

  it('remembers nothing of what was not stored', async () => {
    await store({ at: T + SECOND, counts: [100, 0, 0] });
    const refused = decodedOf({ at: T + 2 * SECOND, counts: [100, 100, 0] });
    expect(p95(await memory.complete(refused))).toEqual([9.55]);
    expect(await store({ at: T + 2 * SECOND, counts: [100, 100, 0] })).toEqual([9.55]);
  });

  it('names units once, and metrics only where they have points', async () => {
    const decoded = decodedOf({ at: T + SECOND, counts: [1, 0, 0] }, { at: T + SECOND, counts: [1, 0, 0], tag: 'y' });
    const { metrics, series } = (await memory.complete(decoded)).columns;
    expect(metrics.keys).toEqual(['h.count', 'h.p50', 'h.p95', 'h.p99']);
    expect(metrics.units).toEqual([undefined, 'ms', 'ms', 'ms']);
    expect(series.tags).toHaveLength(8);
    expect((await memory.complete(decodedOf({ at: T + HOUR, counts: [1, 0, 0] }))).columns.metrics.keys).toEqual([
      'h.count',
    ]);
  });

  it('forgets the one that was seen longest ago when there are too many', async () => {
    const first = { at: T + SECOND, counts: [100, 0, 0], tag: 'first' };
    await store(first);
    for (let i = 0; i < 10; i += 1) {
      await store(
        ...Array.from({ length: 1_000 }, (_, j) => ({ at: T + SECOND, counts: [1, 0, 0], tag: `${i}/${j}` })),
      );
      if (i < 9) await store({ ...first, at: T + SECOND + i });
    }
    expect(await store({ at: T + HOUR, counts: [100, 100, 0], tag: '0/0' })).toEqual([]);
    expect(await store({ at: T + HOUR, counts: [100, 100, 0], tag: 'first' })).toEqual([9.55]);
  });
});
