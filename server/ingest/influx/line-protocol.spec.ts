import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JobError } from '../../database/job.js';
import { microsOf } from '../../base/time.js';
import { decoded, type DecodedPoint } from '../../../test/store/decoded-points.js';
import { jobs } from './influx-handlers.js';
import type { Precision } from './precision.js';

const NOW = microsOf(Date.parse('2026-01-01T00:00:00Z'));

function read(text: string | Uint8Array, precision: Precision = 'ns'): readonly DecodedPoint[] {
  return readAll(text, precision).points;
}

function readAll(text: string | Uint8Array, precision: Precision = 'ns'): ReturnType<typeof decoded> {
  const body = typeof text === 'string' ? Buffer.from(text) : text;
  return decoded((context) => jobs.lines(context, { body, precision, now: NOW }));
}

function refusal(text: string | Uint8Array, precision?: Precision): JobError {
  try {
    read(text, precision);
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

const untimed = (key: string, value: number, tags: Record<string, string> = {}): DecodedPoint => ({
  key,
  tags,
  at: NaN,
  value,
});

describe('line protocol', () => {
  it('makes a metric of each field', () => {
    expect(read('weather,location=us-midwest temperature=82,humidity=71i 1465839830100400200')).toEqual([
      { key: 'weather.temperature', tags: { location: 'us-midwest' }, at: 1465839830100400, value: 82 },
      { key: 'weather.humidity', tags: { location: 'us-midwest' }, at: 1465839830100400, value: 71 },
    ]);
  });

  it('names the metric of a field called value like the measurement', () => {
    expect(read('weather value=1')).toEqual([untimed('weather', 1)]);
  });

  it.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['+2', 2],
    ['1.', 1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1.5E-3', 0.0015],
    ['-12485903i', -12485903],
    ['12485903u', 12485903],
    ['t', 1],
    ['T', 1],
    ['true', 1],
    ['True', 1],
    ['TRUE', 1],
    ['f', 0],
    ['False', 0],
    ['FALSE', 0],
  ])('reads the value %s', (text, value) => {
    expect(read(`m f=${text}`)).toEqual([untimed('m.f', value)]);
  });

  it.each([
    ['ns', '1600000000000001999', 1600000000000001],
    ['ns', '999', 0],
    ['us', '1600000000000001', 1600000000000001],
    ['ms', '1600000000001', 1600000000001000],
    ['s', '1600000000', 1600000000000000],
    ['m', '26666666', 1599999960000000],
    ['h', '444444', 1599998400000000],
  ] as const)('reads times in %s', (precision, text, at) => {
    expect(read(`m f=1 ${text}`, precision)).toEqual([{ ...untimed('m.f', 1), at }]);
  });

  it('reads several lines, blank ones, comments, and ends of lines as Windows has them', () => {
    expect(read('\n# comment, = " \\\n m f=1 \r\n\t\nm f=2 1600000000000000000 \r\n  # end\nm f=3')).toEqual([
      untimed('m.f', 1),
      { ...untimed('m.f', 2), at: 1600000000000000 },
      untimed('m.f', 3),
    ]);
  });

  it('reads what is escaped', () => {
    expect(read('my\\ me\\,as\\=x,t\\ a\\=g=v\\,al\\ ue,path=C:\\dir fi\\ el\\,d\\=x=1')).toEqual([
      untimed('my_x0020_me_x002C_as_x005C__x003D_x.fi_x0020_el_x002C_d_x003D_x', 1, {
        't a=g': 'v,al ue',
        path: 'C:\\dir',
      }),
    ]);
  });

  it('leaves texts out and counts them, whatever they hold', () => {
    const { points, rejected, reason } = readAll(
      'm a="x",b=1,c="a \\"q\\" \\\\",d=2i 1600000000000000000\nm e="two\nlines, f=1",g=3',
    );
    expect(points.map(({ key, value }) => [key, value])).toEqual([
      ['m.b', 1],
      ['m.d', 2],
      ['m.g', 3],
    ]);
    expect([rejected, reason]).toEqual([3, "a text, of the field 'a', is no number"]);
  });

  it('keeps tags apart from their order', () => {
    const points = read('m,b=2,a=1 f=1\nm,a=1,b=2 f=2');
    expect(points.map(({ tags }) => tags)).toEqual([
      { a: '1', b: '2' },
      { a: '1', b: '2' },
    ]);
  });

  it.each([
    ['m', 1, /no fields/],
    ['m f=1\n\nm,a=b', 3, /no fields/],
    [',a=b f=1', 1, /measurement has no name/],
    ['m,a= f=1', 1, /tags are/],
    ['m,=b f=1', 1, /tags are/],
    ['m,a f=1', 1, /tags are/],
    ['m,a=b=c f=1', 1, /tags are/],
    ['m, f=1', 1, /tags are/],
    ['m f', 1, /has no value/],
    ['m f=', 1, /is no number/],
    ['m f=1,', 1, /has no value/],
    ['m =1', 1, /name of a field/],
    ['m a b=1', 1, /name of a field/],
    ['m f=1 1600000000000000000 x', 1, /follows the time/],
    ['m f=1 1.5', 1, /not a whole number/],
    ['m f=1 2026-01-01', 1, /not a whole number/],
    ['m f=1,g=1x', 1, /'g' is no number/],
    ['m f=NaN', 1, /no number/],
    ['m f=1e999', 1, /no number/],
    ['m f=-1u', 1, /no number/],
    ['m f=1.5i', 1, /no number/],
    ['m f=yes', 1, /no number/],
    ['m f="x', 1, /does not end/],
    ['m f="x"y', 1, /follows a quoted text/],
    ['m s="a\nb"\nm x', 3, /no value/],
    ['m f=1 -1', 1, /before 1970/],
    ['m f=1 1600000000000000000\nm f=1 9000000000000000000', 2, /24 h ahead; the parameter precision/],
  ])('refuses %j and names the line', (text, line, words) => {
    const { status, message } = refusal(text);
    expect(status).toBe(400);
    expect(message).toContain(`parse line ${line}, `);
    expect(message).toMatch(words);
  });

  it('refuses what is not UTF-8', () => {
    expect(refusal(Uint8Array.of(109, 32, 102, 61, 49, 0xff)).message).toMatch(/not UTF-8/);
  });

  it.each([
    ['tags', `m,a=${'x'.repeat(70_000)} f=1`],
    ['the name of a field', `m ${'f'.repeat(70_000)}=1`],
  ])('refuses %s without end', (_what, text) => {
    expect(refusal(text).message).toMatch(/longer than 65536 characters/);
  });

  it('refuses more texts than a request may bring', () => {
    expect(refusal('m s=""\n'.repeat(50_001)).status).toBe(413);
  });

  it('refuses more points than a request may bring', () => {
    const line = `m ${Array.from({ length: 1_000 }, (_, i) => `f${i}=1`).join(',')}\n`;
    expect(refusal(line.repeat(51)).status).toBe(413);
  });

  it('reads back what it is made of', () => {
    const name = fc
      .stringMatching(/^[a-zA-Z0-9_.:-]{1,12}$/)
      .filter((text) => !/^\.{1,2}$/.test(text) && text !== 'value');
    const tagText = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/[\p{Cc}\\]/u.test(text));
    const escape = (text: string): string => text.replace(/[,= ]/g, '\\$&');
    const line = fc.record({
      measurement: name,
      tags: fc.dictionary(tagText, tagText, { maxKeys: 5, noNullPrototype: true }),
      field: name,
      value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      at: fc.integer({ min: 1, max: NOW }),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines
          .map(({ measurement, tags, field, value, at }) => {
            const pairs = Object.entries(tags).map(([tag, of]) => `,${escape(tag)}=${escape(of)}`);
            return `${measurement}${pairs.join('')} ${field}=${value} ${at}000`;
          })
          .join('\n');
        expect(read(text)).toEqual(
          lines.map(({ measurement, tags, field, value, at }) => ({
            key: `${measurement}.${field}`,
            tags,
            at,
            value,
          })),
        );
      }),
    );
  });

  it('takes anything or refuses it in words', () => {
    const piece = fc.constantFrom(
      'm',
      ',',
      '=',
      ' ',
      '"',
      '\\',
      '\n',
      '1',
      'i',
      't=1',
      ' f=1',
      '#',
      '\r',
      '\0',
      '1600000000000000000',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        try {
          read(Uint8Array.from(body));
        } catch (error) {
          expect(error).toBeInstanceOf(JobError);
          expect([400, 413]).toContain((error as JobError).status);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
