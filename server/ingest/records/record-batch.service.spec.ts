import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../../test/support/database/records-fixture.js';
import type { ConditionalEvent } from './record-batch.worker.js';
import type { KeyedReport } from '../../statuses/status-report.js';
import type { State } from '../../common/states.js';

let fixture: RecordsFixture;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
});
beforeEach(async () => {
  fixture = await fixture.recreate();
});
afterAll(() => fixture.close());

const report = (key: string, state: State, atUs?: number): KeyedReport => ({ key, report: { state, atUs } });
const event = (title: string, more: Omit<ConditionalEvent, 'event'> = {}): ConditionalEvent => ({
  event: { title, level: 'info', text: null, atUs: fixture.clock.now() * 1_000, tags: '{}' },
  ...more,
});
const stored = async (): Promise<string[]> => {
  const { items } = JSON.parse(Buffer.from(await fixture.events.list({ limit: 99 })).toString()) as {
    items: { title: string }[];
  };
  return items.map(({ title }) => title);
};

describe('RecordBatchService', () => {
  it('stores an event with `ifChanged` only if the state of the status changed', async () => {
    const storeBatch = (state: State, title: string, at?: number): Promise<readonly boolean[]> =>
      fixture.batches.store({ reports: [report('a', state, at)], events: [event(title, { ifChanged: 'a' })] });
    expect(await storeBatch('crit', 'first')).toEqual([true]);
    expect(await storeBatch('crit', 'again')).toEqual([false]);
    expect(await storeBatch('ok', 'over')).toEqual([true]);
    expect(await storeBatch('ok', 'over again')).toEqual([false]);
    expect(await storeBatch('crit', 'late', 1_000)).toEqual([false]);
    expect(await stored()).toEqual(['over', 'first']);
  });

  it('stores one event of each identity, and all events without one', async () => {
    const { batches } = fixture;
    expect(
      await batches.store({ reports: [], events: [event('a', { identity: '1' }), event('b', { identity: '1' })] }),
    ).toEqual([true, false]);
    expect(
      await batches.store({ reports: [], events: [event('c', { identity: '1' }), event('d'), event('d')] }),
    ).toEqual([false, true, true]);
    expect(await stored()).toEqual(['d', 'd', 'a']);
  });

  it('publishes changed topics, and nothing if nothing changed', async () => {
    await fixture.batches.store({ reports: [report('a', 'ok')], events: [event('x', { identity: '1' })] });
    await fixture.batches.store({ reports: [], events: [event('x', { identity: '1' })] });
    await fixture.batches.store({ reports: [], events: [] });
    expect(fixture.published).toEqual([['status:a', 'statuses', 'events']]);
  });

  it('stores all reports and events or none', async () => {
    const reports = ['a', 'b', 'c', 'd'].map((key) => report(key, 'ok'));
    await expect(fixture.batches.store({ reports, events: [event('x')] })).rejects.toMatchObject({ status: 429 });
    expect(await stored()).toEqual([]);
    expect(Buffer.from(await fixture.statuses.list()).toString()).toBe('{"items":[]}');
  });
});
