import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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
    retention.onApplicationBootstrap();
    fixture.clock.advance(59_999);
    expect(await points()).toEqual([3, 2, 0.5]);
    fixture.clock.advance(1);
    await retention.sweep();
    expect(await points()).toEqual([0.5]);
    expect(fixture.announced).toHaveLength(announced);
    await retention.beforeApplicationShutdown();
    await push([3]);
    fixture.clock.advance(10 * 60_000);
    await retention.sweep();
    expect(await points()).toContain(3);
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
    await fixture.database.close();
    await expect(retention.sweep()).resolves.toBeUndefined();
  });
});
