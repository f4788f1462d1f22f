import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ALERTMANAGER, GITHUB } from '../../../test/fixtures/webhook-payloads.js';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { IngestApp } from '../../../test/support/server/ingest-app.js';
import { ProblemFilter } from '../../http/problems/problem.filter.js';
import { MAX_MAPPING_BYTES } from './mapping.schema.js';

const FORM = 'application/x-www-form-urlencoded';
const WEBHOOKS = '/api/v1/webhooks';

let app: IngestApp;
let clock: ManualClock;
beforeAll(async () => {
  clock = new ManualClock();
  app = await IngestApp.start([ProblemFilter], clock, { maxWebhooks: 5 });
});
afterAll(() => app.close());

interface Answer {
  readonly status: number;
  readonly body: {
    readonly detail?: string;
    readonly errors?: readonly { path: string; message: string }[];
    readonly items?: readonly Record<string, unknown>[];
    readonly events?: readonly unknown[];
    readonly [member: string]: unknown;
  };
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const sent =
    typeof body === 'string' || body instanceof Uint8Array || body === undefined ? body : JSON.stringify(body);
  const response = await app.request(path, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: sent as BodyInit }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
}

const put = (name: string, mapping: unknown): Promise<Answer> => call('PUT', `${WEBHOOKS}/${name}`, mapping);
const send = (name: string, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
  call('POST', `${WEBHOOKS}/${name}`, body, headers);
const event = (title: string): object => ({ rules: [{ event: { title } }] });
const titlesOf = async (): Promise<unknown[]> =>
  ((await call('GET', '/api/v1/events?limit=100')).body.items ?? []).map(({ title }) => title);

describe('a stored mapping', () => {
  const levels = (count: number): string => {
    let text = "'abcd'";
    for (let level = 0; level < count; level += 1) text = `reverse(join(${text},\`["","",""]\`))`;
    return `length(${text}) > \`0\``;
  };

  it.each([
    ['26 levels of joins', { when: levels(26), event: { title: 'x' } }],
    ['22 levels of joins', { when: levels(22), event: { title: 'x' } }],
    ['a template that doubles its size', { event: { title: `{{ a${'|[@,@]'.repeat(60)}|to_string(@) }}` } }],
    ['sorting by everything', { event: { title: '{{ sort_by(body.y, &to_string(@))[0] }}'.repeat(40) } }],
  ])('is not evaluated when it is stored: %s', async (_what, rule) => {
    const answer = await put('heavy', { rules: [rule] });
    expect(answer.status).toBe(200);
    const sent = await send('heavy', { y: ['b', 'a'], a: 'text' });
    expect([200, 422]).toContain(sent.status);
    expect((await call('DELETE', `${WEBHOOKS}/heavy`)).status).toBe(204);
  });

  it('can have thousands of expressions', async () => {
    const text = '{{ a.b }}'.repeat(220);
    const rules = Array.from({ length: 50 }, () => ({ event: { title: text, text } }));
    expect((await put('many', { rules })).status).toBe(200);
    await call('DELETE', `${WEBHOOKS}/many`);
  });

  it.each([
    ['an unknown function', { event: { title: '{{ zip(a, b) }}' } }, 'rules[0].event.title', /Unknown function/],
    ['too few arguments', { when: 'join(a)', event: { title: 'x' } }, 'rules[0].when', /takes 2 arguments/],
    ['too much nesting', { when: `${'!'.repeat(900)}a`, event: { title: 'x' } }, 'rules[0].when', /nested more than/],
    [
      'a change without a status',
      { event: { title: 'x', onChange: true } },
      'rules[0].event.onChange',
      /needs a status/,
    ],
    [
      'too many tags',
      { event: { title: 'x', tags: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`t${at}`, 'x'])) } },
      'rules[0].event.tags',
      /at most 20/,
    ],
  ])('is rejected with a message if it has %s', async (_what, rule, path, expectedMessage) => {
    const { status, body } = await put('wrong', { rules: [rule] });
    expect([status, body.errors?.[0]]).toEqual([422, { path, message: expect.stringMatching(expectedMessage) }]);
  });

  it('is rejected if it is too long or nested too deeply, also in an import', async () => {
    const long = { rules: Array.from({ length: 50 }, () => ({ event: { title: 'x'.repeat(2_000), tags: tags() } })) };
    function tags(): object {
      return Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`t${at}`, 'y'.repeat(400)]));
    }
    expect(JSON.stringify(long).length).toBeGreaterThan(MAX_MAPPING_BYTES);
    expect(await put('long', long)).toMatchObject({
      status: 413,
      body: { detail: expect.stringMatching(/at most 262144 bytes/) },
    });
    expect((await put('deep', `{"rules":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).status).toBe(413);
  });

  it('is rejected beyond MAX_WEBHOOKS, and can still be replaced', async () => {
    for (let at = 0; at < 5; at += 1) expect((await put(`w${at}`, event('x'))).status).toBe(200);
    expect(await put('w5', event('x'))).toMatchObject({
      status: 429,
      body: { detail: expect.stringMatching(/MAX_WEBHOOKS/) },
    });
    expect((await put('w0', event('y'))).status).toBe(200);
    expect((await call('DELETE', `${WEBHOOKS}/w1`)).status).toBe(204);
    expect((await put('w5', event('x'))).status).toBe(200);
    for (const at of [0, 2, 3, 4, 5]) await call('DELETE', `${WEBHOOKS}/w${at}`);
  });

  it('is listed without its rules if it is long', async () => {
    const rules = Array.from({ length: 50 }, () => ({ event: { title: 'x'.repeat(500) } }));
    await put('long', { rules });
    await put('short', event('x'));
    const { body } = await call('GET', WEBHOOKS);
    const listed = new Map(body.items?.map((item) => [item.name, item]));
    expect(listed.get('long')).toEqual({ name: 'long', builtIn: false });
    expect(listed.get('short')).toEqual({ name: 'short', builtIn: false, ...event('x') });
    expect((await call('GET', `${WEBHOOKS}/long`)).body).toEqual({ name: 'long', builtIn: false, rules });
    for (const name of ['long', 'short']) await call('DELETE', `${WEBHOOKS}/${name}`);
  });
});

describe('a received webhook', () => {
  const run = GITHUB.workflowRun('main', 'failure');
  const form = `payload=${encodeURIComponent(JSON.stringify(run))}`;

  it.each([
    ['a form', form, { 'content-type': FORM }],
    ['a form with a charset', form, { 'content-type': `${FORM}; charset=UTF-8` }],
    ['a form in gzip', gzipSync(form), { 'content-type': FORM, 'content-encoding': 'gzip' }],
    ['JSON', JSON.stringify(run), { 'content-type': 'application/json' }],
    ['JSON that curl calls a form', JSON.stringify(run), { 'content-type': FORM }],
  ])('can be %s', async (_what, body, headers) => {
    expect(await send('github?dryRun=true', body, { ...headers, 'x-github-event': 'workflow_run' })).toMatchObject({
      status: 200,
      body: { statuses: [{ key: 'ci/acme/shop/Tests', state: 'crit' }] },
    });
  });

  it('keeps every character of a form', async () => {
    const commits = [{ message: 'one & two = 3 + 4 Größe 💾' }];
    const push = { ref: 'main', commits, repository: { full_name: 'acme/shop' } };
    const encoded = encodeURIComponent(JSON.stringify(push)).replaceAll('%20', '+');
    expect(
      await send('github?dryRun=true', `token=x&payload=${encoded}&end=`, {
        'content-type': FORM,
        'x-github-event': 'push',
      }),
    ).toMatchObject({ status: 200, body: { events: [{ text: commits[0]?.message }] } });
  });

  it('stores nothing for the ping of a new webhook', async () => {
    const ping = `payload=${encodeURIComponent(JSON.stringify({ zen: 'x', hook_id: 1 }))}`;
    expect(await send('github', ping, { 'content-type': FORM, 'x-github-event': 'ping' })).toEqual({
      status: 200,
      body: { statuses: [], events: [], metrics: [], ignored: expect.stringContaining('ping') },
    });
  });

  it('is rejected with a message if it is multipart', async () => {
    const body = new FormData();
    body.set('payload', JSON.stringify(run));
    const response = await app.request(`${WEBHOOKS}/github`, { method: 'POST', body });
    expect([response.status, await response.json()]).toEqual([
      415,
      expect.objectContaining({ detail: expect.stringMatching(/multipart\/form-data/) }),
    ]);
  });

  it('does not expose secrets in its headers', async () => {
    await put('headers', event('{{ headers }}'));
    const headers = {
      'x-gitlab-token': 'SECRET1',
      'x-api-key': 'SECRET2',
      'x-hub-signature-256': 'SECRET3',
      'x-kind': 'seen',
    };
    const { body } = await send('headers?dryRun=true', '{}', headers);
    expect(JSON.stringify(body)).toMatch(/x-kind/);
    expect(JSON.stringify(body)).not.toMatch(/SECRET/);
    await call('DELETE', `${WEBHOOKS}/headers`);
  });

  it('creates no further event for alerts that are still firing', async () => {
    const first = await send('alertmanager', ALERTMANAGER);
    expect(first.body.events).toHaveLength(3);
    for (let repeated = 0; repeated < 3; repeated += 1) {
      clock.advance(4 * 3_600_000);
      expect((await send('alertmanager', ALERTMANAGER)).body).toMatchObject({ events: [], statuses: { length: 3 } });
    }
    const over = { ...ALERTMANAGER, alerts: ALERTMANAGER.alerts.map((alert) => ({ ...alert, status: 'resolved' })) };
    expect((await send('alertmanager', over)).body.events).toMatchObject([
      { title: 'DiskFull (db-1:9100) is over', level: 'ok' },
      { title: 'Watchdog is over' },
    ]);
  });

  it('ends the status of a resolved alert, and titles it with its name', async () => {
    const labels = { alertname: 'Raid', instance: 'nas', disk: 'sda' };
    const alert = (status: string): object => ({ alerts: [{ status, labels, fingerprint: 'f1' }] });
    const shown = async (): Promise<unknown> => (await call('GET', '/api/v1/statuses/alerts/Raid/nas/f1')).body;
    await send('alertmanager', alert('firing'));
    expect(await shown()).toMatchObject({ name: 'Raid sda (nas)', state: 'crit' });
    expect(await shown()).not.toHaveProperty('endedAt');
    await send('alertmanager', alert('resolved'));
    expect(await shown()).toMatchObject({ state: 'ok', endedAt: expect.any(String) });
    await send('alertmanager', alert('firing'));
    expect(await shown()).not.toHaveProperty('endedAt');
  });

  it('is stored completely or not at all', async () => {
    const each = 'body.keys';
    await put('both', {
      rules: [
        { metric: { key: 'both.size', value: 'length(body.keys)' }, event: { title: 'Both' } },
        { each, status: { key: 's/{{ item }}', state: 'ok' } },
        { each, status: { key: 't/{{ item }}', state: 'ok' } },
      ],
    });
    const stored = async (): Promise<unknown> => [
      (await call('GET', '/api/v1/metrics/both.size')).status,
      (await titlesOf()).filter((title) => title === 'Both').length,
      (await call('GET', '/api/v1/statuses/s/a')).status,
    ];
    // Two statuses per key: more than MAX_SERIES.
    const tooMany = { keys: ['a', ...Array.from({ length: 999 }, (_, index) => `k${index}`)] };
    expect(await send('both', tooMany)).toMatchObject({ status: 429 });
    expect(await stored()).toEqual([404, 0, 404]);
    expect(await send('both', { keys: ['a', 'b'] })).toMatchObject({
      status: 200,
      body: { metrics: [{ key: 'both.size', value: 2 }], events: [{ title: 'Both' }] },
    });
    expect(await stored()).toEqual([200, 1, 200]);
    await call('DELETE', `${WEBHOOKS}/both`);
  });

  it('creates one event, even if it is delivered repeatedly', async () => {
    const deliver = (id: string): Promise<Answer> =>
      send(
        'github',
        { ...GITHUB.workflowRun('other', 'success'), workflow_run: { ...run.workflow_run, id: 77, name: 'Once' } },
        { 'x-github-event': 'workflow_run', 'x-github-delivery': id },
      );
    expect((await deliver('a')).body.events).toHaveLength(1);
    expect((await deliver('a')).body.events).toEqual([]);
    expect((await deliver('b')).body.events).toEqual([]);
    expect((await titlesOf()).filter((title) => String(title).includes('Once'))).toHaveLength(1);
  });

  it('does not change the status while a deployment is in progress', async () => {
    const deploy = (state: string): Promise<Answer> =>
      send('github', GITHUB.deployment(state), { 'x-github-event': 'deployment_status' });
    const state = async (): Promise<unknown> =>
      (await call('GET', '/api/v1/statuses/deploy/acme/shop/production')).body.state;
    await deploy('success');
    for (const open of ['waiting', 'queued', 'pending', 'in_progress', 'inactive']) {
      expect([(await deploy(open)).status, await state()]).toEqual([200, 'ok']);
    }
    await deploy('failure');
    expect(await state()).toBe('crit');
  });
});

describe('a mapping that takes very long', () => {
  const slow = { rules: [{ each: 'body.items', when: 'body.list[?@ == `2`]', event: { title: 'x' } }] };
  const heavy = JSON.stringify({ items: new Array(1_000).fill(1), list: new Array(500_000).fill(1) });

  it('does not block other requests, and is stopped with a message', async () => {
    await put('slow', slow);
    const seen = { answer: false };
    const running = send('slow', heavy).finally(() => (seen.answer = true));
    const others = await Promise.all([
      call('POST', '/api/v1/metrics', '[{"key":"batch","value":1}]'),
      call('PUT', '/api/v1/tables/t', { columns: [{ name: 'c' }], rows: [[1]] }),
      call('POST', '/api/v2/write?bucket=b&org=o', 'm f=1'),
      call('POST', '/metrics/job/j', 'a 1\n'),
      call('POST', '/api/v1/metrics/single', '1'),
    ]);
    expect(others.filter(({ status }) => status >= 300)).toEqual([]);
    expect(seen.answer).toBe(false);
    while (!seen.answer) await clock.advanceAsync(100);
    expect(await running).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/took longer than 2 s/) },
    });
    expect((await send('github', '{}', { 'x-github-event': 'ping' })).status).toBe(200);
  });

  it('is stopped when its client disconnects', async () => {
    const { pendingTimers: pending } = clock;
    // Uses its own connection, because fetch would open another one at once and keep the server from closing.
    const left = request(`${app.address}${WEBHOOKS}/slow`, { method: 'POST', agent: false });
    left.on('error', () => undefined).end(heavy);
    while (clock.pendingTimers === pending) await clock.nextTimer();
    left.destroy();
    expect((await send('github', '{}', { 'x-github-event': 'ping' })).status).toBe(200);
    expect(clock.pendingTimers).toBe(pending);
  });
});
