import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MetricsFixture } from '../../../test/support/database/metrics-fixture.js';
import { LIST_METRICS, READ_INFERRED_INTERVALS } from '../metric-jobs.js';
import { MetricCatalog } from '../metric-catalog.js';
import { SAMPLES } from './interval-estimator.js';
import { InferredIntervalWriter } from './inferred-interval-writer.js';

const MINUTE = 60_000;

describe('CadenceKeeper', () => {
  let fixture: MetricsFixture;
  let keeper: InferredIntervalWriter;
  beforeEach(async () => {
    fixture = await MetricsFixture.open();
    keeper = new InferredIntervalWriter(fixture.database, fixture.catalog, fixture.clock);
  });
  afterEach(() => fixture.close());

  const push = async (body = '1'): Promise<void> => {
    await fixture.writer.writeOne('m', Buffer.from(body));
    fixture.clock.advance(MINUTE);
  };
  const pushRegularly = async (): Promise<void> => {
    for (let turn = 0; turn <= SAMPLES; turn += 1) await push();
  };
  const kept = (): Promise<unknown> => fixture.database.read(READ_INFERRED_INTERVALS, undefined);
  const listed = async (): Promise<unknown> =>
    (
      JSON.parse(
        Buffer.from(await fixture.database.read(LIST_METRICS, { until: Number.MAX_SAFE_INTEGER })).toString(),
      ) as { items: unknown[] }
    ).items;

  it('keeps what was learnt over a restart', async () => {
    await pushRegularly();
    expect([fixture.catalog.inferredIntervals.intervalMs('m'), await kept()]).toEqual([3 * MINUTE, []]);
    await keeper.beforeApplicationShutdown();
    const learnt = await fixture.database.read(READ_INFERRED_INTERVALS, undefined);
    expect(learnt).toEqual([{ metric: 'm', tags: '{}', inferredEveryMs: 3 * MINUTE }]);
    const next = new MetricCatalog();
    next.inferredIntervals.restore(learnt, fixture.clock.now());
    expect(next.inferredIntervals.intervalMs('m')).toBe(3 * MINUTE);
  });

  it('is listed with the metric, unless a promise is given', async () => {
    await pushRegularly();
    await keeper.run();
    expect(await listed()).toMatchObject([{ key: 'm', inferredEvery: '180000ms' }]);
    await push('{"value":1,"expectEvery":"5m"}');
    expect(await listed()).toMatchObject([{ key: 'm', expectEvery: '300000ms' }]);
    expect((await listed()) as object[]).not.toHaveProperty('[0].inferredEvery');
  });

  it('forgets what is no longer so, and what is deleted', async () => {
    await pushRegularly();
    await keeper.run();
    fixture.clock.advance(7 * 60 * MINUTE);
    await push();
    await keeper.run();
    expect(await kept()).toEqual([]);
    await pushRegularly();
    await fixture.writer.remove('m');
    await keeper.run();
    expect(await kept()).toEqual([]);
  });
});
