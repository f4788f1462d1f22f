import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import type { SettingValues } from '../config/settings.js';
import { MetricsFixture } from '../../test/support/database/metrics-fixture.js';
import { testSettings } from '../../test/support/server/test-settings.js';
import { SAVE_INFERRED_INTERVALS, SET_CUTOFFS, LIST_METRICS, READ_INFERRED_INTERVALS } from './metric-jobs.js';
import { SeriesMaintenance } from './series-maintenance.js';

// These specs reach limits, which is logged.
Logger.overrideLogger(false);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('SeriesMaintenance', () => {
  let fixture: MetricsFixture;
  let maintenance: SeriesMaintenance;
  beforeAll(async () => {
    fixture = await MetricsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
    maintenance = await started();
  });
  afterAll(() => fixture.close());

  async function started(own: Partial<SettingValues> = {}): Promise<SeriesMaintenance> {
    const { database, catalog, settings, retentionClock, telemetry, clock } = fixture;
    const publish = (...topics: string[]): Promise<void> => {
      fixture.published.push(topics);
      return Promise.resolve();
    };
    telemetry.registry.clear();
    const made = new SeriesMaintenance(
      database,
      catalog,
      { publish } as unknown as NotificationQueue,
      testSettings({
        maxSeries: settings.maxSeries,
        maxSeriesPerMetric: settings.maxSeriesPerMetric,
        retentionMs: HOUR,
        ...own,
      }),
      retentionClock,
      telemetry,
      clock,
    );
    made.onApplicationBootstrap();
    await made.run();
    return made;
  }

  async function after(ms: number): Promise<void> {
    fixture.clock.advance(ms);
    // The first one may have begun at an earlier minute.
    await maintenance.run();
    await maintenance.run();
  }

  async function push(host: string, more = ''): Promise<void> {
    await fixture.writer.writeOne('load', Buffer.from(`{"value":1,"tags":{"host":"${host}"}${more}}`));
  }

  /** Hosts that have ended. */
  async function ended(): Promise<unknown[]> {
    const bytes = await fixture.database.read(LIST_METRICS, { untilUs: Number.MAX_SAFE_INTEGER });
    const { items } = JSON.parse(Buffer.from(bytes).toString()) as {
      items: { tags: { host: string }; endedAt?: string }[];
    };
    return items.filter(({ endedAt }) => endedAt !== undefined).map(({ tags }) => tags.host);
  }

  it('ends a series that is silent for ten times its expected interval, and publishes it once', async () => {
    await push('a', ',"expectEvery":"1m"');
    await after(10 * MINUTE - 1);
    expect(await ended()).toEqual([]);
    fixture.published.length = 0;
    await after(1);
    expect(await ended()).toEqual(['a']);
    await after(MINUTE);
    expect(fixture.published).toEqual([['metric:load']]);
    await push('a');
    expect(await ended()).toEqual([]);
  });

  it('ends a series by its inferred interval, and never one without an interval', async () => {
    await push('a');
    await push('b');
    await fixture.writer.writeOne('other', Buffer.from('1'));
    await fixture.database.write(SAVE_INFERRED_INTERVALS, [
      { metric: 'load', tags: '{"host":"a"}', inferredEveryMs: 30 * MINUTE },
    ]);
    await after(5 * HOUR - 1);
    expect(await ended()).toEqual([]);
    await after(1);
    expect((await ended()).toSorted()).toEqual(['a', 'b']);
    await after(100 * DAY);
    expect(await ended()).toHaveLength(2);
  });

  it('uses the interval of other series, but at least an hour, for a series without one', async () => {
    await push('old');
    await fixture.database.write(SAVE_INFERRED_INTERVALS, [
      { metric: 'load', tags: '{"host":"new"}', inferredEveryMs: MINUTE },
    ]);
    await after(HOUR - 1);
    expect(await ended()).toEqual([]);
    await after(1);
    expect(await ended()).toEqual(['old']);
  });

  it('does not end a series with a longer interval than the others of its metric', async () => {
    await push('rare');
    fixture.clock.advance(50 * MINUTE);
    await push('rare');
    await fixture.database.write(SAVE_INFERRED_INTERVALS, [
      { metric: 'load', tags: '{"host":"often"}', inferredEveryMs: MINUTE },
    ]);
    await after(7 * HOUR);
    expect(await ended()).toEqual([]);
    await after(2 * HOUR);
    expect(await ended()).toEqual(['rare']);
  });

  it('does not count the time before the server started as silence', async () => {
    await push('a', ',"expectEvery":"1m"');
    await maintenance.beforeApplicationShutdown();
    fixture.clock.advance(DAY);
    maintenance = await started();
    expect(await ended()).toEqual([]);
    await after(10 * MINUTE);
    expect(await ended()).toEqual(['a']);
  });

  it('counts only series with a point within RETENTION', async () => {
    for (let index = 0; index < 50; index += 1) await push(`old${index}`);
    expect(fixture.catalog.activeSeries).toBe(50);
    await expect(push('new')).rejects.toMatchObject({ status: 429 });
    await after(HOUR + 1_000);
    expect(fixture.catalog.activeSeries).toBe(0);
    await push('new');
    expect(fixture.catalog.activeSeries).toBe(1);
    // One that comes back counts again.
    for (let index = 0; index < 49; index += 1) await push(`old${index}`);
    await expect(push('old49')).rejects.toMatchObject({ status: 429 });
  });

  it('reports for ten minutes that a limit was reached', async () => {
    for (let index = 0; index < 50; index += 1) await push(`h${index}`);
    fixture.published.length = 0;
    await expect(push('one more')).rejects.toMatchObject({ status: 429 });
    await expect(push('another')).rejects.toMatchObject({ status: 429 });
    expect(fixture.published).toEqual([['metrics']]);
    expect(fixture.catalog.limitReached?.message).toContain('MAX_SERIES_PER_METRIC');
    await after(9 * MINUTE);
    expect(fixture.catalog.limitReached).toBeDefined();
    await after(MINUTE);
    expect(fixture.catalog.limitReached).toBeUndefined();
    expect(fixture.published.slice(1)).toEqual([['metrics']]);
  });

  it('deletes series without history, and metrics without series', async () => {
    await push('a');
    await fixture.writer.writeOne('other', Buffer.from('1'));
    await after(2 * HOUR);
    expect(fixture.catalog.get('load')).toBeDefined();
    const sinceUs = (fixture.clock.now() - HOUR) * 1_000;
    await fixture.writer.writeOne('other', Buffer.from('2'));
    await fixture.database.write(SET_CUTOFFS, { rawUs: sinceUs, levelCutoffsUs: [sinceUs, sinceUs, sinceUs] });
    await after(MINUTE);
    expect([fixture.catalog.get('load'), fixture.catalog.get('other')]).toEqual([undefined, expect.anything()]);
    expect(fixture.published.at(-1)).toEqual(['metrics', 'metric:load']);
  });

  it('removes everything about the series that it deletes, and about no other', async () => {
    await push('a');
    await push('b');
    await fixture.database.write(SAVE_INFERRED_INTERVALS, [
      { metric: 'load', tags: '{"host":"a"}', inferredEveryMs: DAY },
    ]);
    await after(2 * HOUR);
    await push('b');
    const sinceUs = (fixture.clock.now() - HOUR) * 1_000;
    await fixture.database.write(SET_CUTOFFS, { rawUs: sinceUs, levelCutoffsUs: [sinceUs, sinceUs, sinceUs] });
    await after(MINUTE);
    expect(fixture.catalog.get('load')?.seriesCount).toBe(1);
    expect(await fixture.database.read(READ_INFERRED_INTERVALS, undefined)).toEqual([]);
    expect(fixture.published.at(-1)).toEqual(['metrics', 'metric:load']);
  });

  it('never counts a new series whose points are older than RETENTION', async () => {
    const at = new Date(fixture.clock.now() - 2 * HOUR).toISOString();
    await fixture.writer.writeOne('old', Buffer.from(`{"value":1,"at":"${at}"}`));
    await push('new');
    expect(fixture.catalog.activeSeries).toBe(1);
  });
});
