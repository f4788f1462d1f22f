import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JobError } from '../../common/errors/job-error.js';
import { parseJson } from '../../common/parse-json.js';
import { parseBatch, parseOne } from './parse-body.js';
import type { PointColumns } from './point-columns.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Converts columns to rows. */
function rowsOf({ metrics, series, rows }: PointColumns): unknown[] {
  return Array.from(rows.value, (value, row) => {
    const index = rows.series[row] as number;
    const at = rows.atUs[row] as number;
    return {
      key: metrics.keys[series.metric[index] as number],
      tags: series.tags[index],
      value,
      ...(Number.isNaN(at) ? {} : { at }),
    };
  });
}

function rejectionOf(work: () => unknown): JobError {
  try {
    work();
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
  throw new Error('was not rejected');
}

describe('parseOne', () => {
  it.each([
    ['42', 42],
    [' \r\n\t-1.5e3\n', -1_500],
    ['0', 0],
    ['1E+2', 100],
    ['{"value":7}', 7],
    ['\n {"value": 7 }\n', 7],
    ['{"value":1,"value":2}', 2],
    ['\ufeff42', 42],
    ['\ufeff{"value":42}', 42],
    ['+5', 5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['5.', 5],
    ['\u00a042 ', 42],
    ['"42"', 42],
    ["'42'", 42],
    ['" +1e3 "', 1_000],
    ['value=5', 5],
    ['value=-.5', -0.5],
    ['value=%2B5', 5],
    ['value=+5', 5],
    ['value=1&value=2', 2],
    ['value="42"', 42],
  ])('reads %j', (body, value) => {
    expect(rowsOf(parseOne('a', bytes(body), NOW_US))).toEqual([{ key: 'a', tags: '{}', value }]);
  });

  // With quadratic time this would take minutes.
  it('reads a value with 200,000 trailing blanks, and rejects blanks within a value', () => {
    const blanks = ' '.repeat(200_000);
    expect(rowsOf(parseOne('a', bytes(`${blanks}42${blanks}`), NOW_US))).toMatchObject([{ value: 42 }]);
    expect(rejectionOf(() => parseOne('a', bytes(`1${blanks}x`), NOW_US)).message).toMatch(/neither a number/);
  });

  it.each([
    '',
    ' ',
    'abc',
    '.',
    '-',
    '+-1',
    '01',
    '0x10',
    '1_000',
    '0b11',
    'ok',
    '\u221242',
    '4 2',
    '42,5',
    '1,234',
    '5%%',
    '%',
    '"',
    '"42',
    '"4"2"',
    'value=',
    'value=x',
    'value=42,5',
    'value=OK',
    'NaN',
    'Infinity',
    '1 2',
    'null',
    'true',
    '[1]',
    '{',
    '{"value":1}x',
    '1e',
  ])('answers 400 to %j', (body) => {
    expect(rejectionOf(() => parseOne('a', bytes(body), NOW_US)).status).toBe(400);
  });

  it('answers 400 to a body that is not UTF-8', () => {
    expect(rejectionOf(() => parseOne('a', Uint8Array.of(0x34, 0xff), NOW_US))).toMatchObject({ status: 400 });
  });

  it.each([
    ['little-endian', Buffer.from('42', 'utf16le')],
    ['little-endian with a byte order mark', Buffer.from('\ufeff{"value":42}', 'utf16le')],
    ['big-endian', Buffer.from('42', 'utf16le').swap16()],
    ['big-endian with a byte order mark', Buffer.from('\ufeff42', 'utf16le').swap16()],
  ])('names the encoding of a body in UTF-16, %s', (_what, body) => {
    for (const parse of [() => parseOne('a', body, NOW_US), () => parseBatch(body, NOW_US)]) {
      expect(rejectionOf(parse)).toMatchObject({ status: 400, message: expect.stringContaining('UTF-16') });
    }
  });

  it.each([
    ['5%', { value: 5, unit: 'percent' }],
    ['12.5 %', { value: 12.5, unit: 'percent' }],
    ['value=5%', { value: 5, unit: 'percent' }],
    ['value=5%25', { value: 5, unit: 'percent' }],
    ['value=5&unit=ms', { value: 5, unit: 'ms' }],
    ['unit=%E2%82%AC%2Fh&value=5', { value: 5, unit: '€/h' }],
    ['value=5%&unit=EUR', { value: 5, unit: 'EUR' }],
    ['value=5&expectEvery=5m', { value: 5, expectEveryMs: 300_000 }],
    ['value=5&at=1700000000', { value: 5, at: 1_700_000_000_000_000 }],
    ['value=5&at=2025-01-01T00:00:00Z', { value: 5, at: Date.UTC(2025, 0, 1) * 1_000 }],
  ])('reads the other members of %j', (body, expected) => {
    const { metrics, rows } = parseOne('a', bytes(body), NOW_US);
    const [unit, expectEveryMs, at] = [metrics.units[0], metrics.expectEveryMs[0], rows.atUs[0] as number];
    expect({
      value: rows.value[0],
      ...(unit === undefined ? {} : { unit }),
      ...(expectEveryMs === undefined ? {} : { expectEveryMs }),
      ...(Number.isNaN(at) ? {} : { at }),
    }).toEqual(expected);
  });

  it.each([
    ['', /empty|send a number/],
    ['OK', /statuses\/shop/],
    ['value=down', /statuses\/shop/],
    ['NaN', /finite/],
    ['-Infinity', /finite/],
    ['42,5', /decimal point/],
    ['1,234.5', /decimal point/],
    ['5ms', /"value": 5, "unit": "ms"/],
    ['21.5 °C', /"value": 21.5, "unit": "°C"/],
    ['[1,2]', /without a key/],
    ['--x\r\nContent-Disposition: form-data', /curl -d/],
    ['042', /decimal digits/],
    ['0x1F', /decimal digits/],
    ['1_000', /decimal digits/],
  ])('says what to send instead of %j', (body, expectedMessage) => {
    expect(rejectionOf(() => parseOne('shop', bytes(body), NOW_US)).message).toMatch(expectedMessage);
  });

  it('rejects a long text that is almost a number without delay', () => {
    for (const text of ['1'.repeat(60_000), '1.'.repeat(30_000), '1,'.repeat(30_000), `${'1'.repeat(60_000)}_`]) {
      expect([400, 422]).toContain(rejectionOf(() => parseOne('a', bytes(`${text}x`), NOW_US)).status);
    }
  });

  it('rejects times in 1970 and times older than the retention', () => {
    for (const at of [0, 1_795_987, '1970-01-20T00:00:00Z']) {
      expect(rejectionOf(() => parseOne('a', bytes(JSON.stringify({ value: 1, at })), NOW_US)).errors).toEqual([
        { path: 'at', message: expect.stringMatching(/1970-.*wrong unit/) },
      ]);
    }
    const hourAgo = NOW_US - 3_600_000_000;
    const send = (at: number): unknown =>
      parseBatch(bytes(JSON.stringify([{ key: 'a', value: 1, at }])), NOW_US, hourAgo);
    expect(send(hourAgo)).toMatchObject({ rows: { atUs: [hourAgo] } });
    expect(rejectionOf(() => send(hourAgo - 1)).errors).toEqual([
      { path: '[0].at', message: expect.stringMatching(/older than anything that is kept/) },
    ]);
  });

  it.each([
    ['1e999', 'value'],
    ['{}', 'value'],
    ['{"value":null}', 'value'],
    ['{"value":"42"}', 'value'],
    ['{"value":1e999}', 'value'],
    ['{"value":1,"at":"yesterday"}', 'at'],
    ['{"value":1,"at":null}', 'at'],
    ['{"value":1,"tags":[]}', 'tags'],
    ['{"value":1,"tags":null}', 'tags'],
    ['{"value":1,"tags":{"a":1}}', 'tags.a'],
    ['{"value":1,"tags":{"":"x"}}', 'tags.'],
    ['{"value":1,"tags":{"a":"\\u0000"}}', 'tags.a'],
    ['{"value":1,"tags":{"a":"\\ud800"}}', 'tags.a'],
    ['{"value":1,"unit":5}', 'unit'],
    [`{"value":1,"unit":"${'x'.repeat(33)}"}`, 'unit'],
    ['{"value":1,"expectEvery":"soon"}', 'expectEvery'],
    ['{"value":1,"expectEvery":300}', 'expectEvery'],
    ['{"value":1,"expectEvery":"367d"}', 'expectEvery'],
    ['{"value":1,"tag":{}}', 'tag'],
    ['{"value":1,"key":"b"}', 'key'],
    ['value=1e999', 'value'],
    ['value=1&tags=eu', 'tags'],
    ['value=1&hue=red', 'hue'],
    ['value=1&at=yesterday', 'at'],
    ['value=1&at=0', 'at'],
    ['value=1&key=b', 'key'],
    ['temperature=5&value=1', 'temperature'],
  ])('answers 422 to %j, naming %s', (body, path) => {
    const { status, errors } = rejectionOf(() => parseOne('a', bytes(body), NOW_US));
    expect({ status, paths: errors?.map((error) => error.path) }).toEqual({ status: 422, paths: [path] });
  });

  it('allows at most 20 tags, names of 64 and values of 256 characters', () => {
    const tags = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, '']));
    const push = (of: object): PointColumns => parseOne('a', bytes(JSON.stringify({ value: 1, tags: of })), NOW_US);
    expect(push(tags(20)).series.tags).toHaveLength(1);
    expect(rejectionOf(() => push(tags(21))).errors).toEqual([{ path: 'tags', message: 'must be at most 20 tags' }]);
    expect(push({ ['n'.repeat(64)]: '😀'.repeat(256) }).series.tags).toHaveLength(1);
    expect(rejectionOf(() => push({ ['n'.repeat(65)]: '' })).errors?.[0]?.message).toMatch(/name must be 1-64/);
    expect(rejectionOf(() => push({ n: 'v'.repeat(257) })).errors?.[0]?.message).toMatch(/0-256/);
  });

  it('reports all errors at once', () => {
    const { errors } = rejectionOf(() => parseOne('a//b', bytes('{"value":"x","unit":1}'), NOW_US));
    expect(errors?.map(({ path }) => path)).toEqual(['key', 'value', 'unit']);
  });
});

