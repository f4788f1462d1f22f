// influxdata/telegraf#7558, #3091, influxdb#5231, #6008, #9655, bdeitte/hot-shots#120 (lines); prometheus/influxdb_exporter#60,
// vectordotdev/vector#9781, influxdata/influxdb-relay#24 (clients that send requests before they write).
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type MetricItem, uniqueName } from '../../../support/cases/case-server.js';

type Check = (found: readonly MetricItem[], answer: CaseResponse) => void;

const has =
  (...values: readonly number[]): Check =>
  (found, answer) => {
    assert.equal(answer.status, 204, answer.text);
    assert.deepEqual(found.map(({ value }) => value).sort(), [...values].sort());
  };

const hasTags =
  (tags: Readonly<Record<string, string>>): Check =>
  (found) => {
    assert.deepEqual(found[0]?.tags, tags);
  };

const isRejected: Check = (found, answer) => {
  assert.deepEqual([answer.status, found], [400, []], answer.text);
};

interface Lines {
  readonly what: string;
  /** `@` is replaced by a unique measurement. */
  readonly lines: string | (() => string);
  readonly check: Check;
  readonly query?: string;
}

const LINES: readonly Lines[] = [
  {
    what: 'a valid line after one whose tag ends with a backslash',
    lines: '@,disk=C:\\ free=1\n@,disk=D free=2',
    check: (found, answer) => {
      if (found.length === 0) assert.match(answer.text, /line 1|"line":1/);
      else assert.ok(found.some(({ value }) => value === 2));
    },
  },
  {
    what: 'a valid line after an invalid one',
    lines: 'hello\n@ v=2',
    check: (found, answer) => {
      assert.equal(answer.status, 400);
      assert.match(answer.text, /line 1|"line":1|hello/);
      assert.deepEqual(
        found.map(({ value }) => value),
        [2],
      );
    },
  },
  {
    what: 'a doubled backslash before a comma',
    lines: '@,disk=C:\\\\,host=a free=1',
    check: (found) => {
      assert.equal(found[0]?.tags.host, 'a');
    },
  },
  { what: 'backslashes within a tag', lines: '@,path=C:\\Users\\me free=1', check: hasTags({ path: 'C:\\Users\\me' }) },
  {
    what: 'escaped blanks, commas and equals signs',
    lines: '@\\ x,a\\ b=c\\ d\\,e\\=f v\\ w=1',
    check: hasTags({ 'a b': 'c d,e=f' }),
  },
  { what: 'quotes that are part of a tag', lines: '@,a="x" v=1', check: hasTags({ a: '"x"' }) },
  { what: 'a field NaN beside a good one', lines: '@ a=NaN,b=2', check: has(2) },
  { what: 'a field +Inf beside a good one', lines: '@ a=+Inf,b=2', check: has(2) },
  { what: 'a field -inf beside a good one', lines: '@ a=-inf,b=2', check: has(2) },
  { what: 'a text with everything that separates', lines: '@ s="a, b=c # \n d",v=3', check: has(3) },
  { what: 'a text with escaped quotes and backslashes', lines: '@ s="say \\"hi\\" \\\\",v=3', check: has(3) },
  { what: 'a text alone', lines: '@ s="x"', check: has() },
  {
    what: 'integers, unsigned integers, booleans and exponents',
    lines: '@ i=12i,u=13u,t=t,f=FALSE,e=1.5e-3,n=-2',
    check: has(12, 13, 1, 0, 0.0015, -2),
  },
  { what: 'the greatest int64', lines: '@ i=9223372036854775807i', check: has(2 ** 63) },
  { what: 'CRLF and a comment', lines: '# hello\r\n@ v=1\r\n\r\n@2 v=2 \r\n', check: has(1, 2) },
  {
    what: 'a byte order mark',
    lines: '\ufeff@ v=1',
    check: has(1),
  },
  {
    what: 'several blanks before the time',
    lines: () => `@ v=1   ${Date.now()}`,
    check: has(1),
    query: '&precision=ms',
  },
  {
    what: 'the same tag twice',
    lines: '@,a=1,a=2 v=1',
    check: (found, answer) => {
      if (answer.status !== 400) assert.equal(found.length, 1);
    },
  },
  { what: 'a tag without a value', lines: '@,a= v=1', check: isRejected },
  { what: 'a field without a value', lines: '@ v=', check: isRejected },
  {
    what: 'the same time twice, of which the last one counts',
    lines: () => `@ v=2 ${Date.now()}\n@ v=3 ${Date.now()}`,
    check: has(3),
    query: '&precision=s',
  },
  { what: 'emoji and Arabic in a tag', lines: '@,who=مرحبا💾 v=1', check: hasTags({ who: 'مرحبا💾' }) },
  { what: 'microseconds by the name u', lines: () => `@ v=1 ${Date.now()}000`, check: has(1), query: '&precision=u' },
  { what: 'an unknown precision', lines: '@ v=1', check: isRejected, query: '&precision=sec' },
];

const lines = LINES.map(({ what, lines: text, check, query = '' }): TestCase => ({
  title: `reads the line protocol with ${what}`,
  run: async (server) => {
    const key = uniqueName('line');
    const seconds = query === '&precision=s';
    const body = (typeof text === 'string' ? text : text()).replace(/ (\d{10})\d{3}$/gm, seconds ? ' $1' : '$&');
    const answer = await server.request('POST', `/api/v2/write?org=o&bucket=b${query}`, body.replaceAll('@', key));
    check(await server.findSeries((metric) => metric.key.startsWith(key)), answer);
  },
}));

const QUESTIONS: readonly (readonly [method: string, path: string, ...statuses: number[]])[] = [
  ['GET', '/ping', 204, 200],
  ['HEAD', '/ping', 204, 200],
  ['GET', '/ping?verbose=true', 204, 200],
  ['GET', '/health', 200],
  ['HEAD', '/health', 200],
  ['GET', '/ready', 200],
  ['POST', '/query?q=CREATE%20DATABASE%20%22t%22', 200],
  ['GET', '/query?q=SHOW%20DATABASES', 200],
  ['POST', '/query?q=SHOW%20DATABASES', 200],
  ['GET', '/query?q=show+databases', 200],
  ['GET', '/query?q=SHOW%20RETENTION%20POLICIES%20ON%20%22t%22', 200],
];

const questions = QUESTIONS.map(([method, path, ...statuses]): TestCase => ({
  title: `answers ${method} ${path}, which clients of InfluxDB request before they write`,
  run: async (server) => {
    const { status, headers } = await server.request(method, path);
    assert.ok(statuses.includes(status), String(status));
    assert.doesNotMatch(headers['content-type'] ?? '', /html/);
  },
}));

const form: TestCase = {
  title: 'answers a query that is sent as a form, as InfluxDB 1 clients do',
  run: async (server) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, json } = await server.request('POST', '/query', 'q=CREATE+DATABASE+telegraf', headers);
    assert.deepEqual([status, typeof json], [200, 'object']);
  },
};

export const influx: CaseGroup = { cases: [...lines, ...questions, form] };
