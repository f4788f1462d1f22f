import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../wire/schemas/frame.js';
import { RANGES } from '../../../wire/range.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { useServer } from '../../support/server/use-server.js';

const MINUTE = 60_000;

const app = useServer();

/** Returns the rows of a history of one series that have a value, as [time, value]. */
function rows({ fields: [time, value] }: Frame): [number, number][] {
  const pairs = (time?.values ?? []).map((at, index): [unknown, unknown] => [at, value?.values[index]]);
  return pairs.filter((pair): pair is [number, number] => typeof pair[1] === 'number');
}

describe('GET /api/v1/metrics/{key}', () => {
  /** The start of a minute in the last hour with the values 4, 1 and 7, in this order. */
  let minute: number;

  beforeAll(async () => {
    minute = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * MINUTE;
    await app.api.pushBatch([
      { key: 'past', value: 4, at: minute + 1_000, unit: 'ms' },
      { key: 'past', value: 7, at: minute + 59_000 },
      { key: 'past', value: 1, at: minute + 30_000 },
      { key: 'past', value: 100, at: minute + 5 * MINUTE + 250.5 },
    ]);
  });

  it.each([
    ['avg', 4],
    ['min', 1],
    ['max', 7],
    ['sum', 12],
    ['last', 7],
    ['count', 3],
  ])('computes the %s of a bucket', async (aggregate, value) => {
    const frame = await app.api.history('past', `?range=1h&every=1m&aggregate=${aggregate}`);
    expect(frame.fields[0]).toMatchObject({ name: 'time', type: 'time' });
    expect(frame.fields[1]).toMatchObject({ name: 'past', type: 'number' });
    expect(rows(frame)).toContainEqual([minute, value]);
  });

  it('contains every point of the last hour with its own time by default', async () => {
    const frame = await app.api.history('past');
    expect(rows(frame)).toEqual([
      [minute + 1_000, 4],
      [minute + 30_000, 1],
      [minute + 59_000, 7],
      [minute + 5 * MINUTE + 250.5, 100],
    ]);
    expect(Object.keys(frame.fields[0] ?? {})).toEqual(['name', 'type', 'values']);
  });

  it('has one row after one push', async () => {
    const { at } = await app.api.push('single', 42);
    const found = rows(await app.api.history('single', '?range=1h'));
    expect(found).toEqual([[expect.closeTo(Date.parse(at), -1), 42]]);
  });

  it.each([
    ['every=1m', '1m', 'avg'],
    ['every=60s&aggregate=max', '1m', 'max'],
    ['aggregate=last', '10s', 'last'],
    ['range=90d&every=1w', '7d', 'avg'],
    ['range=90d&every=1mo', '1mo', 'avg'],
  ])('contains the kind of its rows: %s', async (query, every, aggregate) => {
    expect((await app.api.history('past', `?${query}`)).fields[0]).toMatchObject({ every, aggregate });
  });

  it('uses buckets if there are too many points, and reports it', async () => {
    const now = Date.now();
    const points = Array.from({ length: 601 }, (_, i) => ({ key: 'crowded', value: 1, at: now - (600 - i) * 1_000 }));
    await app.api.pushBatch(points.slice(1));
    const raw = await app.api.history('crowded');
    expect([raw.fields[0]?.values.length, raw.fields[0]?.every]).toEqual([600, undefined]);
    await app.api.pushBatch(points.slice(0, 1));
    const buckets = await app.api.history('crowded');
    expect(buckets.fields[0]).toMatchObject({ every: '10s', aggregate: 'avg' });
    expect(rows(buckets).at(-1)).toEqual([now, 1]);
  });

  it('has buckets aligned to UTC, then the raw last point', async () => {
    const found = rows(await app.api.history('past', '?range=1h&every=5m'));
    expect(found.at(-1)).toEqual([minute + 5 * MINUTE + 250.5, 100]);
    for (const [at] of found.slice(0, -1)) expect(at % (5 * MINUTE)).toBe(0);
  });

  it('has a column of equal length for each series, with null for missing values', async () => {
    await app.api.pushBatch([
      { key: 'split', value: 1, at: minute, tags: { region: 'eu' }, unit: 'ms' },
      { key: 'split', value: 2, at: minute + 3 * MINUTE, tags: { region: 'us' } },
    ]);
    const { fields } = await app.api.history('split', '?every=1m');
    expect(fields.slice(1).map(({ name, tags, unit }) => ({ name, tags, unit }))).toEqual(
      expect.arrayContaining([
        { name: 'split', tags: { region: 'eu' }, unit: 'ms' },
        { name: 'split', tags: { region: 'us' }, unit: 'ms' },
      ]),
    );
    expect(new Set(fields.map(({ values }) => values.length)).size).toBe(1);
    const times = fields[0]?.values as number[];
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    const eu = fields.find(({ tags }) => tags?.region === 'eu');
    expect(eu?.values[times.indexOf(minute)]).toBe(1);
    expect(eu?.values[times.indexOf(minute + 3 * MINUTE)]).toBeNull();
  });

  it.each(RANGES)('has at most 600 rows per series for %s', async (range) => {
    const now = Date.now();
    const items = Array.from({ length: 2_000 }, (_, i) => ({ key: `long`, value: i, at: now - (2_000 - i) * 1_700 }));
    await app.api.pushBatch(items);
    const found = rows(await app.api.history('long', `?range=${range}`));
    expect(found.length).toBeLessThanOrEqual(600);
    expect(found.at(-1)?.[1]).toBe(1_999);
  });

  it('contains a value that was pushed before the request', async () => {
    for (let value = 0; value < 30; value++) {
      await app.api.push('fresh', value);
      expect(rows(await app.api.history('fresh')).at(-1)?.[1]).toBe(value);
    }
  });

  it.each([
    ['p50', 50],
    ['p95', 95],
    ['p99', 99],
  ])('computes %s by the nearest-rank method', async (aggregate, expected) => {
    const minute = Math.floor(Date.now() / MINUTE) * MINUTE - 10 * MINUTE;
    const items = Array.from({ length: 100 }, (_, i) => ({ key: 'hundred', value: 100 - i, at: minute + i * 100 }));
    await app.api.pushBatch(items);
    expect(rows(await app.api.history('hundred', `?every=1m&aggregate=${aggregate}`))[0]).toEqual([minute, expected]);
  });

  it.each([
    ['range=2h', 'range'],
    ['range=', 'range'],
    ['every=soon', 'every'],
    ['every=0s', 'every'],
    ['every=-1m', 'every'],
    ['aggregate=median', 'aggregate'],
  ])('is rejected with %s', async (query, name) => {
    const problem = expectProblem(await app.api.request(`/api/v1/metrics/past?${query}`), 422);
    expect(problem.errors?.map(({ path }) => path)).toEqual([name]);
  });

  it('is rejected if a series would have more than 600 rows, with the shortest interval that is possible', async () => {
    const problem = expectProblem(await app.api.request('/api/v1/metrics/past?range=24h&every=1m'), 422);
    expect(problem.detail).toBe('The response would have more than 600 rows for a series.');
    expect(problem.errors).toEqual([{ path: 'every', message: 'must be at least 180s for a range of 24h' }]);
  });

  it('returns 404 for an unknown metric and 422 for an invalid key', async () => {
    expectProblem(await app.api.request('/api/v1/metrics/nowhere'), 404);
    expectProblem(await app.api.request('/api/v1/metrics/a%20b'), 422);
  });

  it('is found by a key with a raw or encoded slash', async () => {
    await app.api.push('deep/er/key', 3);
    expect(await app.api.history('deep%2Fer/key')).toEqual(await app.api.history('deep/er/key'));
  });
});

