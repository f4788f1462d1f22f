import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { READ_USAGE, READ_VALUES } from './metric-jobs.js';
import type { Settings } from '../config/settings.js';
import { HistoryMaintenance } from './history-maintenance.js';
import { testSettings } from '../../test/support/server/test-settings.js';
import { onPostgres } from '../../test/support/database/test-database.js';
import { MetricsFixture } from '../../test/support/database/metrics-fixture.js';

// These specs cause failures, which are logged.
Logger.overrideLogger(false);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('HistoryMaintenance', () => {
  let fixture: MetricsFixture;
  let retention: HistoryMaintenance;
  beforeAll(async () => {
    fixture = await MetricsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
    retention = new HistoryMaintenance(fixture.database, fixture.settings, fixture.retentionClock, fixture.clock);
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

  it('deletes expired history every minute, without a notification', async () => {
    await push([3, 2, 0.5]);
    const published = fixture.published.length;
    const run = jest.spyOn(retention, 'run');
    retention.onApplicationBootstrap();
    fixture.clock.advance(59_999);
    expect(run).not.toHaveBeenCalled();
    fixture.clock.advance(1);
    await run.mock.results[0]?.value;
    expect(await points()).toEqual([0.5]);
    expect(fixture.published).toHaveLength(published);
    await retention.beforeApplicationShutdown();
    fixture.clock.advance(10 * 60_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  function keeping(own: Partial<Settings>): HistoryMaintenance {
    return new HistoryMaintenance(fixture.database, testSettings(own), fixture.retentionClock, fixture.clock);
  }

  async function rowsOf(table: 'chunks' | 'rollups' | 'points'): Promise<number> {
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table)}`.execute(
      fixture.database.kysely,
    );
    return Number(rows[0]?.count);
  }

  async function total(key: string, days: number): Promise<unknown> {
    const now = fixture.clock.now();
    const request = {
      metric: key,
      tags: {},
      aggregate: 'count' as const,
      fromMs: now - days * DAY,
      toMs: now,
      limit: 1,
    };
    const columns = await fixture.database.read(READ_VALUES, request);
    return columns?.fields[1]?.values[0];
  }

  it('seals many points in many steps', async () => {
    retention = keeping({ retentionMs: DAY });
    const now = fixture.clock.now();
    const old = Array.from({ length: 9_999 }, (_, i) => ({ key: 'a', value: i, at: now - 30 * HOUR + i * 10_000 }));
    await fixture.writer.write(old, 'collector');
    await retention.run();
    expect(await points()).toEqual([9_998]);
    expect(await rowsOf('chunks')).toBe(22);
    expect(await total('a', 7)).toBe(9_999);
  });

  it('adds points that arrive after the raw points of their time are deleted', async () => {
    await push([30, 29, 0]);
    await retention.run();
    await push([29.5, 5]);
    expect(await total('a', 7)).toBe(5);
    await retention.run();
    expect(await rowsOf('chunks')).toBe(0);
    expect(await points()).toEqual([0]);
    expect(await total('a', 7)).toBe(5);
  });

  it('deletes history beyond the size limit, raw points first', async () => {
    const now = fixture.clock.now();
    const old = Array.from({ length: 20_000 }, (_, i) => ({
      key: 'a',
      // The values are almost random, so that they cannot be compressed.
      value: Math.round((Math.sin(i * i) + 1) * 1e6),
      at: now - 70 * HOUR + i * 10_000,
    }));
    await fixture.writer.write(old, 'collector');
    await keeping({ retentionMs: 7 * DAY }).run();
    const before = [await rowsOf('chunks'), await rowsOf('rollups')];
    const { bytes } = await fixture.database.read(READ_USAGE, undefined);
    await keeping({ retentionMs: 7 * DAY, maxDataBytes: bytes - 20_000 }).run();
    expect([await rowsOf('chunks'), await rowsOf('rollups')]).toEqual([expect.any(Number), before[1]]);
    expect(await rowsOf('chunks')).toBeLessThan(before[0] as number);
    expect(await total('a', 7)).toBe(20_000);
    await keeping({ retentionMs: 7 * DAY, maxDataBytes: 1 }).run();
    // PostgreSQL drops whole days only.
    expect(await rowsOf('chunks')).toBeLessThan(onPostgres ? 24 : 1);
    expect(await rowsOf('points')).toBe(1);
  });

  it('keeps accepted points readable, and rejects points older than every retention', async () => {
    await push([400 * 24, 399 * 24, 8 * 24, 0]);
    await keeping({}).run();
    expect(await total('a', 401)).toBe(4);
    await push([398 * 24]);
    await keeping({}).run();
    expect(await total('a', 401)).toBe(5);

    const short = { retentionMs: DAY, retention1mMs: 2 * DAY, retention10mMs: 3 * DAY, retention1hMs: 4 * DAY };
    Object.assign(fixture.settings, short);
    const at = fixture.clock.now() - 4 * DAY;
    const send = (time: number): Promise<unknown> =>
      fixture.writer.writeOne('b', Buffer.from(JSON.stringify({ value: 1, at: time })));
    await send(at);
    await expect(send(at - 1)).rejects.toMatchObject({
      status: 422,
      errors: [{ path: 'at', message: expect.stringMatching(/older than anything that is kept/) }],
    });
    await expect(
      fixture.writer.writeBatch(Buffer.from(JSON.stringify([{ key: 'b', value: 1, at: at - 1 }]))),
    ).rejects.toMatchObject({ status: 422, errors: [{ path: '[0].at' }] });
  });

  it('deletes the points of deleted metrics', async () => {
    await push([0.1, 0.2]);
    await fixture.writer.remove('a');
    await retention.run();
    expect(await points()).toEqual([]);
  });

  it('tries again a minute after an error', async () => {
    await push([3, 0.5]);
    jest.spyOn(fixture.database, 'write').mockRejectedValueOnce(new Error('The disk is full.'));
    await retention.run();
    expect(await points()).toEqual([3, 0.5]);
    await retention.run();
    expect(await points()).toEqual([0.5]);
  });
});
