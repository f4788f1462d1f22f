import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JobError } from '../../../common/errors/job-error.js';
import { msToUs } from '../../../common/time/timestamps.js';
import { originalName } from '../../../../wire/escaped-names.js';
import { decodeToRows, type DecodedPoint } from '../../../../test/fixtures/decode-to-rows.js';
import { jobs } from './line-protocol.worker.js';
import type { InvalidLines } from './line-protocol.js';
import type { Precision } from './precision.js';
import { runs } from '../../../../test/support/jest/property-runs.js';

const NOW_US = msToUs(Date.parse('2026-01-01T00:00:00Z'));

function read(text: string | Uint8Array, precision: Precision = 'ns'): readonly DecodedPoint[] {
  return readAll(text, precision).points;
}

function readAll(
  text: string | Uint8Array,
  precision: Precision = 'ns',
  oldest?: number,
): ReturnType<typeof decodeToRows> & { wrong: InvalidLines } {
  const body = typeof text === 'string' ? Buffer.from(text) : text;
  let wrong: InvalidLines | undefined;
  const all = decodeToRows((context) => {
    const lines = jobs.lines(context, { body, precision, nowUs: NOW_US, oldestUs: oldest });
    wrong = lines.invalidLines;
    return lines;
  });
  return { ...all, wrong: wrong as InvalidLines };
}

function rejectionOf(text: string | Uint8Array, precision?: Precision): JobError {
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
  atUs: NaN,
  value,
});

