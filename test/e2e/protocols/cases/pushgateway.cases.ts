// prometheus/pushgateway#147 (CRLF), #722 (PowerShell), #375, #344, #97, prometheus/client_python#442, kedacore/keda#6559,
// apache/hertzbeat#3739: variants of the text format and of paths from shells and clients.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type CaseServer, type MetricItem, uniqueName } from '../../../support/cases/case-server.js';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0';

interface Text {
  readonly what: string;
  /** `$` is replaced by a unique name. */
  readonly body: string | Buffer;
  readonly type?: string;
  readonly check: (answer: CaseResponse, found: readonly MetricItem[]) => void;
}

const is =
  (...values: readonly number[]) =>
  (answer: CaseResponse, found: readonly MetricItem[]): void => {
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(found.map(({ value }) => value).sort(), [...values].sort());
  };

const hasTags =
  (tags: Readonly<Record<string, string>>) =>
  (answer: CaseResponse, found: readonly MetricItem[]): void => {
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual({ ...found[0]?.tags, ...tags }, found[0]?.tags);
  };

const isStatus =
  (...statuses: readonly number[]) =>
  (answer: CaseResponse): void => {
    assert.ok(statuses.includes(answer.status), `${answer.status} ${answer.text}`);
  };

const secondsAgo = (seconds: number): string => (Date.now() / 1_000 - seconds).toFixed(3);

const TEXT_BODIES: readonly Text[] = [
  { what: 'no line feed at the end', body: '$ 42', check: is(42) },
  { what: 'lines that end with CRLF', body: '# TYPE $ gauge\r\n$ 42\r\n', check: is(42) },
  { what: 'indented comments and samples', body: '  # TYPE $ gauge\n  $ 42\n', check: is(42) },
  { what: 'comments behind tabs', body: '\t# HELP $ how long\n\t$ 42\n', check: is(42) },
  { what: 'a byte order mark', body: '\ufeff$ 42\n', check: is(42) },
  { what: 'a byte order mark, CRLF and no last line feed', body: '\ufeff# TYPE $ gauge\r\n$ 42', check: is(42) },
  { what: 'empty lines and lines of blanks', body: '\n   \n$ 42\n\t\n', check: is(42) },
  { what: 'blanks wherever they may be', body: '$ { disk = "a" , } 42 \n', check: is(42) },
  {
    what: 'quotes, backslashes and line feeds in labels',
    body: '$ {p="C:\\\\DIR\\\\",q="say \\"hi\\"",n="a\\nb"} 1\n',
    check: hasTags({ p: 'C:\\DIR\\', q: 'say "hi"', n: 'a\nb' }),
  },
  {
    what: 'braces, commas and hashes in labels',
    body: '${path="/a/{id},b",c="#1 }"} 1\n',
    check: hasTags({ path: '/a/{id},b', c: '#1 }' }),
  },
  { what: 'NaN and infinity beside a number', body: '$_a NaN\n$_b +Inf\n$_c 1e3\n', check: is(1_000) },
  {
    what: 'a hexadecimal number as Go writes it',
    body: '$ 0x1p4\n',
    check: (answer, found) => {
      if (answer.status !== 400) is(16)(answer, found);
    },
  },
  { what: 'digits with underscores', body: '$ 1_000\n', check: isStatus(400) },
  {
    what: 'a histogram',
    body: '# TYPE $ histogram\n$_bucket{le="0.5"} 1\n$_bucket{le="+Inf"} 2\n$_sum 3\n$_count 2\n',
    check: (answer, found) => {
      assert.equal(answer.status, 200, answer.text);
      assert.ok(found.length >= 4, String(found.length));
    },
  },
  {
    what: 'an exemplar of OpenMetrics',
    body: '# TYPE $ counter\n$_total 5 # {trace_id="x"} 1 1.5\n# EOF\n',
    type: OPENMETRICS,
    check: is(5),
  },
  {
    what: 'a time of OpenMetrics, in seconds with decimals',
    body: `$ 5 ${secondsAgo(60)}\n# EOF\n`,
    type: OPENMETRICS,
    check: (answer, found) => {
      is(5)(answer, found);
      // The server may have started much later than this table was created.
      assert.ok(Date.parse(found[0]?.at ?? '') < Date.now() - 50_000, found[0]?.at);
    },
  },
  { what: 'the content type of curl -d', body: '$ 42\n', type: 'application/x-www-form-urlencoded', check: is(42) },
  { what: 'no content', body: '', check: isStatus(200) },
  {
    what: 'a NUL byte',
    body: '$\u0000b 1\n',
    check: ({ status }) => {
      assert.ok(status < 500, String(status));
    },
  },
];

