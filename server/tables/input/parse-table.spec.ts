import { describe, expect, it } from '@jest/globals';
import type { JobError } from '../../common/errors/job-error.js';
import { type ParsedTable, parseTable } from './parse-table.js';

const parse = (table: unknown): ParsedTable =>
  parseTable(Buffer.from(typeof table === 'string' ? table : JSON.stringify(table)));

function rejectionOf(table: unknown): JobError {
  try {
    parse(table);
  } catch (error) {
    return error as JobError;
  }
  throw new Error('It was taken.');
}

const of = (type: string | undefined, ...cells: unknown[]): object => ({
  columns: [{ name: 'c', ...(type === undefined ? {} : { type }) }],
  rows: cells.map((cell) => [cell]),
});

describe('parseTable', () => {
  it('returns the cells by column, with the type and unit of each column', () => {
    const columns = [
      { name: 'city', type: 'string' },
      { name: 'orders', type: 'number', unit: 'EUR' },
    ];
    const rows = [
      ['Ulm', 3],
      ['Jena', null],
    ];
    expect(parse({ columns, rows })).toEqual({
      columns,
      cells: [
        ['Ulm', 'Jena'],
        [3, null],
      ],
      rowCount: 2,
    });
  });

  it.each<[string, unknown[], unknown]>([
    ['dates alone', ['2026-12-06', null, '2027-01-01'], true],
    ['dates and times', ['2026-12-06', '2026-12-06T00:00:00Z', null, '2027-01-01'], [0, 3]],
    ['times alone', ['2026-12-06T00:00:00Z', 1_700_000_000], undefined],
    ['nothing', [null], undefined],
  ])('records which cells of a time column are dates: %s', (_what, cells, dates) => {
    expect(parse(of('time', ...cells)).columns[0]?.dates).toEqual(dates);
  });

  it('records no dates in a text column', () => {
    expect(parse(of('string', '2026-12-06')).columns).toEqual([{ name: 'c', type: 'string' }]);
  });

  it('accepts a table without rows', () => {
    expect(parse(of('time'))).toEqual({ columns: [{ name: 'c', type: 'time' }], cells: [[]], rowCount: 0 });
  });

  it.each<[string, unknown[], string, unknown[]]>([
    ['numbers', [1, null, -2.5], 'number', [1, null, -2.5]],
    ['booleans', [true, false], 'boolean', [true, false]],
    ['texts', ['a', '2026-01-01T00:00:00Z'], 'string', ['a', '2026-01-01T00:00:00Z']],
    ['several kinds', ['a', 1.5, true, null], 'string', ['a', '1.5', 'true', null]],
    ['numbers and booleans', [1, false], 'string', ['1', 'false']],
    ['nothing', [null, null], 'string', [null, null]],
  ])('infers the type of a column of %s', (_what, cells, type, stored) => {
    const { columns, cells: found } = parse(of(undefined, ...cells));
    expect([columns[0]?.type, found[0]]).toEqual([type, stored]);
  });

  it.each<[string, unknown, unknown]>([
    ['time', '2026-01-31T12:00:00+01:00', Date.UTC(2026, 0, 31, 11)],
    ['time', 1_700_000_000, 1_700_000_000_000],
    ['time', 1_700_000_000_123_456, 1_700_000_000_123.456],
    ['time', '2099-12-31', Date.UTC(2099, 11, 31)],
    ['state', 'info', 'info'],
    ['state', 'unknown', 'unknown'],
    ['string', 'two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['string', '😀'.repeat(1_000), '😀'.repeat(1_000)],
    ['string', '', ''],
  ])('accepts as %s the cell %j', (type, cell, stored) => {
    expect(parse(of(type, cell)).cells[0]).toEqual([stored]);
  });

  it.each<[string | undefined, unknown]>([
    ['number', '1'],
    ['number', true],
    ['boolean', 1],
    ['string', 1],
    ['string', 'x'.repeat(1_001)],
    ['string', 'a\u0000b'],
    ['string', 'a\ud800b'],
    ['state', 'fine'],
    ['time', 'yesterday'],
    ['time', '2026-01-31T12:00:00'],
    ['time', -1],
    ['time', 1e300],
    ['time', true],
    [undefined, { a: 1 }],
    [undefined, [1]],
  ])('rejects as %s the cell %j, by its place', (type, cell) => {
    const columns = [{ name: 'a' }, { name: 'c', ...(type === undefined ? {} : { type }) }];
    const { status, errors } = rejectionOf({
      columns,
      rows: [
        [1, null],
        [2, null],
        [3, null],
        [4, cell],
      ],
    });
    expect([status, errors]).toEqual([422, [{ path: 'rows[3][1]', message: expect.stringMatching(/^must /) }]]);
  });

  it('rejects numbers that are not finite', () => {
    const body = (type: string): string => `{"columns":[{"name":"c"${type}}],"rows":[[1e999]]}`;
    for (const type of ['', ',"type":"number"']) expect(rejectionOf(body(type)).errors?.[0]?.path).toBe('rows[0][0]');
  });

  it.each<[unknown, string]>([
    [[], ''],
    [null, ''],
    [{ rows: [] }, 'columns'],
    [{ columns: [], rows: [] }, 'columns'],
    [{ columns: Array.from({ length: 101 }, (_, i) => ({ name: `c${i}` })), rows: [] }, 'columns'],
    [{ columns: ['a'], rows: [] }, 'columns[0]'],
    [{ columns: [{}], rows: [] }, 'columns[0].name'],
    [{ columns: [{ name: '' }], rows: [] }, 'columns[0].name'],
    [{ columns: [{ name: 'a' }, { name: 'a' }], rows: [] }, 'columns[1].name'],
    [{ columns: [{ name: 'a', type: 'date' }], rows: [] }, 'columns[0].type'],
    [{ columns: [{ name: 'a', unit: 7 }], rows: [] }, 'columns[0].unit'],
    [{ columns: [{ name: 'a', hue: 'red' }], rows: [] }, 'columns[0].hue'],
    [{ columns: [{ name: 'a' }] }, 'rows'],
    [{ columns: [{ name: 'a' }], rows: {} }, 'rows'],
    [{ columns: [{ name: 'a' }], rows: Array.from({ length: 1_001 }, () => [1]) }, 'rows'],
    [{ columns: [{ name: 'a' }], rows: [[1], 2] }, 'rows[1]'],
    [{ columns: [{ name: 'a' }], rows: [[1], [1, 2]] }, 'rows[1]'],
    [{ columns: [{ name: 'a' }], rows: [[]] }, 'rows[0]'],
    [{ columns: [{ name: 'a' }], rows: [], key: 'x' }, 'key'],
  ])('rejects the wrong shape %#, by path', (table, path) => {
    const { status, errors } = rejectionOf(table);
    expect([status, errors?.map((error) => error.path)]).toEqual([422, [path]]);
  });

  it('reports at most 20 errors', () => {
    expect(rejectionOf(of('number', ...Array.from({ length: 50 }, () => 'x'))).errors).toHaveLength(20);
  });

  it.each([[''], ['{'], ['columns=x'], ['\ufffe']])('rejects %j, which is no JSON: 400', (body) => {
    expect(rejectionOf(body).status).toBe(400);
  });

  it('rejects what is not UTF-8: 400', () => {
    expect(() => parseTable(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(expect.objectContaining({ status: 400 }));
  });
});
