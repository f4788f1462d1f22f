import { describe, expect, it } from '@jest/globals';
import { msToUs } from '../../../common/time/timestamps.js';
import { JobError } from '../../../common/errors/job-error.js';
import { type Family, metricFamilies } from '../../../../test/fixtures/metric-families.js';
import { decodeToRows } from '../../../../test/fixtures/decode-to-rows.js';
import { type EncodedPush, jobs } from './exposition.worker.js';

const GROUP = { key: '{"job":"backup"}', replaces: 'all' } as const;
const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

type Body = string | Uint8Array;

function push(body: Body, format: EncodedPush['format'] = 'text'): ReturnType<typeof decodeToRows> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const labels = [['job', 'backup']] as const;
  return decodeToRows((context) =>
    jobs.push(context, { body: bytes, format, labels, group: GROUP, nowUs: msToUs(NOW_MS) }),
  );
}

function rejectionOf(body: Body, format?: EncodedPush['format']): string {
  try {
    push(body, format);
  } catch (error) {
    if (error instanceof JobError && error.status === 400) return error.message;
    throw error;
  }
  return 'accepted';
}

/** Returns the series with their values as `key{tags} value`. */
function series(body: Body, format?: EncodedPush['format']): string[] {
  return push(body, format).points.map(({ key, tags, value }) => {
    const own = Object.entries(tags).filter(([name]) => name !== 'job');
    return `${key}{${own.map(([name, text]) => `${name}=${text}`).join(',')}} ${value}`;
  });
}

describe('a push in the text format is rejected, as in a Pushgateway, with', () => {
  it.each([
    ['a series twice', 'a 1\na 1\n', /a\{"job":"backup"\} is a duplicate/],
    ['a series twice with other values', 'a{x="1"} 1\na{x="1"} 2\n', /is a duplicate/],
    ['a series twice with labels in another order', 'a{x="1",y="2"} 1\na{y="2",x="1"} 2\n', /is a duplicate/],
    ['a series twice if a label of the group is applied', 'a{job="x"} 1\na{job="y"} 1\n', /is a duplicate/],
    ['a series twice, once with an empty label', 'a{x=""} 1\na 1\n', /is a duplicate/],
    ['a series twice, far apart', 'a 1\nb 2\na 3\n', /is a duplicate/],
    ['a label twice', 'a{x="1",x="1"} 1\n', /has a label 'x' twice/],
    ['a label twice with other values', 'a{x="1",x="2"} 1\n', /has a label 'x' twice/],
    ['a TYPE after samples', 'a 1\n# TYPE a gauge\n', /line 2.*second TYPE line.*'a'/],
    ['two TYPEs', '# TYPE a gauge\n# TYPE a counter\na 1\n', /line 2.*second TYPE/],
    ['two HELPs', '# HELP a x\n# HELP a y\na 1\n', /line 2.*second HELP/],
    ['an unknown TYPE', '# TYPE a foo\na 1\n', /unknown metric type 'foo'/],
    ['a TYPE of OpenMetrics', '# TYPE a info\na 1\n', /unknown metric type 'info'/],
    ['extra text after a TYPE', '# TYPE a gauge extra\na 1\n', /unknown metric type 'gauge extra'/],
    ['a TYPE for a part of a histogram', '# TYPE h histogram\nh_count 1\n# TYPE h_count gauge\n', /second TYPE.*'h'/],
    [
      'a metric named like a part of a summary',
      '# TYPE s_count gauge\ns_count{a="b"} 2\n# TYPE s summary\ns_sum 1\n',
      /collides/,
    ],
    ['an invalid name in a comment', '# TYPE 1a gauge\na 1\n', /invalid metric name in comment/],
    ['a comment whose HELP escapes a letter', '# HELP a x\\y\na 1\n', /'\\y' is not a valid escape/],
    ['a name that begins with a digit', '1a 1\n', /no name/],
    ['a name with a hyphen', 'a-b 1\n', /not a number/],
    ['a name with a dot', 'a.b 1\n', /not a number/],
    ['a name beyond ASCII without quotes', 'é 1\n', /no name/],
    ['a reserved label', 'a{__name__="b"} 1\n', /reserved/],
    ['a label that begins with __', 'a{__x="b"} 1\n', /reserved/],
    ['a label that begins with a digit', 'a{1x="b"} 1\n', /a label must be/],
    ['a label with a hyphen', 'a{x-y="b"} 1\n', /no value/],
    ['a label with a colon', 'a{x:y="b"} 1\n', /no value/],
    ['a label beyond ASCII without quotes', 'a{é="b"} 1\n', /a label must be/],
    ['two commas', 'a{x="b",,} 1\n', /a label must be/],
    ['a leading comma', 'a{,x="b"} 1\n', /a label must be/],
    ['an unclosed brace', 'a{x="b" 1\n', /'}' is expected/],
    ['a truncated label value', 'a{x="b\n', /not in quotes/],
    ['an unknown escape', 'a{x="a\\tb"} 1\n', /'\\t' is not a valid escape/],
    ['two names', 'a{"b"} 1\n', /no value/],
    ['a name after labels', '{x="1","b"} 1\n', /no value/],
    ['no value', 'a\n', /not a number/],
    ['digits with underscores', 'a 1_000\n', /not a number/],
    ['a hexadecimal number', 'a 0x10\n', /not a number/],
    ['a hexadecimal float', 'a 0x1p4\n', /not a number/],
    ['an octal number', 'a 0o17\n', /not a number/],
    ['a decimal comma', 'a 1,5\n', /not a number/],
    ['a number that a double cannot hold', 'a 1e999\n', /not a number/],
    ['+NaN', 'a +NaN\n', /not a number/],
    ['a time with decimals', 'a 1 1.5\n', /not a whole number/],
    ['an invalid time', 'a 1 now\n', /time is not a number/],
    ['extra text after the time', 'a 1 2 3\n', /something follows/],
    ['a comment after a sample', 'a 1 # note\n', /time is not a number/],
    ['a carriage return within a line', 'a 1\rb 2\n', /not a number/],
    ['a form feed', 'a 1\f\n', /not a number/],
    ['a no-break space', 'a\u00a01\n', /not a number/],
    ['a NUL in a name', 'a\0b 1\n', /not a number/],
    [
      'a bucket whose bound is not a number',
      '# TYPE h histogram\nh_bucket{le="x"} 1\n',
      /'le' of a histogram is not a number/,
    ],
    ['a quantile that is not a number', '# TYPE s summary\ns{quantile="x"} 1\n', /'quantile' of a summary/],
    ['a label that is not UTF-8', Buffer.from('a{x="\xff"} 1\n', 'latin1'), /not UTF-8/],
    ['UTF-16 of PowerShell', Buffer.from('\ufeffa 1\r\n', 'utf16le'), /is UTF-16\. Send it as UTF-8/],
    ['UTF-16, the other bytes first', Buffer.from('\ufeffa 1\r\n', 'utf16le').swap16(), /is UTF-16/],
  ])('%s', (_what, body, expectedMessage) => {
    expect(rejectionOf(body)).toMatch(expectedMessage);
  });
});

