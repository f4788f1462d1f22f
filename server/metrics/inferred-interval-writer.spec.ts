import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MetricsFixture } from '../../test/support/database/metrics-fixture.js';
import { LIST_METRICS, READ_INFERRED_INTERVALS } from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';
import { SAMPLES } from '../common/freshness/interval-estimator.js';
import { InferredIntervalWriter } from './inferred-interval-writer.js';

const MINUTE = 60_000;

describe('InferredIntervalWriter', () => {
  let fixture: MetricsFixture;
  let writer: InferredIntervalWriter;
  beforeEach(async () => {
    fixture = await MetricsFixture.open();
    writer = new InferredIntervalWriter(fixture.database, fixture.catalog, fixture.clock);
  });
  afterEach(() => fixture.close());

  const push = async (body = '1'): Promise<void> => {
    await fixture.writer.writeOne('m', Buffer.from(body));
    fixture.clock.advance(MINUTE);
  };
  const pushRegularly = async (): Promise<void> => {
    for (let minute = 0; minute <= SAMPLES; minute += 1) await push();
  };
  const readStored = (): Promise<unknown> => fixture.database.read(READ_INFERRED_INTERVALS, undefined);
  const listed = async (): Promise<unknown> =>
    (
      JSON.parse(
        Buffer.from(await fixture.database.read(LIST_METRICS, { untilUs: Number.MAX_SAFE_INTEGER })).toString(),
      ) as { items: unknown[] }
    ).items;

  it('stores the inferred intervals at shutdown, so that a restarted server continues with them', async () => {
    await pushRegularly();
    expect([fixture.catalog.inferredIntervals.intervalMs('m'), await readStored()]).toEqual([3 * MINUTE, []]);
    await writer.beforeApplicationShutdown();
    const stored = await fixture.database.read(READ_INFERRED_INTERVALS, undefined);
    expect(stored).toEqual([{ metric: 'm', tags: '{}', inferredEveryMs: 3 * MINUTE }]);
    const next = new MetricCatalog();
    next.inferredIntervals.restore(stored, fixture.clock.now());
    expect(next.inferredIntervals.intervalMs('m')).toBe(3 * MINUTE);
  });

  it('makes the metric list show the inferred interval, unless the sender sets one', async () => {
    await pushRegularly();
    await writer.run();
    expect(await listed()).toMatchObject([{ key: 'm', inferredEvery: '180000ms' }]);
    await push('{"value":1,"expectEvery":"5m"}');
    expect(await listed()).toMatchObject([{ key: 'm', expectEvery: '300000ms' }]);
    expect((await listed()) as object[]).not.toHaveProperty('[0].inferredEvery');
  });

  it('deletes intervals that no longer hold, and those of deleted metrics', async () => {
    await pushRegularly();
    await writer.run();
    fixture.clock.advance(7 * 60 * MINUTE);
    await push();
    await writer.run();
    expect(await readStored()).toEqual([]);
    await pushRegularly();
    await fixture.writer.remove('m');
    await writer.run();
    expect(await readStored()).toEqual([]);
  });
});
