import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import { Problem } from '../common/errors/problem.js';
import { StatusWriter } from './status-writer.js';

describe('StatusWriter', () => {
  let fixture: RecordsFixture;
  let writer: StatusWriter;
  beforeAll(async () => {
    fixture = await RecordsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
    writer = new StatusWriter(fixture.statuses);
  });
  afterAll(() => fixture.close());

  async function listed(): Promise<unknown[]> {
    return (JSON.parse(Buffer.from(await fixture.statuses.list()).toString()) as { items: unknown[] }).items;
  }

  async function rejectionOf(reports: unknown): Promise<Problem> {
    const error: unknown = await writer.write(reports as []).catch((rejection: unknown) => rejection);
    if (error instanceof Problem) return error;
    throw new Error('It was accepted.');
  }

  it('stores a report before it publishes the change, once', async () => {
    const seen: unknown[] = [];
    fixture.onPublish = async () => {
      seen.push(...(await listed()));
    };
    const at = new Date(fixture.clock.now() - 1_000);
    await writer.write({
      key: 'shop.checkout',
      state: 'warn',
      name: 'Checkout',
      message: 'slow',
      at,
      expectEvery: '5m',
    });
    expect(seen).toEqual([
      expect.objectContaining({
        key: 'shop.checkout',
        state: 'warn',
        name: 'Checkout',
        message: 'slow',
        at: at.toISOString(),
      }),
    ]);
    expect(fixture.published).toEqual([['status:shop.checkout', 'statuses']]);
  });

  it('stores several reports, and publishes them as one change', async () => {
    await writer.write([
      { key: 'a', state: 'ok' },
      { key: 'b', state: 'crit' },
    ]);
    expect(await listed()).toMatchObject([
      { key: 'a', state: 'ok' },
      { key: 'b', state: 'crit' },
    ]);
    expect(fixture.published).toEqual([['status:a', 'status:b', 'statuses']]);
  });

  it('names everything that is wrong with a report', async () => {
    const problem = await rejectionOf({ key: 'a b', state: 'OK', message: 1, at: 0, expectEvery: 5, hue: 'red' });
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual([
      'at',
      'expectEvery',
      'hue',
      'key',
      'message',
      'state',
    ]);
    expect((await rejectionOf({})).errors).toEqual([
      { path: 'key', message: 'is missing' },
      { path: 'state', message: 'is missing' },
    ]);
    expect((await rejectionOf('ok')).errors).toEqual([{ path: '', message: expect.stringContaining('an object') }]);
  });

  it('names the invalid reports of a list by their index, and stores none', async () => {
    const problem = await rejectionOf([
      { key: 'a', state: 'ok' },
      { key: 'b', state: 'up' },
      { key: 7, state: 'ok' },
    ]);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['[1].state', '[2].key']);
    expect([await listed(), fixture.published]).toEqual([[], []]);
  });

  it('rejects more keys than MAX_SERIES with 429, and stores none of the reports', async () => {
    const reports = ['a', 'b', 'c', 'd'].map((key) => ({ key, state: 'ok' as const }));
    expect((await rejectionOf(reports)).getStatus()).toBe(429);
    expect(await listed()).toEqual([]);
  });

  it('deletes a status', async () => {
    await writer.write({ key: 'a', state: 'ok' });
    await writer.remove('a');
    expect(await listed()).toEqual([]);
    await expect(writer.remove('a')).rejects.toMatchObject({ status: 404 });
  });
});