describe('a push in the text format is accepted with', () => {
  it.each([
    ['no line feed at the end', 'a 1', ['a{} 1']],
    ['CRLF', '# TYPE a gauge\r\n# HELP a x\r\na 1\r\n', ['a{} 1']],
    ['a byte order mark', '\ufeffa 1\n', ['a{} 1']],
    ['comments after blanks and tabs', '  # TYPE a gauge\n\t# HELP a x\n \t a 1\n', ['a{} 1']],
    ['empty and blank lines', '\n   \na 1\n\t\n', ['a{} 1']],
    ['blanks everywhere', ' a { x = "b" , } 42 \t\n', ['a{x=b} 42']],
    ['a name with a colon', 'a:b 1\n', ['a:b{} 1']],
    ['escapes in a label', 'a{x="C:\\\\D\\\\",y="\\"hi\\"",z="a\\nb"} 1\n', ['a{x=C:\\D\\,y="hi",z=a\nb} 1']],
    ['braces, commas and hashes in a label', 'a{x="/{id},b",y="#1 }"} 1\n', ['a{x=/{id},b,y=#1 }} 1']],
    ['a NUL in a label', 'a{x="\0"} 1\n', ['a{x=\0} 1']],
    ['a HELP after samples', 'a 1\n# HELP a x\n', ['a{} 1']],
    ['comments without content', '#\n# x\n#TYPE\n# TYPE\n# TYPE a\n# HELP\n# HELP a\na 1\n', ['a{} 1']],
    ['a TYPE in capitals', '# TYPE a GAUGE\na 1\n', ['a{} 1']],
    ['a TYPE and no samples', '# TYPE a gauge\n', []],
    ['samples of a family that are not adjacent', 'a{x="1"} 1\nb 1\na{x="2"} 2\n', ['a{x=1} 1', 'b{} 1', 'a{x=2} 2']],
    ['labels that not all samples have', 'a{x="1"} 1\na{y="1"} 2\na 3\n', ['a{x=1} 1', 'a{y=1} 2', 'a{} 3']],
    ['a gauge beside its sum', '# TYPE s gauge\ns 1\ns_sum 1\n', ['s{} 1', 's_sum{} 1']],
    ['numbers without digits before or after the point', 'a .5\nb 5.\nc +5\n', ['a{} 0.5', 'b{} 5', 'c{} 5']],
    [
      'a bound of any form',
      '# TYPE h histogram\nh_bucket{le="1.0"} 1\nh_bucket{le="+Inf"} 2\n',
      ['h_bucket{le=1.0} 1', 'h_bucket{le=+Inf} 2'],
    ],
    ['an exemplar', 'a 1 # {trace_id="x"} 1\n', ['a{} 1']],
    [
      'names of Prometheus 3 in quotes',
      '{"温度"} 1\n{"湿度",x="y"} 2\n',
      ['_x6E29__x5EA6_{} 1', '_x6E7F__x5EA6_{x=y} 2'],
    ],
    ['a label of Prometheus 3 in quotes', '# TYPE "a.b" gauge\n{"a.b","c d"="e"} 1\n', ['a.b{c d=e} 1']],
    ['nothing', '', []],
  ])('%s', (_what, body, expected) => {
    expect(series(body)).toEqual(expected);
  });

  it('NaN and infinite values, which are skipped and counted', () => {
    const { points, rejected } = push('a NaN\nb +Inf\nc -Inf\nd nan\ne 1e3\n');
    expect([points.map(({ value }) => value), rejected]).toEqual([[1_000], 4]);
  });

  it('a time, unlike in a Pushgateway', () => {
    expect(push(`a 1 ${NOW_MS}\n`).points).toMatchObject([{ atUs: NOW_MS * 1_000, value: 1 }]);
  });
});

