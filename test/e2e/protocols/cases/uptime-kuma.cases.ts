// louislam/uptime-kuma#3320, #3343, #1613, #4992, uptime-kuma-agent#2: variants of the URL of a push monitor from people
// and shells.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

interface Expected {
  readonly state: string | RegExp;
  readonly message?: string | RegExp;
  readonly ping?: number;
}

async function pingOf(server: CaseServer, token: string): Promise<number | undefined> {
  return (await server.seriesOf(`${token}.ping`))[0]?.value;
}

async function check(server: CaseServer, token: string, { state, message = '', ping }: Expected): Promise<void> {
  const status = await server.status(token);
  if (typeof state === 'string') assert.equal(status?.state, state);
  else assert.match(status?.state ?? '', state);
  if (typeof message === 'string') assert.equal(status?.message ?? '', message);
  else assert.match(status?.message ?? '', message);
  assert.equal(await pingOf(server, token), ping);
}

const QUERIES: readonly (readonly [what: string, query: string, expected: Expected])[] = [
  ['a ping with decimals', '?status=up&msg=OK&ping=12.345', { state: 'ok', message: 'OK', ping: 12.345 }],
  ['an empty ping, as in the suggested address', '?status=up&msg=OK&ping=', { state: 'ok', message: 'OK' }],
  ['a ping that is a word', '?status=up&msg=OK&ping=rainy', { state: 'ok', message: 'OK' }],
  ['a ping with its unit', '?status=up&msg=OK&ping=12ms', { state: 'ok', message: 'OK', ping: 12 }],
  ['a ping with a blank and its unit', '?status=up&msg=OK&ping=0.5%20ms', { state: 'ok', message: 'OK', ping: 0.5 }],
  ['a negative ping', '?status=up&msg=OK&ping=-5', { state: 'ok', message: 'OK', ping: -5 }],
  ['a ping with an exponent', '?status=up&msg=OK&ping=1e3', { state: 'ok', message: 'OK', ping: 1_000 }],
  ['an infinite ping', '?status=up&msg=OK&ping=Infinity', { state: 'ok', message: 'OK' }],
  ['the old suggested address', '?status=true&msg=OK&ping=', { state: /^(ok|crit)$/, message: 'OK' }],
  ['a status alone', '?status=down', { state: 'crit' }],
  ['no parameters', '', { state: 'ok' }],
  [
    'an address that was joined twice',
    '?status=up&msg=OK&ping=?status=up&msg=OK&ping=0.235',
    {
      state: 'ok',
      message: 'OK',
      ping: 0.235,
    },
  ],
  ['plus signs and escapes in the message', '?status=up&msg=a+b%20c%2Bd%25', { state: 'ok', message: 'a b c+d%' }],
  ['an escaped emoji', '?status=up&msg=%F0%9F%92%BE%20fertig', { state: 'ok', message: '💾 fertig' }],
  ['a bare percent sign', '?status=up&msg=CPU%20at%2095%', { state: 'ok', message: 'CPU at 95%' }],
  ['a bare percent sign before a letter', '?status=up&msg=5%%20of%20it', { state: 'ok', message: '5% of it' }],
  ['a line break', '?status=up&msg=one%0Atwo', { state: 'ok', message: /one\s+two/ }],
  ['a very long message', `?status=up&msg=${'x'.repeat(3_000)}`, { state: 'ok', message: /^x{200}/ }],
];

const queries = QUERIES.map(([what, query, expected]): TestCase => ({
  title: `accepts a heartbeat with ${what}`,
  run: async (server) => {
    const token = uniqueName('kuma');
    const answer = await server.get(`/api/push/${token}${query}`);
    assert.deepEqual([answer.status, answer.json], [200, { ok: true }]);
    await check(server, token, expected);
  },
}));

/** RFC 9112, section 3: a malformed request line is answered with 400 and not corrected. */
const unencoded = (what: string, message: Buffer): TestCase => ({
  title: `explains how to send ${what} that is not percent-encoded`,
  run: async (server) => {
    const token = uniqueName('kuma');
    const answer = await server.sendRaw(rawAddress(message)(token, server.port));
    assert.match(answer, /^HTTP\/1\.1 400 [^]*--data-urlencode/);
    assert.equal(await server.status(token), undefined);
  },
});

const rawAddress =
  (message: Buffer) =>
  (token: string, port: string): Buffer =>
    Buffer.concat([
      Buffer.from(`GET /api/push/${token}?status=up&msg=`),
      message,
      Buffer.from(` HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`),
    ]);

const METHODS: readonly TestCase[] = [
  unencoded('a message in UTF-8', Buffer.from('Größe')),
  unencoded('an emoji', Buffer.from('💾')),
  {
    title: 'accepts HEAD, as wget --spider sends it',
    run: async (server) => {
      const token = uniqueName('kuma');
      assert.equal((await server.request('HEAD', `/api/push/${token}?status=up`)).status, 200);
      await check(server, token, { state: 'ok' });
    },
  },
  {
    title: 'accepts POST with a form in its body',
    run: async (server) => {
      const token = uniqueName('kuma');
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const { status } = await server.request('POST', `/api/push/${token}?status=down&msg=x`, 'a=b', headers);
      assert.equal(status, 200);
      await check(server, token, { state: 'crit', message: 'x' });
    },
  },
  {
    title: 'rejects a token that is too long for a key, in the format of Uptime Kuma',
    run: async (server) => {
      const { status, json } = await server.get(`/api/push/${'x'.repeat(300)}?status=up`);
      assert.ok(status >= 400 && status < 500, String(status));
      assert.equal((json as { ok?: boolean }).ok, false);
    },
  },
  {
    title: 'accepts a slash after the token',
    run: async (server) => {
      const token = uniqueName('kuma');
      assert.equal((await server.get(`/api/push/${token}/?status=up`)).status, 200);
      await check(server, token, { state: 'ok' });
    },
  },
];

export const uptimeKuma: CaseGroup = { cases: [...queries, ...METHODS] };