describe('the list of metrics', () => {
  it('contains every series with its last value, time, unit and tags', async () => {
    const at = '2026-01-02T03:04:05.678Z';
    await app.api.pushBatch([
      { key: 'listed', value: 1, at, unit: 'kg' },
      { key: 'listed', value: 2, at, tags: { a: 'x' } },
    ]);
    const found = (await app.api.listMetrics()).filter(({ key }) => key === 'listed');
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'listed', value: 1, at, unit: 'kg', tags: {} }),
        expect.objectContaining({ key: 'listed', value: 2, at, tags: { a: 'x' } }),
      ]),
    );
  });
});

describe('DELETE of a metric', () => {
  it('deletes it with all its series', async () => {
    await app.api.pushBatch([
      { key: 'gone/away', value: 1 },
      { key: 'gone/away', value: 2, tags: { a: 'x' } },
      { key: 'gone', value: 3 },
    ]);
    const answer = await app.api.request('/api/v1/metrics/gone%2Faway', { method: 'DELETE' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await app.api.listMetrics()).map(({ key }) => key)).not.toContain('gone/away');
    expectProblem(await app.api.request('/api/v1/metrics/gone/away'), 404);
    expectProblem(await app.api.request('/api/v1/metrics/gone/away', { method: 'DELETE' }), 404);
    expect(rows(await app.api.history('gone')).at(-1)?.[1]).toBe(3);
  });

  it('lets the next value create it again', async () => {
    await app.api.push('phoenix', { value: 1, unit: 'ms', at: Date.now() - 1_000 });
    await app.api.request('/api/v1/metrics/phoenix', { method: 'DELETE' });
    await app.api.push('phoenix', 2);
    expect(new Set(rows(await app.api.history('phoenix')).map(([, value]) => value))).toEqual(new Set([2]));
    const [listed] = (await app.api.listMetrics()).filter(({ key }) => key === 'phoenix');
    expect(listed).toEqual(expect.not.objectContaining({ unit: expect.anything() }));
  });
});