describe('a push in OpenMetrics', () => {
  it('can have OpenMetrics types and times with decimals', () => {
    const body = '# TYPE a info\na_info{v="1"} 1\n# TYPE b unknown\nb 2 1767225599.5\n# EOF\n';
    expect(series(body, 'openmetrics')).toEqual(['a_info{v=1} 1', 'b{} 2']);
    expect(push(body, 'openmetrics').points[1]?.atUs).toBe(1_767_225_599_500_000);
  });
});

describe('a push of delimited MetricFamily', () => {
  const of = (...families: readonly Family[]): Uint8Array => metricFamilies(families);

  it.each([
    ['a series twice', of({ name: 'a', metrics: [{ gauge: 1 }, { gauge: 2 }] }), /is a duplicate/],
    [
      'a series twice in two families',
      of({ name: 'a', metrics: [{ gauge: 1 }] }, { name: 'a', metrics: [{ gauge: 1 }] }),
      /duplicate/,
    ],
    ['no name', of({ name: '', metrics: [{ gauge: 1 }] }), /has no name/],
    ['a reserved label', of({ name: 'a', metrics: [{ labels: { __x: 'y' }, gauge: 1 }] }), /reserved/],
    ['a label without a name', of({ name: 'a', metrics: [{ labels: { '': 'y' }, gauge: 1 }] }), /without a name/],
    [
      'a name that is not UTF-8',
      Uint8Array.of(13, 0x0a, 1, 0xff, 0x22, 8, 0x12, 0, 0x12, 0, 0x12, 0, 0x12, 0),
      /not UTF-8/,
    ],
  ])('is rejected with %s', (_what, body, expectedMessage) => {
    expect(rejectionOf(body, 'protobuf')).toMatch(expectedMessage);
  });

  it('ends a series whose value is a stale marker', () => {
    const body = Buffer.from(of({ name: 'a', metrics: [{ labels: { x: 'y' }, gauge: 1 }] }));
    const at = body.indexOf(Buffer.from(Float64Array.of(1).buffer));
    body.set([2, 0, 0, 0, 0, 0, 0xf0, 0x7f], at);
    const { points, ends } = push(body, 'protobuf');
    expect([points, ends]).toEqual([[], [{ key: 'a', tags: { job: 'backup', x: 'y' }, atUs: NOW_MS * 1_000 }]]);
  });

  it('accepts any UTF-8 names', () => {
    expect(
      series(of({ name: '温度', metrics: [{ gauge: 1 }] }, { name: '湿度', metrics: [{ gauge: 2 }] }), 'protobuf'),
    ).toEqual(['_x6E29__x5EA6_{} 1', '_x6E7F__x5EA6_{} 2']);
  });
});
