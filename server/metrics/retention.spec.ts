import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Retention } from './retention.js';
import { MetricsFixture } from '../../test/store/metrics-fixture.js';

// Deaths and failures are what these specs are about.
Logger.overrideLogger(false);

const HOUR = 3_600_000;

describe('Retention', () => {
  let fixture: MetricsFixture;
  let retention: Retention;
  beforeAll(async () => {
    fixture = await MetricsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.renewed();
    retention = new Retention(fixture.database, fixture.settings, fixture.clock);
  });
  afterAll(() => fixture.close());

  async function points(): Promise<number[]> {
    const rows = await fixture.database.kysely.selectFrom('points').select('value').orderBy('at').execute();
    return rows.map(({ value }) => value);
  }

  async function push(ages: readonly number[]): Promise<void> {
    const now = fixture.clock.now();
    await fixture.writer.write(
      ages.map((age) => ({ key: 'a', value: age, at: now - age * HOUR })),
      'collector',
    );
  }

  it('sweeps every minute what is older than its time, and tells nobody', async () => {
    await push([3, 2, 0.5]);
    const announced = fixture.announced.length;
    const sweep = jest.spyOn(retention, 'sweep');
    retention.onApplicationBootstrap();
    fixture.clock.advance(59_999);
    expect(sweep).not.toHaveBeenCalled();
    fixture.clock.advance(1);
    await sweep.mock.results[0]?.value;
    expect(await points()).toEqual([0.5]);
    expect(fixture.announced).toHaveLength(announced);
    await retention.beforeApplicationShutdown();
    fixture.clock.advance(10 * 60_000);
    expect(sweep).toHaveBeenCalledTimes(1);
  });

  it('takes many steps for many points', async () => {
    const now = fixture.clock.now();
    const old = Array.from({ length: 9_999 }, (_, i) => ({ key: 'a', value: i, at: now - 2 * HOUR + i }));
    await fixture.writer.write(old, 'collector');
    await retention.sweep();
    expect(await points()).toEqual([9_998]);
  });

  it('takes the points of deleted metrics away', async () => {
    await push([0.1, 0.2]);
    await fixture.writer.remove('a');
    await retention.sweep();
    expect(await points()).toEqual([]);
  });

  it('tries again the next time if it fails', async () => {
    await push([3, 0.5]);
    jest.spyOn(fixture.database, 'write').mockRejectedValueOnce(new Error('The disk is full.'));
    await retention.sweep();
    expect(await points()).toEqual([3, 0.5]);
    await retention.sweep();
    expect(await points()).toEqual([0.5]);
  });
});