const named = (body: string | Buffer, name: string): string | Buffer =>
  typeof body === 'string' ? body.replace(/\$/g, name) : body;

async function push(
  server: CaseServer,
  { body, type = 'text/plain' }: Pick<Text, 'body' | 'type'>,
): Promise<[CaseResponse, MetricItem[]]> {
  const job = uniqueName('job');
  const content = named(body, uniqueName('backup').replaceAll('-', '_'));
  const answer = await server.request('POST', `/metrics/job/${job}`, content, { 'content-type': type });
  return [answer, await server.findSeries(({ tags }) => tags.job === job)];
}

const textBodies = TEXT_BODIES.map((text): TestCase => ({
  title: `reads the text format with ${text.what}`,
  run: async (server) => {
    text.check(...(await push(server, text)));
  },
}));

const utf16 = (['utf16le', 'utf16be'] as const).map((encoding): TestCase => ({
  title: `rejects ${encoding} as PowerShell sends it, and names the encoding`,
  run: async (server) => {
    const bytes = Buffer.from('\ufeffbackup 42\r\n', 'utf16le');
    const [answer] = await push(server, { body: encoding === 'utf16be' ? bytes.swap16() : bytes });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, /UTF/);
  },
}));

const PATHS: readonly (readonly [path: string, tags: Readonly<Record<string, string>>])[] = [
  ['/metrics/job/$/instance/b', { instance: 'b' }],
  ['/metrics/job/$/', {}],
  ['/metrics/job/$/instance/b/', { instance: 'b' }],
  ['/metrics/job/$/path@base64/L3Zhci90bXA', { path: '/var/tmp' }],
  ['/metrics/job/$/path@base64/L3Zhci90bXA=', { path: '/var/tmp' }],
  ['/metrics/job/$/path@base64/L3Zhci90bXA%3D', { path: '/var/tmp' }],
  ['/metrics/job/$/empty@base64/=/other/x', { other: 'x' }],
  ['/metrics/job@base64/bXkvam9i/mark/$', { job: 'my/job' }],
  ['/metrics/job/$/name/%F0%9F%92%BE%20disk', { name: '💾 disk' }],
  ['/metrics/job/$/part/100%25', { part: '100%' }],
  ['/metrics/job/$/part/a+b', { part: 'a+b' }],
];

const paths = PATHS.map(([path, tags]): TestCase => ({
  title: `reads the path ${path}`,
  run: async (server) => {
    const mark = uniqueName('path');
    const answer = await server.request('POST', path.replace('$', mark), 'paths 1\n');
    assert.equal(answer.status, 200, answer.text);
    const [found] = await server.findSeries((metric) => Object.values(metric.tags).includes(mark));
    assert.deepEqual({ ...found?.tags, ...tags }, found?.tags);
    assert.ok(!found?.tags.empty, 'an empty label is none');
  },
}));

const REJECTED: readonly (readonly [path: string, ...statuses: number[]])[] = [
  ['/metrics/job/a/1bad/b', 400],
  ['/metrics/job/', 400, 404],
  ['/metrics/job/a%', 400],
  ['/metrics/job/a/path@base64/L3$', 400],
  ['/metrics/job/a/name', 400],
];

const rejected = REJECTED.map(([path, ...statuses]): TestCase => ({
  title: `rejects the path ${path}`,
  run: async (server) => {
    isStatus(...statuses)(await server.request('POST', path, 'paths 1\n'));
  },
}));

const ambiguous = ['/metrics/job/$/name/x%2Fy', '/metrics/job/$/label1//label2/b'].map((path): TestCase => ({
  title: `never reads ${path} as other labels`,
  run: async (server) => {
    const mark = uniqueName('path');
    const { status } = await server.request('POST', path.replace('$', mark), 'paths 1\n');
    assert.ok(status < 500, String(status));
    const [found] = await server.findSeries(({ tags }) => tags.job === mark);
    const others = Object.fromEntries(Object.entries(found?.tags ?? {}).filter(([name]) => name !== 'job'));
    const right: readonly unknown[] = [{}, { name: 'x/y' }, { label2: 'b' }];
    assert.ok(
      right.some((tags) => JSON.stringify(tags) === JSON.stringify(others)),
      JSON.stringify(others),
    );
  },
}));

export const pushgateway: CaseGroup = { cases: [...textBodies, ...utf16, ...paths, ...rejected, ...ambiguous] };