describe('line protocol', () => {
  it('stores each field as a metric', () => {
    expect(read('weather,location=us-midwest temperature=82,humidity=71i 1465839830100400200')).toEqual([
      { key: 'weather.temperature', tags: { location: 'us-midwest' }, atUs: 1465839830100400, value: 82 },
      { key: 'weather.humidity', tags: { location: 'us-midwest' }, atUs: 1465839830100400, value: 71 },
    ]);
  });

  it('names the metric of a field called "value" after the measurement', () => {
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
    ['9223372036854775807i', 2 ** 63],
    ['-9223372036854775808i', -(2 ** 63)],
    ['18446744073709551615u', 2 ** 64],
    ['-0', -0],
  ])('reads the value %s', (text, value) => {
    expect(read(`m f=${text}`)).toEqual([untimed('m.f', value)]);
  });

  it.each([
    ['ns', '1600000000000001999', 1600000000000001],
    ['ns', '31536000000000999', 31536000000000],
    ['us', '1600000000000001', 1600000000000001],
    ['ms', '1600000000001', 1600000000001000],
    ['s', '1600000000', 1600000000000000],
    ['m', '26666666', 1599999960000000],
    ['h', '444444', 1599998400000000],
  ] as const)('reads times in %s', (precision, text, atUs) => {
    expect(read(`m f=1 ${text}`, precision)).toEqual([{ ...untimed('m.f', 1), atUs }]);
  });

  it('reads several lines, blank lines, comments and Windows line ends', () => {
    expect(read('\n# comment, = " \\\n m f=1 \r\n\t\nm f=2 1600000000000000000 \r\n  # end\nm f=3')).toEqual([
      untimed('m.f', 1),
      { ...untimed('m.f', 2), atUs: 1600000000000000 },
      untimed('m.f', 3),
    ]);
  });

  it('reads escaped characters', () => {
    expect(read('my\\ me\\,as\\=x,t\\ a\\=g=v\\,al\\ ue,path=C:\\dir fi\\ el\\,d\\=x=1')).toEqual([
      untimed('my_x0020_me_x002C_as_x005C__x003D_x.fi_x0020_el_x002C_d_x003D_x', 1, {
        't a=g': 'v,al ue',
        path: 'C:\\dir',
      }),
    ]);
  });

  it('skips and counts string values of any content', () => {
    const { points, rejected, reason } = readAll(
      'm a="x",b=1,c="a \\"q\\" \\\\",d=2i 1600000000000000000\nm e="two\nlines, f=1",g=3',
    );
    expect(points.map(({ key, value }) => [key, value])).toEqual([
      ['m.b', 1],
      ['m.d', 2],
      ['m.g', 3],
    ]);
    expect([rejected, reason]).toEqual([3, "the string of the field 'a' is not a number"]);
  });

  it.each(['NaN', 'nan', '+Inf', '-inf', 'Infinity', '-Infinity'])('skips and counts %s', (value) => {
    const { points, rejected, reason, wrong } = readAll(`m a=${value},b=2`);
    expect(points).toEqual([untimed('m.b', 2)]);
    expect([rejected, reason, wrong.count]).toEqual([1, 'a value of m.a is not a finite number', 0]);
  });

  it('distinguishes a field from a measurement with a dot in its name', () => {
    const points = read('a b.c=1\na.b c=2\na b_x002E_c=3\na b_x0041.c=4\na b=5');
    expect(points.map(({ key, value }) => [key, originalName(key), value])).toEqual([
      ['a.b_x002E_c', 'a.b.c', 1],
      ['a.b.c', 'a.b.c', 2],
      ['a.b_x005F_x002E_c', 'a.b_x002E_c', 3],
      ['a.b_x005F_x0041_x002E_c', 'a.b_x0041.c', 4],
      ['a.b', 'a.b', 5],
    ]);
  });

  it.each([
    ['m,disk=C:\\\\,host=a f=1', { disk: 'C:\\', host: 'a' }],
    ['m,disk=C:\\\\ f=1', { disk: 'C:\\' }],
    ['m,disk=C:\\\\ f=1 1600000000000000000', { disk: 'C:\\' }],
    ['m,unc=\\\\server\\share f=1', { unc: '\\\\server\\share' }],
    ['m,a=b\\\\ c d=1', { a: 'b\\ c' }],
  ])('reads the backslashes of %j', (line, tags) => {
    expect(read(line).map((point) => point.tags)).toEqual([tags]);
  });

  it('stores the lines around an invalid one', () => {
    const { points, wrong } = readAll('m,d=C:\\ f=1\nm f=2\nm f=x\n\nm f=3,s="a\nm f=4",g\nm f=5');
    expect(points.map(({ value }) => value)).toEqual([2, 5]);
    expect(wrong).toEqual({ count: 3, first: expect.stringContaining("line 1, 'm,d=C:\\ f=1'") });
  });

  it.each([
    ['m s="a"b,t="\nm f=1\n"\nm f=2', [2]],
    ['m x,s="\nm f=1"\nm f=2', [2]],
    ['m s="a\nm f=1', []],
    ['m,t=" x\nm f=2', [2]],
  ])('does not read the content of a string as a line: %j', (text, values) => {
    expect(readAll(text).points.map(({ value }) => value)).toEqual(values);
  });

  it('rejects a line whose tags exceed the limits instead of truncating them', () => {
    const many = Array.from({ length: 21 }, (_, index) => `,t${index}=x`).join('');
    for (const tags of [many, `,a=${'x'.repeat(257)}`, `,${'n'.repeat(65)}=x`, ',a=1,a=2']) {
      const { points, wrong } = readAll(`m${tags} f=1\nm f=2`);
      expect([points.length, wrong.count, wrong.first]).toEqual([1, 1, expect.stringMatching(/ has .*tag/)]);
    }
    expect(readAll(`m ${'f'.repeat(200)}=1`).wrong.first).toMatch(/more than 200 characters/);
  });

  it.each([
    ['ns', '1795987989'],
    ['ns', '1795987989000'],
    ['ns', '1795987989000000'],
    ['us', '1795987989'],
    ['us', '1795987989000'],
    ['ms', '1795987989'],
    ['s', '1795987989000'],
    ['us', '1795987989000000000'],
  ] as const)('rejects a time in another unit than %s: %s', (precision, time) => {
    const { points, wrong } = readAll(`m f=1 ${time}`, precision);
    expect([points, wrong.first]).toEqual([[], expect.stringMatching(/precision/)]);
  });

  it('rejects a time that is older than the retention', () => {
    const { points, wrong } = readAll(`m f=1 ${NOW_US - 1}000\nm f=2 ${NOW_US}000`, 'ns', NOW_US);
    expect(points).toEqual([{ ...untimed('m.f', 2), atUs: NOW_US }]);
    expect(wrong).toEqual({ count: 1, first: expect.stringMatching(/older than anything that is kept/) });
  });

  it('takes linear time for any number of invalid lines', () => {
    // With quadratic time this would take minutes.
    for (const line of ['m f\n', 'm\n', 'm,a\\\\ f=1,g\n', `m,${'\\\\'.repeat(100)}\n`]) {
      const text = line.repeat(40_000);
      expect(readAll(text + 'x'.repeat(1_000_000)).wrong.count).toBe(40_001);
    }
    expect(readAll(`m,${'\\'.repeat(1_000_000)}`).wrong.count).toBe(1);
  });

  it('makes one series of equal tags in any order', () => {
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
    ['m f=', 1, /is not a number/],
    ['m f=1,', 1, /has no value/],
    ['m =1', 1, /name of a field/],
    ['m a b=1', 1, /name of a field/],
    ['m f=1 1600000000000000000 x', 1, /follows the time/],
    ['m f=1 1.5', 1, /not a whole number/],
    ['m f=1 2026-01-01', 1, /not a whole number/],
    ['m f=1,g=1x', 1, /'g' is not a number/],
    ['m f=1e999', 1, /not a number/],
    ['m f=9223372036854775808i', 1, /not a number/],
    ['m f=-9223372036854775809i', 1, /not a number/],
    ['m f=18446744073709551616u', 1, /not a number/],
    ['m f=0x1F', 1, /not a number/],
    ['m f=nano', 1, /not a number/],
    ['m f=-1u', 1, /not a number/],
    ['m f=1.5i', 1, /not a number/],
    ['m f=yes', 1, /not a number/],
    ['m f="x', 1, /does not end/],
    ['m f="x"y', 1, /follows a quoted text/],
    ['m s="a\nb"\nm x', 3, /no value/],
    ['m f=1 -1', 1, /before 1970/],
    ['m f=1 1600000000000000000\nm f=1 9000000000000000000', 2, /24 h ahead; the parameter precision/],
  ])('rejects %j and names the line', (text, line, expectedMessage) => {
    const { count, first } = readAll(text).wrong;
    expect(count).toBeGreaterThan(0);
    expect(first).toContain(`parse line ${line}, `);
    expect(first).toMatch(expectedMessage);
  });

  it('rejects bytes that are not UTF-8', () => {
    expect(rejectionOf(Uint8Array.of(109, 32, 102, 61, 49, 0xff)).message).toMatch(/not UTF-8/);
    expect(rejectionOf(Buffer.from('m f=1', 'utf16le')).message).toMatch(/UTF-16/);
  });

  it.each([
    ['tags', `m,a=${'x'.repeat(70_000)} f=1`],
    ['the name of a field', `m ${'f'.repeat(70_000)}=1`],
  ])('rejects %s that is too long', (_what, text) => {
    expect(readAll(text).wrong.first).toMatch(/longer than 65536 characters/);
  });

  it('rejects more string values than a request may contain', () => {
    expect(rejectionOf('m s=""\n'.repeat(50_001)).status).toBe(413);
  });

  it('rejects more points than a request may contain', () => {
    const line = `m ${Array.from({ length: 1_000 }, (_, i) => `f${i}=1`).join(',')}\n`;
    expect(rejectionOf(line.repeat(51)).status).toBe(413);
  });

  it('reads the points that were written', () => {
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
      atUs: fc.integer({ min: 31_536_000_000_000, max: NOW_US }),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines
          .map(({ measurement, tags, field, value, atUs }) => {
            const pairs = Object.entries(tags).map(([tag, of]) => `,${escape(tag)}=${escape(of)}`);
            return `${measurement}${pairs.join('')} ${field}=${value} ${atUs}000`;
          })
          .join('\n');
        expect(read(text).map((point) => ({ ...point, key: originalName(point.key) }))).toEqual(
          lines.map(({ measurement, tags, field, value, atUs }) => ({
            key: `${measurement}.${field}`,
            tags,
            atUs,
            value,
          })),
        );
      }),
    );
  });

  it('accepts any input or rejects it with a message', () => {
    const token = fc.constantFrom(
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
      fc.array(token, { maxLength: 40 }).map((tokens) => Buffer.from(tokens.join(''))),
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
      runs(1_000),
    );
  });
});