describe('parseBatch', () => {
  it.each(['', ' \n\n', '[]', ' [ ] '])('reads no points from %j', (body) => {
    expect(rowsOf(parseBatch(bytes(body), NOW_US))).toEqual([]);
  });

  it.each(['[{"key":"a","value":1},]', '{"key":"a","value":1}\n{"key"', 'key=1', '[1', '{"key":"a",\n"value":1}'])(
    'answers 400 to %j',
    (body) => {
      expect(rejectionOf(() => parseBatch(bytes(body), NOW_US)).status).toBe(400);
    },
  );

  it('names the line at which NDJSON is invalid', () => {
    expect(rejectionOf(() => parseBatch(bytes('{"key":"a","value":1}\n\nnonsense\n'), NOW_US)).message).toMatch(
      /^Line 3 /,
    );
  });

  it.each([
    ['[{"key":"a","value":1},{"key":"b"}]', '[1].value'],
    ['{"key":"a","value":1}\n\n{"key":"b","value":null}', '[1].value'],
    ['[{"key":"a","value":1},{"value":1}]', '[1].key'],
    ['[{"key":"a","value":1},{"key":"a/","value":1}]', '[1].key'],
    ['[5]', '[0]'],
    ['[[]]', '[0]'],
    ['null', '[0]'],
    ['[{"key":"a","value":1,"tags":{"x":true}}]', '[0].tags.x'],
  ])('answers 422 to %j, naming %s', (body, path) => {
    const { status, errors } = rejectionOf(() => parseBatch(bytes(body), NOW_US));
    expect({ status, path: errors?.[0]?.path }).toEqual({ status: 422, path });
  });

  it('accepts at most 10,000 items as an array or as NDJSON', () => {
    const items = (count: number): string[] => Array.from({ length: count }, () => '{"key":"a","value":1}');
    for (const write of [(all: string[]) => `[${all.join()}]`, (all: string[]) => all.join('\n')]) {
      expect(parseBatch(bytes(write(items(10_000))), NOW_US).rows.value).toHaveLength(10_000);
      expect(rejectionOf(() => parseBatch(bytes(write(items(10_001))), NOW_US)).status).toBe(413);
    }
  });

  it('uses the last unit and expected interval of each metric', () => {
    const { metrics } = parseBatch(
      bytes(
        '[{"key":"a","value":1,"unit":"s"},{"key":"a","value":1,"unit":"ms","expectEvery":"5m"},{"key":"a","value":1}]',
      ),
      NOW_US,
    );
    expect(metrics).toEqual({ keys: ['a'], units: ['ms'], expectEveryMs: [300_000] });
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'Z', '"', '\\', 'é', '😀', ' ', '/', '_'), maxLength: 6 });
  const item = fc.record(
    {
      key: fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), minLength: 1, maxLength: 3 }).map((key) => `k${key}`),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      at: fc.integer({ min: 31_536_000, max: 1_700_000_000 }),
      tags: fc.dictionary(
        // V8 of Node 24 confuses the name `"` with the name `\\` if an earlier object has a member of that name.
        text.filter((name) => name.length > 0 && !name.includes('\\')),
        text,
        { maxKeys: 4 },
      ),
    },
    { requiredKeys: ['key', 'value'] },
  );

  it('reads arrays and NDJSON like JSON.parse, with one series for equal tags', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '\n\n', '\n \t\n'),
        (items, newline) => {
          const expected = (parseJson(JSON.stringify(items)) as typeof items).map(({ key, value, at, tags = {} }) => ({
            key,
            value,
            tags: JSON.stringify(Object.fromEntries(Object.entries(tags))),
            ...(at === undefined ? {} : { at: at * 1e6 }),
          }));
          const sorted = (canonical: string): string =>
            JSON.stringify(Object.entries(parseJson(canonical) as object).sort(([a], [b]) => (a < b ? -1 : 1)));
          for (const body of [JSON.stringify(items), items.map((one) => JSON.stringify(one)).join(newline)]) {
            const rows = rowsOf(parseBatch(bytes(body), NOW_US)) as typeof expected;
            expect(rows.map((row) => ({ ...row, tags: sorted(row.tags) }))).toEqual(
              expected.map((row) => ({ ...row, tags: sorted(row.tags) })),
            );
          }
        },
      ),
    );
  });

  it('throws only errors with a message for users', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.array(fc.json()).map((all) => all.join('\n')),
        ),
        (body) => {
          try {
            parseBatch(bytes(body), NOW_US);
          } catch (error) {
            expect(error).toBeInstanceOf(JobError);
          }
        },
      ),
    );
  });
});
