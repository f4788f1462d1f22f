import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameField } from '../../wire/schemas/frame.js';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import type { LoadContext, LoadedFrame } from '../dashboard/contracts/source.js';
import { StatusesSource, type StatusesQuery } from './statuses.source.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let fixture: RecordsFixture;
let now: number;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
});
beforeEach(async () => {
  fixture = await fixture.recreate();
  now = fixture.clock.now();
});
afterAll(() => fixture.close());

const report = (key: string, body: unknown): Promise<unknown> => fixture.statuses.report(key, fixture.encodeBody(body));
const end = (key: string): Promise<unknown> =>
  fixture.batches.store({ reports: [{ key, report: { state: 'ok', ended: true } }], events: [] });
const column = (frame: LoadedFrame, name: string): FrameField['values'] | undefined =>
  frame.fields.find((field) => field.name === name)?.values;
const live = (): LoadContext => ({
  range: '1h',
  from: fixture.clock.now() - HOUR,
  to: fixture.clock.now(),
  timeZone: 'UTC',
  signal: new AbortController().signal,
});

describe('StatusesSource', () => {
  const load = (query: Partial<StatusesQuery> = {}): Promise<LoadedFrame> =>
    new StatusesSource(fixture.database).load({ source: 'statuses', ...query }, live());

  it('has the freshness of the status that becomes late first', async () => {
    await report('newest', { state: 'ok', at: now - MINUTE });
    expect(await load()).toMatchObject({ updatedAt: now - MINUTE });
    expect(await load()).not.toHaveProperty('expectEveryMs');
    await report('daily', { state: 'ok', at: now - HOUR, expectEvery: '1d' });
    await report('silent', { state: 'ok', at: now - 10 * MINUTE, expectEvery: '1m' });
    expect(await load()).toMatchObject({ updatedAt: now - 10 * MINUTE, expectEveryMs: MINUTE });
    expect(await load({ match: 'daily' })).toMatchObject({ updatedAt: now - HOUR, expectEveryMs: 24 * HOUR });
  });

  it('limits the rows to the worst states, in the order of keys', async () => {
    await report('a', 'ok');
    await report('b', 'unknown');
    await report('c', 'crit');
    expect(column(await load({ limit: 2 }), 'name')).toEqual(['b', 'c']);
    expect(column(await load({ limit: 1 }), 'name')).toEqual(['c']);
    expect(column(await load(), 'state')).toEqual(['ok', 'unknown', 'crit']);
  });

  it('returns no rows if no status matches', async () => {
    const frame = await load({ match: 'none.*' });
    expect(frame.fields.map(({ name, values }) => [name, values])).toEqual(
      ['name', 'state', 'message', 'time', 'since'].map((name) => [name, []]),
    );
    expect(frame).not.toHaveProperty('updatedAt');
  });

  it('has the time at which each status with an expected interval becomes late', async () => {
    await report('a', { state: 'ok', at: now - MINUTE });
    expect(column(await load(), 'staleAt')).toBeUndefined();
    await report('b', { state: 'ok', at: now - MINUTE, expectEvery: '2m' });
    await report('c', { state: 'ok', at: now, expectEvery: '2m' });
    const frame = await load();
    expect(column(frame, 'staleAt')).toEqual([null, now + 2 * MINUTE, now + 3 * MINUTE]);
    expect(frame.expectedIntervals).toEqual([
      { updatedAt: now - MINUTE, expectEveryMs: 2 * MINUTE },
      { updatedAt: now, expectEveryMs: 2 * MINUTE },
    ]);
  });

  it('returns the uptime of each status in the range, and a strip of its states', async () => {
    await report('a', { state: 'ok', at: now - 50 * MINUTE });
    await report('a', { state: 'crit', at: now - 20 * MINUTE });
    await report('a', { state: 'ok', at: now - 10 * MINUTE });
    await report('b', { state: 'unknown', at: now - 5 * MINUTE });
    const frame = await load({ as: 'uptime', parts: 6 });
    expect([column(frame, 'name'), column(frame, 'uptime'), column(frame, 'strip')]).toEqual([
      ['a', 'b'],
      [80, null],
      ['-oooco', '-----u'],
    ]);
    expect(frame.fields.find(({ name }) => name === 'uptime')?.unit).toBe('percent');
  });

  it('returns each change of state within the range, newest last', async () => {
    await report('a', { state: 'ok', at: now - 2 * HOUR });
    await report('a', { state: 'ok', at: now - 50 * MINUTE });
    await report('a', { state: 'crit', message: 'no space', at: now - 20 * MINUTE });
    await report('b', { state: 'warn', at: now - 30 * MINUTE });
    const frame = await load({ as: 'history' });
    expect(frame.fields).toEqual([
      { name: 'time', type: 'time', values: [now - 30 * MINUTE, now - 20 * MINUTE] },
      { name: 'name', type: 'string', values: ['b', 'a'] },
      { name: 'state', type: 'state', values: ['warn', 'crit'] },
      { name: 'message', type: 'string', values: [null, 'no space'] },
    ]);
    expect(frame).toMatchObject({ updatedAt: now - 20 * MINUTE, whole: true });
    expect(column(await load({ as: 'history', limit: 1 }), 'name')).toEqual(['a']);
    expect(column(await load({ as: 'history', match: 'b' }), 'name')).toEqual(['b']);
  });

  it('depends on time only for uptimes', () => {
    const source = new StatusesSource(fixture.database);
    expect(source.dependsOnTime({ source: 'statuses' })).toBe(false);
    expect(source.dependsOnTime({ source: 'statuses', as: 'uptime' })).toBe(true);
  });

  it('has the topic of one status, or of all statuses for a pattern', () => {
    const source = new StatusesSource(fixture.database);
    expect(source.topics({ source: 'statuses', match: 'a/b' })).toEqual(['status:a/b']);
    expect(source.topics({ source: 'statuses', match: 'a*' })).toEqual(['statuses']);
    expect(source.topics({ source: 'statuses' })).toEqual(['statuses']);
  });

  it('never makes an ended status late', async () => {
    await report('a', { state: 'crit', expectEvery: '1m' });
    expect(column(await load(), 'staleAt')).toEqual([expect.any(Number)]);
    await end('a');
    fixture.clock.advance(30 * 24 * HOUR);
    const frame = await load();
    expect(column(frame, 'staleAt')).toBeUndefined();
    expect(frame).not.toHaveProperty('expectEveryMs');
    await report('a', 'ok');
    expect(column(await load(), 'staleAt')).toEqual([expect.any(Number)]);
  });

  it('returns the title of a status, or else the original name behind its key', async () => {
    await report('a', { state: 'ok', name: 'Nightly backup' });
    await report('gr_x00F6__x00DF_e', 'ok');
    await report('plain', 'ok');
    expect(column(await load(), 'name')).toEqual(['Nightly backup', 'größe', 'plain']);
    expect(column(await load({ as: 'history' }), 'name')).toEqual(['Nightly backup', 'größe', 'plain']);
    expect(column(await load({ match: 'a' }), 'name')).toEqual(['Nightly backup']);
  });
});
