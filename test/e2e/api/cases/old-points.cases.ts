// influxdata/influxdb#8392, #7213, #1571, FlowFuse/node-red-dashboard#1640: writes that are answered with success and never
// shown.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseResponse, type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

const DAY = 86_400_000;

interface Write {
  readonly title: string;
  readonly send: (server: CaseServer, key: string, now: number) => Promise<CaseResponse>;
  /** Whether the write may also be accepted if it can be read afterwards. */
  readonly orReadable?: boolean;
}

const line = (server: CaseServer, key: string, time: number | string, query = ''): Promise<CaseResponse> =>
  server.request('POST', `/api/v2/write?org=o&bucket=b${query}`, `${key} value=7 ${time}`);

const value = (server: CaseServer, key: string, at: unknown): Promise<CaseResponse> =>
  server.sendJson('POST', `/api/v1/metrics/${key}`, { value: 7, at });

const iso = (ms: number): string => new Date(ms).toISOString();

const WRITES: readonly Write[] = [
  {
    title: 'rejects seconds in the line protocol that would be read as nanoseconds',
    send: (server, key, now) => line(server, key, Math.floor(now / 1_000)),
  },
  {
    title: 'rejects milliseconds in the line protocol that would be read as nanoseconds',
    send: (server, key, now) => line(server, key, now),
  },
  {
    title: 'rejects milliseconds in the line protocol with the precision of seconds',
    send: (server, key, now) => line(server, key, now, '&precision=s'),
  },
  { title: 'rejects a value of 1970', send: (server, key) => value(server, key, 0) },
  {
    title: 'rejects a value of 8 days ago, or shows it',
    send: (server, key, now) => value(server, key, iso(now - 8 * DAY)),
    orReadable: true,
  },
  {
    title: 'rejects a value of 60 days ago, or shows it',
    send: (server, key, now) => value(server, key, iso(now - 60 * DAY)),
    orReadable: true,
  },
  {
    title: 'rejects a line of 8 days ago, or shows it',
    send: (server, key, now) => line(server, key, now - 8 * DAY, '&precision=ms'),
    orReadable: true,
  },
];

const writes = WRITES.map(({ title, send, orReadable = false }): TestCase => ({
  title,
  run: async (server) => {
    const key = uniqueName('old');
    const { status, text } = await send(server, key, Date.now());
    if (!orReadable || status >= 300) {
      assert.ok(status >= 400 && status < 500, `${status} ${text}`);
      return;
    }
    const { json } = await server.get(`/api/v1/metrics/${key}?range=90d`);
    const { fields } = json as { fields?: readonly { values: readonly unknown[] }[] };
    assert.ok((fields?.[0]?.values.length ?? 0) > 0, JSON.stringify(json));
  },
}));

/** Uses the default RETENTION. */
export const oldPoints: CaseGroup = { cases: writes, env: { RETENTION: '7d' } };
