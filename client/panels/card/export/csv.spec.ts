import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldType, FieldValue, Frame } from '../../../../wire/schemas/frame';
import { inBuckets, sampleFrame } from '../../testing/sample-frames';
import { toCsv } from './csv';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const column = (type: FieldType, ...values: FieldValue[]): Frame => ({ fields: [{ name: 'x', type, values }] });
const cell = (type: FieldType, value: FieldValue): string => toCsv(column(type, value)).slice('x\r\n'.length, -2);

/** A strict reader of RFC 4180. */
function parse(csv: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = csv;
  while (rest !== '') {
    const [whole = '', quoted, plain, end] = /^(?:"((?:[^"]|"")*)"|([^",;\r\n]*))([,;]|\r\n)/.exec(rest) ?? [];
    if (whole === '' || (end !== separator && end !== '\r\n')) throw new Error(`not a cell: ${rest.slice(0, 40)}`);
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    rest = rest.slice(whole.length);
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

it('names the aggregate of bucket values in the header, and raw points by their name only', () => {
  const frame = sampleFrame(0, { name: 'a', unit: 'ms', values: [] });
  const titled = inBuckets(frame, { every: '10s', aggregate: 'avg', across: 'sum' });
  expect(toCsv(titled, 'en')).toBe('time,"a [ms] (average of 10\u202fs, sum of the series)"\r\n');
  expect(toCsv(frame, 'en')).toBe('time,a [ms]\r\n');
});

describe('toCsv', () => {
  it('writes a header with names, tags and units, and each row of the frame', () => {
    const frame: Frame = {
      fields: [
        { name: 'time', type: 'time', values: [NOON, NOON + 500.25] },
        { name: 'disk', type: 'number', unit: 'percent', tags: { mount: '/', host: 'a' }, values: [41.5, null] },
        { name: 'ok', type: 'boolean', values: [true, false] },
      ],
    };
    expect(toCsv(frame)).toBe(
      'time,"disk{mount=/, host=a} [percent]",ok\r\n' +
        '2026-03-04T12:00:00.000Z,41.5,true\r\n' +
        '2026-03-04T12:00:00.500Z,,false\r\n',
    );
  });

  it.each([
    ['string', '=1+1', "'=1+1"],
    ['string', '@SUM(A1)', "'@SUM(A1)"],
    ['string', '+cmd', "'+cmd"],
    ['string', '-cmd', "'-cmd"],
    ['string', '\t=1', "'\t=1"],
    ['string', '\n=1', '"\'\n=1"'],
    ['string', '\r=1', '"\'\r=1"'],
    ['string', '\r\n@x', '"\'\r\n@x"'],
    ['string', '＝1+1', "'＝1+1"],
    ['string', '＋1', "'＋1"],
    ['string', '－1', "'－1"],
    ['string', '＠SUM(A1)', "'＠SUM(A1)"],
    ['state', '\n+1', '"\'\n+1"'],
    ['string', `${'1'.repeat(50)}x`, `${'1'.repeat(50)}x`],
    ['state', '=x', "'=x"],
    ['string', '-5', '-5'],
    ['string', '+1.5e-3', '+1.5e-3'],
    ['number', -5, '-5'],
    ['string', 'a,b', '"a,b"'],
    ['string', 'say "hi"', '"say ""hi"""'],
    ['string', 'two\nlines', '"two\nlines"'],
    ['string', '', ''],
    ['time', 9e15, '9000000000000000'],
    ['time', 'soon', 'soon'],
  ] as const)('writes the %s %p as %s', (type, value, text) => {
    expect(cell(type, value)).toBe(text);
  });

  it('writes display names into the header', () => {
    expect(toCsv({ fields: [{ name: 'Gr_x00F6__x00DF_e', type: 'number', values: [] }] })).toBe('Größe\r\n');
  });

  it('uses semicolons and decimal commas in locales with decimal commas', () => {
    const frame: Frame = {
      fields: [
        { name: 'name', type: 'string', values: ['a;b', 'c,d', '=1;2'] },
        { name: 'n', type: 'number', values: [1.5, -1.5e-7, 1e21] },
      ],
    };
    for (const locale of ['de-DE', 'fr-FR', 'nl', 'pt-BR']) {
      expect(toCsv(frame, locale)).toBe('name;n\r\n"a;b";1,5\r\n"c,d";-1,5e-7\r\n"\'=1;2";1e+21\r\n');
    }
    for (const locale of ['en-US', 'ja', 'ar-EG', 'es-MX'])
      expect(toCsv(frame, locale)).toMatch(/^name,n\r\n"a;b",1\.5\r\n/);
  });

  it('uses semicolons in locales whose spreadsheets expect them with decimal points', () => {
    const frame: Frame = { fields: [...column('number', 1.5).fields, ...column('string', 'a').fields] };
    for (const locale of ['de-CH', 'fr-CH', 'it-CH', 'de-LI', 'gsw-CH']) {
      expect(toCsv(frame, locale)).toMatch(/^x;x\r\n1[.,]5;a\r\n$/);
    }
  });

  it('writes a date without a time as a date', () => {
    const at = Date.parse('2026-12-06');
    const due = { name: 'due', type: 'time' as const, values: [at, at, null] };
    expect(toCsv({ fields: [{ ...due, dates: true }] })).toBe('due\r\n2026-12-06\r\n2026-12-06\r\n\r\n');
    expect(toCsv({ fields: [{ ...due, dates: [1] }] })).toBe('due\r\n2026-12-06T00:00:00.000Z\r\n2026-12-06\r\n\r\n');
  });

  it('neutralizes formulas in headers', () => {
    expect(toCsv({ fields: [{ name: '=x', type: 'number', values: [] }] })).toBe("'=x\r\n");
  });

  it('writes only the header without rows, and fills short columns', () => {
    expect(toCsv(column('number'))).toBe('x\r\n');
    const frame: Frame = { fields: [...column('number', 1, 2).fields, ...column('string', 'a').fields] };
    expect(toCsv(frame)).toBe('x,x\r\n1,a\r\n2,\r\n');
  });

  const arbitraryRows = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }));

  it('round-trips through RFC 4180 readers, and never contains a formula', () => {
    fc.assert(
      fc.property(arbitraryRows, fc.constantFrom(',', ';'), (rows, separator) => {
        const frame: Frame = {
          fields: [0, 1].map((place) => ({
            name: `c${place}`,
            type: 'string',
            values: rows.map((row) => row[place] ?? ''),
          })),
        };
        const [, ...read] = parse(toCsv(frame, separator === ';' ? 'de-DE' : 'en-US'), separator);
        const unguarded = read.map((row, index) =>
          row.map((text, place) => (text === `'${rows[index]?.[place] ?? ''}` ? text.slice(1) : text)),
        );
        expect(unguarded).toEqual(rows);
        for (const text of read.flat()) expect(text).not.toMatch(/^[=@\t\r\n＝＋－＠]/);
      }),
    );
  });
});
