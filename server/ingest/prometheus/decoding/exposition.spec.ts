import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { msToUs } from '../../../common/time/timestamps.js';
import { JobError } from '../../../common/errors/job-error.js';
import type { ExternalTag } from '../../external-tags.js';
import { metricFamilies } from '../../../../test/fixtures/metric-families.js';
import { decodeToRows, type DecodedPoint } from '../../../../test/fixtures/decode-to-rows.js';
import { type EncodedPush, jobs } from './exposition.worker.js';
import { runs } from '../../../../test/support/jest/property-runs.js';

const RECORDED = new URL('../../../../test/fixtures/recorded/client-golang.json', import.meta.url);
const GROUP = { key: '{"job":"backup"}', replaces: 'all' } as const;
const NOW_MS = Date.parse('2026-01-01T00:00:00Z');
const JOB: readonly ExternalTag[] = [['job', 'backup']];

function read(
  body: string | Uint8Array,
  format: EncodedPush['format'] = 'text',
  labels = JOB,
): ReturnType<typeof decodeToRows> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return decodeToRows((context) =>
    jobs.push(context, { body: bytes, format, labels, group: GROUP, nowUs: msToUs(NOW_MS) }),
  );
}

function rejectionOf(body: string | Uint8Array, format?: EncodedPush['format']): JobError | undefined {
  try {
    read(body, format);
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
  return undefined;
}

const point = (key: string, value: number, tags: Record<string, string> = {}, atUs = NaN): DecodedPoint => ({
  key,
  tags: { job: 'backup', ...tags },
  atUs,
  value,
});

describe('text format', () => {
  it("reads the specification's own example", () => {
    const { points, rejected } = read(`# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

# A histogram, which has a pretty complex representation in the text format:
# HELP http_request_duration_seconds A histogram of the request duration.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="+Inf"} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320

# Finally a summary, which has a complex representation, too:
# TYPE rpc_duration_seconds summary
rpc_duration_seconds{quantile="0.01"} 3102
rpc_duration_seconds_sum 1.7560473e+07
rpc_duration_seconds_count 2693
`);
    expect(points).toEqual([
      point('http_requests_total', 1027, { method: 'post', code: '200' }, 1395066363000_000),
      point('http_requests_total', 3, { method: 'post', code: '400' }, 1395066363000_000),
      point('msdos_file_access_time_seconds', 1458255915, {
        path: 'C:\\DIR\\FILE.TXT',
        error: 'Cannot find file:\n"FILE.TXT"',
      }),
      point('metric_without_timestamp_and_labels', 12.47),
      point('http_request_duration_seconds_bucket', 24054, { le: '0.05' }),
      point('http_request_duration_seconds_bucket', 144320, { le: '+Inf' }),
      point('http_request_duration_seconds_sum', 53423),
      point('http_request_duration_seconds_count', 144320),
      point('rpc_duration_seconds', 3102, { quantile: '0.01' }),
      point('rpc_duration_seconds_sum', 17560473),
      point('rpc_duration_seconds_count', 2693),
    ]);
    expect(rejected).toBe(1);
  });

  it.each([
    ['a 1', point('a', 1)],
    ['  a\t1\r', point('a', 1)],
    ['a{} 1', point('a', 1)],
    ['a { b = "c" , } 1', point('a', 1, { b: 'c' })],
    ['a{b="}#,= "}1', point('a', 1, { b: '}#,= ' })],
    ['a{job="mine",b=""} 1', point('a', 1)],
    ['{"a.b", "c d"="e"} 1', point('a.b', 1, { 'c d': 'e' })],
    ['a -.5e-3', point('a', -0.0005)],
  ])('reads %j', (text, expected) => {
    expect(read(text).points).toEqual([expected]);
  });

  it('reads OpenMetrics: times in seconds, units, exemplars', () => {
    const { points, units } = read(
      `# TYPE load gauge
# UNIT load_joules joules
load_joules 1 1767225599.5
# TYPE foo counter
# UNIT foo bytes
foo_total{a="b"} 17 1767225599 # {trace_id="x"} 0.67 1.5
foo_created 1 # {} 1
# EOF
`,
      'openmetrics',
    );
    expect(points).toEqual([
      point('load_joules', 1, {}, 1767225599_500_000),
      point('foo_total', 17, { a: 'b' }, 1767225599_000_000),
      point('foo_created', 1),
    ]);
    expect(units).toEqual({ load_joules: 'J', foo_total: 'bytes' });
  });

  it.each([
    ['a', /value is not a number/],
    ['a 1\n\nb one', /line 3, 'b one': its value/],
    ['a 1 2 3', /something follows/],
    ['a 1 now', /time is not a number/],
    ['{a="b"} 1', /no name/],
    ['a{b} 1', /has no value/],
    ['a{b=c} 1', /not in quotes/],
    ['a{b="c 1', /not in quotes/],
    ['a{b="c" d="e"} 1', /'}' is expected/],
    ['a{="c"} 1', /a label must be/],
    ['a 0x10', /value is not a number/],
    [`a{b="${'x'.repeat(100_000)}"} 1`, /longer than/],
  ])('rejects %.40j and names the line', (text, expectedMessage) => {
    const error = rejectionOf(text);
    expect(error?.status).toBe(400);
    expect(error?.message).toMatch(expectedMessage);
  });

  it('rejects more samples than a push may contain, stored or not', () => {
    expect(rejectionOf('a NaN\n'.repeat(50_001))?.status).toBe(413);
  });

  it('rejects bytes that are not UTF-8', () => {
    expect(rejectionOf(Uint8Array.of(97, 0xff))?.message).toMatch(/UTF-8/);
  });

  it('accepts any input or rejects it with a message', () => {
    const token = fc.constantFrom(
      'a',
      '{',
      '}',
      '"',
      '\\',
      '=',
      ',',
      ' ',
      '\n',
      '#',
      '1',
      'NaN',
      'le="1"',
      '# UNIT a s',
      '# TYPE a gauge',
      '# TYPE h histogram',
      '# HELP a \\',
      'h_bucket',
      'é',
      ' # {',
      '\t',
      '\r',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.array(token, { maxLength: 40 }).map((tokens) => Buffer.from(tokens.join(''))),
    );
    fc.assert(
      fc.property(bodies, fc.constantFrom('text' as const, 'openmetrics' as const), (body, format) => {
        expect([400, undefined]).toContain(rejectionOf(Uint8Array.from(body), format)?.status);
      }),
      runs(1_000),
    );
  });
});

describe('delimited MetricFamily', () => {
  const labels = { method: 'post' };

  it("returns the same series for protobuf and text of Go's client", () => {
    const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as { families: string; text: string };
    const series = ({ points }: ReturnType<typeof read>): string[] =>
      points.map(({ key, tags }) => `${key} ${JSON.stringify(tags)}`).sort();
    const ofText = series(read(recorded.text));
    expect(series(read(Buffer.from(recorded.families, 'base64'), 'protobuf'))).toEqual(ofText);
    expect(ofText).toContain(
      'prometheus_http_response_size_bytes_bucket {"handler":"/metrics","job":"backup","le":"1e+06"}',
    );
  });

  it.each([
    [0.00001, '1e-05'],
    [0.0001, '0.0001'],
    [0, '0'],
    [123_456.5, '123456.5'],
    [1_638_400, '1.6384e+06'],
    [-1e100, '-1e+100'],
    [-Infinity, '-Inf'],
  ])('writes the bound %d like Go', (bound, le) => {
    const histogram = { count: 1, sum: 1, buckets: [[bound, 1]] as const };
    const { points } = read(metricFamilies([{ name: 'h', metrics: [{ histogram }] }]), 'protobuf');
    expect(points[0]?.tags.le).toBe(le);
  });

  it('reads every type', () => {
    const { points, units } = read(
      metricFamilies([
        { name: 'requests_total', metrics: [{ labels, counter: 3, timeMs: NOW_MS }] },
        { name: 'load', unit: 'ratio', metrics: [{ gauge: 0.5 }] },
        { name: 'any', metrics: [{ untyped: -1 }] },
        { name: 'rpc_seconds', metrics: [{ summary: { count: 2, sum: 7, quantiles: [[0.99, 5]] } }] },
        { name: 'http_seconds', metrics: [{ labels, histogram: { count: 9, sum: 4.5, buckets: [[0.1, 4]] } }] },
        { name: 'native', metrics: [{ histogram: { count: 9, sum: 4.5, buckets: [] } }] },
      ]),
      'protobuf',
    );
    expect(points).toEqual([
      point('requests_total', 3, labels, NOW_MS * 1_000),
      point('load', 0.5),
      point('any', -1),
      point('rpc_seconds', 5, { quantile: '0.99' }),
      point('rpc_seconds_count', 2),
      point('rpc_seconds_sum', 7),
      point('http_seconds_bucket', 4, { ...labels, le: '0.1' }),
      point('http_seconds_bucket', 9, { ...labels, le: '+Inf' }),
      point('http_seconds_count', 9, labels),
      point('http_seconds_sum', 4.5, labels),
      point('native_count', 9),
      point('native_sum', 4.5),
    ]);
    expect(units).toEqual({ load: 'ratio', rpc_seconds: 's', rpc_seconds_sum: 's', http_seconds_sum: 's' });
  });

  it('limits the number of decoded messages', () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`l${i}`, '']));
    expect(
      rejectionOf(metricFamilies([{ name: 'a', metrics: [{ labels: many, gauge: 1 }] }]), 'protobuf')?.status,
    ).toBe(400);
    const metrics = Array.from({ length: 50_001 }, () => ({}));
    expect(rejectionOf(metricFamilies([{ name: 'a', metrics }]), 'protobuf')?.status).toBe(413);
  });

  it('accepts any input or rejects it with a message', () => {
    const whole = metricFamilies([
      { name: 'a', metrics: [{ labels, counter: 3, timeMs: NOW_MS }] },
      { name: 'b', metrics: [{ histogram: { count: 9, sum: 4.5, buckets: [[0.1, 4]] } }] },
    ]);
    const damaged = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length)).map(([at, byte, length]) => {
      const body = Uint8Array.from(whole);
      body[at] = byte;
      return body.slice(0, length);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), damaged), (body) => {
        expect([400, undefined]).toContain(rejectionOf(body, 'protobuf')?.status);
      }),
      runs(1_000),
    );
  });
});
