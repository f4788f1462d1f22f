import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MetricsFixture } from '../../test/support/database/metrics-fixture.js';
import { Problem } from '../common/errors/problem.js';
import type { PointInput } from './input/point-input.js';
import { LIST_METRICS } from './metric-jobs.js';
import { MetricWriter } from './metric-writer.js';

// Reaching a limit is logged.
Logger.overrideLogger(false);

describe('MetricWriter', () => {
  let fixture: MetricsFixture;
  let writer: MetricWriter;
  beforeAll(async () => {
    fixture = await MetricsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
    writer = new MetricWriter(fixture.writer);
  });
  afterAll(() => fixture.close());

  async function listed(): Promise<Record<string, unknown>[]> {
    const json = await fixture.database.read(LIST_METRICS, { untilUs: (fixture.clock.now() + 60_000) * 1_000 });
    return (JSON.parse(Buffer.from(json).toString()) as { items: Record<string, unknown>[] }).items;
  }

  async function rejectionOf(points: unknown): Promise<Problem> {
    const error: unknown = await writer.write(points as PointInput).catch((rejection: unknown) => rejection);
    if (error instanceof Problem) return error;
    throw new Error('It was accepted.');
  }

  it('stores a point before it publishes the change, once', async () => {
    const seen: unknown[] = [];
    fixture.onPublish = async () => {
      seen.push(...(await listed()));
    };
    await writer.write({ key: 'shop.orders', value: 42, unit: 'EUR', tags: { region: 'eu' }, expectEvery: '500ms' });
    expect(seen).toEqual([
      expect.objectContaining({
        key: 'shop.orders',
        value: 42,
        unit: 'EUR',
        tags: { region: 'eu' },
        expectEvery: '500ms',
      }),
    ]);
    expect(fixture.published).toEqual([['metric:shop.orders', 'metrics']]);
  });

  it('stores many points, and publishes them as one change', async () => {
    const points = Array.from({ length: 10 }, (_, index) => ({ key: `m.${index % 2}`, value: index }));
    await writer.write(points);
    expect((await listed()).map(({ key, value }) => [key, value])).toEqual([
      ['m.0', 8],
      ['m.1', 9],
    ]);
    expect(fixture.published).toEqual([['metric:m.0', 'metric:m.1', 'metrics']]);
    expect(await fixture.counters()).toContain('boardcast_ingested_points_total{via="code"} 10');
  });

  it('accepts times as Date, ISO 8601 and number', async () => {
    const atMs = fixture.clock.now() - 60_000;
    const iso = new Date(atMs).toISOString();
    await writer.write(
      [new Date(atMs), iso, atMs, atMs / 1_000].map((at, index) => ({ key: `t.${index}`, value: 1, at })),
    );
    expect((await listed()).map(({ at }) => at)).toEqual([iso, iso, iso, iso]);
  });

  it('accepts members that are undefined', async () => {
    await writer.write({ key: 'a', value: 1, at: undefined, tags: undefined, unit: undefined, expectEvery: undefined });
    expect(fixture.published).toHaveLength(1);
  });

  it('stores and publishes nothing for an empty list', async () => {
    await writer.write([]);
    expect(fixture.published).toEqual([]);
  });

  it('names everything that is wrong with a point', async () => {
    const problem = await rejectionOf({
      key: '/a',
      value: NaN,
      at: new Date('never'),
      tags: { a: 1 },
      expectEvery: 'often',
      hue: 'red',
    });
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual([
      'at',
      'expectEvery',
      'hue',
      'key',
      'tags.a',
      'value',
    ]);
    expect(problem.message).toContain('(and 5 more, see errors)');
  });

  it('names the invalid points of a list by their index, and stores none', async () => {
    const problem = await rejectionOf([{ key: 'a', value: 1 }, { key: 'b', value: 'x' }, null, { value: 1 }]);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['[1].value', '[2]', '[3].key']);
    expect(await listed()).toEqual([]);
    expect(fixture.published).toEqual([]);
    expect(await fixture.counters()).toContain('boardcast_ingest_rejected_total 1');
  });

  it.each([[undefined], [42], ['a']])('rejects %j with a problem', async (input) => {
    expect((await rejectionOf(input)).errors).toEqual([{ path: '', message: expect.stringContaining('an object') }]);
  });

  it('reports at most 20 errors', async () => {
    expect((await rejectionOf(Array.from({ length: 100 }, () => 'x'))).errors).toHaveLength(20);
  });

  it('rejects more than 10,000 points with 413', async () => {
    const problem = await rejectionOf(Array.from({ length: 10_001 }, () => ({ key: 'a', value: 1 })));
    expect([problem.getStatus(), problem.message]).toEqual([413, expect.stringContaining('several batches')]);
  });

  it('rejects too many series with 429, and stores none of the points', async () => {
    const points = Array.from({ length: 101 }, (_, index) => ({ key: `a.${index}`, value: 1 }));
    expect((await rejectionOf(points)).getStatus()).toBe(429);
    expect(await listed()).toEqual([]);
  });

  it('deletes a metric', async () => {
    await writer.write({ key: 'a', value: 1 });
    await writer.remove('a');
    expect(await listed()).toEqual([]);
    expect(fixture.published).toEqual([
      ['metric:a', 'metrics'],
      ['metric:a', 'metrics'],
    ]);
    await expect(writer.remove('a')).rejects.toMatchObject({ status: 404 });
    await expect(writer.remove('/a')).rejects.toMatchObject({ status: 422 });
  });
});
