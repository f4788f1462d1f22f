import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Sample } from '../dashboard/contracts/collector.js';
import { DECODE, EXIT } from '../../test/support/database/probe-jobs.js';
import { equalBuckets } from './query/buckets.js';
import { READ_HISTORY, READ_METRICS } from './metric-jobs.js';
import { MetricsFixture } from '../../test/support/database/metrics-fixture.js';

// These specs cause failures and exits of threads, which are logged.
Logger.overrideLogger(false);

describe('MetricsService', () => {
  let fixture: MetricsFixture;
  beforeAll(async () => {
    fixture = await MetricsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
  });
  afterAll(() => fixture.close());

  const one = (key: string, body: string): Promise<unknown> => fixture.writer.writeOne(key, Buffer.from(body));
  const batch = (items: unknown): Promise<number> => fixture.writer.writeBatch(Buffer.from(JSON.stringify(items)));

  async function stored(metric: string): Promise<unknown> {
    const now = fixture.clock.now();
    const buckets = equalBuckets(now, 60_000, 1);
    const frame = await fixture.database.read(READ_HISTORY, { metric, tags: {}, aggregate: 'last', buckets });
    return frame?.fields[1]?.values.at(-1);
  }

  it('stores a value and updates the catalog before it publishes the change', async () => {
    const seen: unknown[] = [];
    fixture.onPublish = async () => {
      seen.push(await stored('a'), fixture.catalog.get('a'));
    };
    expect(await one('a', '{"value":1,"unit":"ms","expectEvery":"1m"}')).toEqual({
      value: 1,
      atUs: fixture.clock.now() * 1_000,
    });
    expect(seen).toEqual([1, { key: 'a', unit: 'ms', expectEveryMs: 60_000, seriesCount: 1, tagged: false }]);
  });

  it('resolves only after the change is published', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const published = Promise.withResolvers<undefined>();
    fixture.onPublish = async () => {
      published.resolve(undefined);
      await promise;
    };
    let answered = false;
    const writing = one('a', '1').then(() => (answered = true));
    await published.promise;
    await new Promise((done) => setImmediate(done));
    expect(answered).toBe(false);
    resolve(undefined);
    await writing;
  });

  it('publishes once for each write: all keys, and the catalog if a series is new', async () => {
    await one('a', '1');
    await one('a', '2');
    await batch([
      { key: 'a', value: 3 },
      { key: 'b', value: 1 },
      { key: 'a', value: 4 },
    ]);
    await batch([]);
    await fixture.writer.write([{ key: 'a', value: 5, tags: { x: 'y' } }], 'collector');
    expect(fixture.published).toEqual([
      ['metric:a', 'metrics'],
      ['metric:a'],
      ['metric:a', 'metric:b', 'metrics'],
      ['metric:a', 'metrics'],
    ]);
  });

  it('stores a batch completely or not at all', async () => {
    await expect(batch([{ key: 'a', value: 1 }, { key: 'b' }])).rejects.toMatchObject({
      status: 422,
      errors: [{ path: '[1].value' }],
    });
    const tooMany = Array.from({ length: 101 }, (_, i) => ({ key: `k${i}`, value: 1 }));
    await expect(batch(tooMany)).rejects.toMatchObject({ status: 429 });
    // Nothing was stored, but the inbox says that the limit is reached.
    expect(fixture.published).toEqual([['metrics']]);
    expect(fixture.catalog.all()).toEqual([]);
    expect(await fixture.database.read(READ_METRICS, undefined)).toEqual([]);
  });

  it('stores decoded points that the caller completed, and counts skipped points', async () => {
    const body = Buffer.from('[{"key":"a","value":1},{"key":"a","value":2}]');
    const decoded = await fixture.writer.writeDecoded(DECODE, { body, rejected: 3 }, 'otlp', (found) => {
      (found.columns.rows.value as Float64Array)[1] = 7;
      return found;
    });
    expect(decoded).toMatchObject({ count: 2, rejected: 3 });
    expect(await stored('a')).toBe(7);
    expect(fixture.published).toEqual([['metric:a', 'metrics']]);
    expect(await fixture.counters()).toContain('boardcast_ingested_points_total{via="otlp"} 2');
    expect(await fixture.counters()).toContain('boardcast_ingest_skipped_total{via="otlp"} 3');
  });

  it('stores nothing if one metric would have too many series', async () => {
    const items = Array.from({ length: 51 }, (_, i) => ({ key: 'a', value: 1, tags: { id: String(i) } }));
    const body = Buffer.from(JSON.stringify([{ key: 'b', value: 1 }, ...items]));
    await expect(fixture.writer.writeDecoded(DECODE, { body, rejected: 0 }, 'otlp')).rejects.toMatchObject({
      status: 429,
      detail: /^a has 50 series.*MAX_SERIES_PER_METRIC/,
    });
    expect(fixture.catalog.all()).toEqual([]);
    // Nothing was stored, but the inbox says that the limit is reached.
    expect(fixture.published).toEqual([['metrics']]);
  });

  it('keeps storing existing series of a collector at the series limit', async () => {
    const samples = (value: number, count: number): Sample[] =>
      Array.from({ length: count }, (_, id) => ({ key: 'a', value, tags: { id: String(id) } }));
    await fixture.writer.write(samples(1, 1), 'collector');
    await expect(fixture.writer.write(samples(2, 52), 'collector')).rejects.toMatchObject({ status: 429 });
    const rows = await fixture.database.kysely.selectFrom('points').select('value').execute();
    expect(rows.map(({ value }) => value)).toEqual([1, 2]);
  });

  it('accepts samples of collectors with times in milliseconds', async () => {
    await fixture.writer.write([{ key: 'a', value: 1, at: 40_000_000_000 }], 'collector');
    await expect(fixture.writer.write([{ key: 'a', value: NaN }], 'collector')).rejects.toMatchObject({
      status: 422,
      errors: [{ path: '[0].value' }],
    });
    const now = fixture.clock.now();
    const [row] = await fixture.database.kysely.selectFrom('points').selectAll().execute();
    expect(row).toEqual({ series_id: 1, at: 40_000_000_000_000, value: 1 });
    await expect(
      fixture.writer.write([{ key: 'a', value: 1, at: now + 86_400_001 }], 'collector'),
    ).rejects.toMatchObject({
      errors: [{ path: '[0].at' }],
    });
  });

  it('keeps the catalog in the order of creation, also after deletions', async () => {
    for (const key of ['c', 'a', 'b']) await one(key, '1');
    await one('c', '{"value":1,"unit":"s"}');
    await fixture.writer.remove('a');
    await expect(fixture.writer.remove('a')).rejects.toMatchObject({ status: 404 });
    await one('a', '1');
    const order = ['c', 'b', 'a'];
    expect(fixture.catalog.all().map(({ key }) => key)).toEqual(order);
    expect((await fixture.database.read(READ_METRICS, undefined)).map(({ key }) => key)).toEqual(order);
    expect(fixture.published.filter((topics) => topics.length === 2 && topics[1] === 'metrics')).toHaveLength(5);
  });

  it('creates a deleted metric again', async () => {
    await one('a', '{"value":1,"unit":"s"}');
    await fixture.writer.remove('a');
    expect(fixture.catalog.get('a')).toBeUndefined();
    await one('a', '2');
    expect(fixture.catalog.get('a')).toEqual({ key: 'a', seriesCount: 1, tagged: false });
    expect(await stored('a')).toBe(2);
  });

  it('counts stored points by protocol, and rejected writes', async () => {
    await one('a', '1');
    await batch([
      { key: 'a', value: 1 },
      { key: 'a', value: 2 },
    ]);
    await fixture.writer.write([{ key: 'a', value: 1 }], 'collector');
    await expect(one('a', 'x')).rejects.toMatchObject({ status: 400 });
    await expect(batch(['x'])).rejects.toMatchObject({ status: 422 });
    expect(await fixture.counters()).toEqual([
      'boardcast_ingested_points_total{via="single"} 1',
      'boardcast_ingested_points_total{via="batch"} 2',
      'boardcast_ingested_points_total{via="collector"} 1',
      'boardcast_ingest_rejected_total 2',
    ]);
  });

  it('does not transfer the shared pool of small buffers', async () => {
    const neighbor = Buffer.from('neighbor');
    await batch([{ key: 'a', value: 1 }]);
    expect(neighbor.toString()).toBe('neighbor');
  });

  it('parses in another thread after a thread has exited', async () => {
    const exiting = expect(fixture.database.compute(EXIT, undefined)).rejects.toMatchObject({ status: 503 });
    const writing = batch([{ key: 'a', value: 1 }]);
    await exiting;
    expect(await writing).toBe(1);
  });
});
