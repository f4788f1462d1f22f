import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordsFixture } from '../../test/support/database/records-fixture.js';
import { Problem } from '../common/errors/problem.js';
import { TableWriter } from './table-writer.js';

describe('TableWriter', () => {
  let fixture: RecordsFixture;
  let writer: TableWriter;
  beforeAll(async () => {
    fixture = await RecordsFixture.open();
  });
  beforeEach(async () => {
    fixture = await fixture.recreate();
    writer = new TableWriter(fixture.tables);
  });
  afterAll(() => fixture.close());

  async function stored(key: string): Promise<unknown> {
    return JSON.parse(Buffer.from(await fixture.tables.get(key)).toString()) as unknown;
  }

  async function rejectionOf(table: unknown): Promise<Problem> {
    const error: unknown = await writer.write(table as never).catch((rejection: unknown) => rejection);
    if (error instanceof Problem) return error;
    throw new Error('It was accepted.');
  }

  it('stores a table before it publishes the change, once, and replaces the previous one', async () => {
    const seen: unknown[] = [];
    fixture.onPublish = async () => {
      seen.push(await stored('hosts'));
    };
    await writer.write({ key: 'hosts', columns: [{ name: 'old' }], rows: [] });
    const columns = [{ name: 'host' }, { name: 'cpu', unit: 'percent' }, { name: 'since', type: 'time' as const }];
    const since = new Date('2026-01-31T12:00:00.000Z');
    await writer.write({
      key: 'hosts',
      columns,
      rows: [
        ['web-1', 42, since],
        ['web-2', null, null],
      ],
    });
    expect(seen.at(-1)).toMatchObject({
      columns: [{ type: 'string' }, { type: 'number', unit: 'percent' }, { type: 'time' }],
      rows: [
        ['web-1', 42, since.toISOString()],
        ['web-2', null, null],
      ],
    });
    expect(fixture.published).toEqual([['table:hosts'], ['table:hosts']]);
  });

  it('names everything that is wrong with a table', async () => {
    const problem = await rejectionOf({ key: '', columns: [{ name: 'a' }, { name: 'a' }], rows: 'none', hue: 'red' });
    expect(problem.getStatus()).toBe(422);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['hue', 'key', 'columns[1].name', 'rows']);
  });

  it('rejects cells that are not finite numbers instead of storing them as null', async () => {
    const problem = await rejectionOf({ key: 'a', columns: [{ name: 'a' }], rows: [[1], [NaN], [undefined]] });
    expect(problem.errors?.map(({ path }) => path)).toEqual(['rows[1][0]', 'rows[2][0]']);
    expect(fixture.published).toEqual([]);
  });

  it('rejects cells of more than 5 MiB with 413', async () => {
    const rows = Array.from({ length: 1_000 }, () => Array.from({ length: 6 }, () => 'x'.repeat(1_000)));
    const columns = Array.from({ length: 6 }, (_, index) => ({ name: `c${index}` }));
    expect((await rejectionOf({ key: 'a', columns, rows })).getStatus()).toBe(413);
  });

  it('deletes a table', async () => {
    await writer.write({ key: 'a', columns: [{ name: 'a' }], rows: [] });
    await writer.remove('a');
    await expect(writer.remove('a')).rejects.toMatchObject({ status: 404 });
    expect(fixture.published).toEqual([['table:a'], ['table:a']]);
  });
});
