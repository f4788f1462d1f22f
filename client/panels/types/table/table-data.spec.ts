import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '../../../../wire/schemas/frame';
import { inBuckets, sampleFrame, tableFrame } from '../../testing/sample-frames';
import type { PanelOptions } from '../../options/panel-option-values';
import { nextSort, readTable, summarizeTable, type Sort } from './table-data';
import { runs } from '../../../../test/support/jest/property-runs.js';

const QUERY = { source: 'tables', table: 'hosts' };
const HOSTS = tableFrame(
  { host: ['web-10', 'web-9', 'db'], load: [0.5, null, -3], disk: [95, 40, 72] },
  { disk: 'percent' },
);

function rowsAsText(frame: Frame, options = {}, sort?: Sort | null, maxRows = 100): string[] {
  return readTable(frame, QUERY, options, sort, maxRows).rows.map(({ cells }) =>
    cells.map(({ text, state }) => (state === undefined ? text : `${text}(${state})`)).join(' | '),
  );
}
const by = (column: string, direction: Sort['direction'] = 'ascending'): Sort => ({ column: `1 ${column}`, direction });

describe('readTable', () => {
  it('formats each column in its own unit, and marks missing values', () => {
    expect(rowsAsText(HOSTS)).toEqual(['web-10 | 0.5 | 95\u202f%', 'web-9 | – | 40\u202f%', 'db | −3 | 72\u202f%']);
  });

  it('returns all digits of a number if fewer are shown', () => {
    const frame = tableFrame({ host: ['db'], size: [1_610_612_737] }, { size: 'bytes' });
    expect(readTable(frame, QUERY, {}, undefined, 1).rows[0]?.cells).toMatchObject([
      { text: 'db' },
      { text: '1.50\u202fGiB', exact: '1,610,612,737\u202fB' },
    ]);
  });

  it('never rounds an uptime up', () => {
    const frame = tableFrame({ name: ['db'], uptime: [99.998] }, { uptime: 'percent' });
    const read = (options: PanelOptions): string | undefined =>
      readTable(frame, { source: 'statuses', as: 'uptime' }, options, undefined, 1).rows[0]?.cells[1]?.text;
    expect([read({}), read({ decimals: 2 }), read({ decimals: 0 })]).toEqual([
      '99.99\u202f%',
      '99.99\u202f%',
      '99\u202f%',
    ]);
  });

  it('applies title, unit, decimals, thresholds and hidden to each column', () => {
    const columns = {
      load: { hidden: true },
      disk: { title: 'Disk', decimals: 1, thresholds: { warn: 70, crit: 90 } },
    };
    expect(rowsAsText(HOSTS, { columns })).toEqual([
      'web-10 | 95.0\u202f%(crit)',
      'web-9 | 40.0\u202f%',
      'db | 72.0\u202f%(warn)',
    ]);
    expect(readTable(HOSTS, QUERY, { columns }, undefined, 1).columns.map(({ label }) => label)).toEqual([
      'host',
      'Disk',
    ]);
  });

  it('names the aggregate of buckets, unless the column has a title', () => {
    const frame = sampleFrame(0, { name: 'a', values: [1] }, { name: 'b', values: [2] });
    const options = { columns: { b: { title: 'Boxes' } } };
    const titles = readTable(inBuckets(frame, { every: '1h', aggregate: 'max' }), QUERY, options, undefined, 9).columns;
    expect(titles.map(({ label }) => label)).toEqual(['time', 'a (max of 1\u202fh)', 'Boxes']);
  });

  it('applies the panel’s options to other columns', () => {
    expect(rowsAsText(HOSTS, { unit: 'ms', columns: { disk: { unit: 'percent' } } })[2]).toBe(
      'db | −3\u202fms | 72\u202f%',
    );
  });

  it.each([{ columns: null }, { columns: [1] }, { columns: { disk: 'x', constructor: {} } }, { sort: 7 }, { key: {} }])(
    'is not put off by options like %j',
    (options) => {
      expect(rowsAsText(HOSTS, options)).toEqual(rowsAsText(HOSTS));
    },
  );

  it.each([
    [by('host'), ['db', 'web-9', 'web-10']],
    [by('host', 'descending'), ['web-10', 'web-9', 'db']],
    [by('load'), ['db', 'web-10', 'web-9']],
    [by('load', 'descending'), ['web-10', 'db', 'web-9']],
    [by('gone'), ['web-10', 'web-9', 'db']],
    [null, ['web-10', 'web-9', 'db']],
  ])('sorts by %j, missing values last', (sort, hosts) => {
    expect(rowsAsText(HOSTS, {}, sort).map((row) => row.split(' ')[0])).toEqual(hosts);
  });

  it('sorts by its options until the viewer sorts', () => {
    expect(rowsAsText(HOSTS, { sort: '-disk' })[0]).toMatch(/^web-10/);
    expect(rowsAsText(HOSTS, { sort: 'disk' })[0]).toMatch(/^web-9/);
    expect(rowsAsText(HOSTS, { sort: 'disk' }, null)[0]).toMatch(/^web-10/);
    expect(rowsAsText(HOSTS, { sort: 'gone' })).toEqual(rowsAsText(HOSTS));
  });

  it('shows metrics from the newest, and keeps the order of other sources', () => {
    const frame = sampleFrame(60_000, { name: 'a', values: [1, 2] });
    expect(readTable(frame, { source: 'metrics', metric: 'a' }, {}, undefined, 9)).toMatchObject({
      sort: { direction: 'descending' },
      rows: [{ cells: [{}, { text: '2' }] }, { cells: [{}, { text: '1' }] }],
    });
    for (const query of [QUERY, { source: 'sql' }, undefined]) {
      const { sort, rows } = readTable(frame, query, {}, undefined, 9);
      expect([sort, rows.map(({ cells }) => cells[1]?.text)]).toEqual([undefined, ['1', '2']]);
    }
  });

  it('sorts and formats states, booleans and invalid times', () => {
    const frame: Frame = {
      fields: [
        { name: 'state', type: 'state', values: ['ok', 'crit', 'warn'] },
        { name: 'up', type: 'boolean', values: [true, false, null] },
        { name: 'at', type: 'time', values: [9e15, null, -9e15] },
      ],
    };
    expect(rowsAsText(frame, {}, by('state'))).toEqual([
      'critical(crit) | no | –',
      'warning(warn) | – | –',
      'ok(ok) | yes | –',
    ]);
  });

  it('formats and sorts dates without a time among times', () => {
    const at = Date.parse('2026-12-06');
    const due = { name: 'due', type: 'time' as const, values: [at, at + 86_400_000, null, at + 3 * 86_400_000] };
    expect(rowsAsText({ fields: [{ ...due, dates: true }] })).toEqual([
      'Dec 6, 2026',
      'Dec 7, 2026',
      '–',
      'Dec 9, 2026',
    ]);
    expect(rowsAsText({ fields: [{ ...due, dates: [3, 0] }] }, {}, by('due', 'descending'))).toEqual([
      'Dec 9, 2026',
      expect.stringMatching(/^Dec [67], 2026, \d/),
      'Dec 6, 2026',
      '–',
    ]);
  });

  it('distinguishes columns of one name by their tags', () => {
    const series = ['eu', 'us'].map((region) => ({ name: 'ms', tags: { region }, values: [1] }));
    const { columns } = readTable(sampleFrame(0, ...series), QUERY, {}, undefined, 1);
    expect(columns.map(({ label }) => label)).toEqual(['time', 'eu', 'us']);
    expect(new Set(columns.map(({ key }) => key)).size).toBe(3);
  });

  it('keeps every row with a unique key, sorted by anything', () => {
    const cell = fc.option(fc.oneof(fc.integer(), fc.double({ noNaN: true })), { nil: null });
    const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', '2 a', ''), cell), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.boolean(), (given, up) => {
        const frame: Frame = {
          fields: [
            { name: 'n', type: 'string', values: given.map(([name]) => name) },
            { name: 'v', type: 'number', values: given.map(([, value]) => value) },
          ],
        };
        const sort = by('v', up ? 'ascending' : 'descending');
        const table = readTable(frame, QUERY, { columns: { v: { decimals: 0 } } }, sort, 1_000);
        expect(new Set(table.rows.map(({ key }) => key)).size).toBe(given.length);
        const order = given.map(([, value]) => value).filter((value) => value !== null);
        order.sort((a, b) => (up ? a - b : b - a));
        const again = readTable(frame, QUERY, {}, sort, order.length);
        const expected = order.map(
          (value) => readTable(tableFrame({ v: [value] }), QUERY, {}, null, 1).rows[0]?.cells[0],
        );
        expect(again.rows.map(({ cells }) => cells[1])).toEqual(expected);
      }),
      runs(60),
    );
  });

  it('formats only the rows that are shown', () => {
    const many = tableFrame({ n: Array.from({ length: 10_000 }, (_, row) => row) });
    const { rows, total } = readTable(many, QUERY, {}, by('n', 'descending'), 3);
    expect([rows.map(({ cells }) => cells[0]?.text), total]).toEqual([['9,999', '9,998', '9,997'], 10_000]);
  });
});

describe('nextSort', () => {
  it('goes to ascending, descending and back to the source’s order', () => {
    const up = nextSort(undefined, 'a');
    expect(up).toEqual({ column: 'a', direction: 'ascending' });
    const down = nextSort(up ?? undefined, 'a');
    expect(down).toEqual({ column: 'a', direction: 'descending' });
    expect(nextSort(down ?? undefined, 'a')).toBeNull();
    expect(nextSort(down ?? undefined, 'b')).toEqual({ column: 'b', direction: 'ascending' });
  });
});

describe('summarizeTable', () => {
  it('returns the number of rows, or a single row', () => {
    expect(summarizeTable(HOSTS, QUERY, {})).toBe('3 rows');
    expect(summarizeTable(tableFrame({ host: ['db'], load: [null] }), QUERY, {})).toBe('host db, load –');
    expect(summarizeTable({ fields: [] }, QUERY, {})).toBeUndefined();
  });
});
