// RomRider/apexcharts-card#1088, grafana/grafana#58085, home-assistant/frontend#10902, kalkih/mini-graph-card#488: UTC days that
// are shown as local days.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

const HOUR = 3_600_000;

interface Frame {
  readonly fields: readonly { readonly values: readonly unknown[] }[];
}

/** Pushes a value at each of these times. Returns the values that a board with `every` shows, by the start of their bucket. */
async function shown(
  server: CaseServer,
  { every, timeZone, at }: { every: string; timeZone?: string; at: readonly string[] },
): Promise<Record<string, unknown>> {
  const metric = uniqueName('calendar');
  const points = at.map((time, index) => ({ key: metric, value: index + 1, at: time }));
  assert.equal((await server.sendJson('POST', '/api/v1/metrics', points)).status, 200);
  const query = { source: 'metrics', metric, aggregate: 'sum', every };
  const panel = { id: 'p', type: 'chart', title: 'Days', query, layout: { x: 0, y: 0, w: 6, h: 4 }, options: {} };
  const board = { slug: metric, title: metric, timeZone, panels: [panel] };
  assert.equal((await server.sendJson('POST', '/api/v1/boards', board)).status, 201);
  const times = at.map((time) => Date.parse(time));
  const [from, to] = [Math.min(...times) - HOUR, Math.max(...times) + HOUR].map((time) => new Date(time).toISOString());
  const { json } = await server.get(`/api/v1/boards/${metric}/data?from=${from}&to=${to}`);
  const { fields } = (json as { panels: { p: { frame: Frame } } }).panels.p.frame;
  const [starts, values] = fields;
  return Object.fromEntries(
    (starts?.values ?? []).map((start, row) => [
      new Date(Number(start)).toISOString().slice(0, 16),
      values?.values[row],
    ]),
  );
}

const cases: readonly TestCase[] = [
  {
    title: "counts by the days of the server's time zone",
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-11-14T23:30:00Z', '2026-11-15T22:30:00Z', '2026-11-15T23:30:00Z'];
      assert.deepEqual(await shown(server, { every: '1d', at }), { '2026-11-14T23:00': 3, '2026-11-15T23:00': 3 });
    },
  },
  {
    title: 'counts by the days of the time zone of the board',
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-11-14T23:30:00Z', '2026-11-15T04:30:00Z', '2026-11-15T05:30:00Z'];
      const days = await shown(server, { every: '24h', timeZone: 'America/New_York', at });
      assert.deepEqual(days, { '2026-11-14T05:00': 3, '2026-11-15T05:00': 3 });
    },
  },
  {
    title: 'counts by days that begin at half past',
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-11-14T18:29:00Z', '2026-11-14T18:30:00Z', '2026-11-15T18:29:00Z'];
      const days = await shown(server, { every: '1d', timeZone: 'Asia/Kolkata', at });
      assert.deepEqual(days, { '2026-11-13T18:30': 1, '2026-11-14T18:30': 5 });
    },
  },
  {
    title: 'counts a day of 25 hours as one day',
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-10-24T21:30:00Z', '2026-10-24T22:30:00Z', '2026-10-25T22:30:00Z', '2026-10-25T23:30:00Z'];
      assert.deepEqual(await shown(server, { every: '1d', at }), {
        '2026-10-23T22:00': 1,
        '2026-10-24T22:00': 5,
        '2026-10-25T23:00': 4,
      });
    },
  },
  {
    title: 'counts by weeks from Monday',
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-11-15T22:30:00Z', '2026-11-15T23:30:00Z', '2026-11-22T22:30:00Z'];
      assert.deepEqual(await shown(server, { every: '1w', at }), { '2026-11-08T23:00': 1, '2026-11-15T23:00': 5 });
    },
  },
  {
    title: 'counts by months across a daylight-saving change',
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-09-30T21:30:00Z', '2026-09-30T22:30:00Z', '2026-10-31T22:30:00Z', '2026-10-31T23:30:00Z'];
      assert.deepEqual(await shown(server, { every: '1mo', at }), {
        '2026-08-31T22:00': 1,
        '2026-09-30T22:00': 5,
        '2026-10-31T23:00': 4,
      });
    },
  },
  {
    title: 'keeps hours aligned to UTC in every time zone',
    run: async (server: CaseServer): Promise<void> => {
      const at = ['2026-11-14T18:29:00Z', '2026-11-14T18:31:00Z'];
      assert.deepEqual(await shown(server, { every: '1h', timeZone: 'Asia/Kolkata', at }), { '2026-11-14T18:00': 3 });
    },
  },
  {
    title: 'reports an unknown time zone with an example',
    run: async (server: CaseServer): Promise<void> => {
      const board = { slug: uniqueName('zone'), title: 'Zone', timeZone: 'Mars/Phobos' };
      const { status, json } = await server.sendJson('POST', '/api/v1/boards', board);
      const { errors } = json as { errors: readonly { path: string; message: string }[] };
      assert.equal(status, 422);
      assert.deepEqual(errors[0]?.path, 'timeZone');
      assert.match(errors[0].message, /Europe\/Berlin/);
    },
  },
  {
    title: "returns the history of a metric by days of any time zone, by default the server's",
    run: async (server: CaseServer): Promise<void> => {
      const key = uniqueName('history');
      const now = Date.now();
      await server.sendJson('POST', `/api/v1/metrics/${key}`, { value: 1, at: now - 3 * 24 * HOUR });
      const starts = async (query: string): Promise<Date[]> => {
        const { json } = await server.get(`/api/v1/metrics/${key}?range=7d&every=1d&aggregate=sum${query}`);
        return ((json as Frame).fields[0]?.values ?? []).map((start) => new Date(Number(start)));
      };
      const hourIn = (zone: string, at: Date | undefined): string | undefined =>
        at?.toLocaleTimeString('en-GB', { timeZone: zone });
      assert.equal(hourIn('Asia/Tokyo', (await starts('&timeZone=Asia/Tokyo'))[0]), '00:00:00');
      assert.equal(hourIn('Europe/Berlin', (await starts(''))[0]), '00:00:00');
      assert.equal((await server.get(`/api/v1/metrics/${key}?timeZone=Mars`)).status, 422);
    },
  },
];

/** Uses a server with `TZ=Europe/Berlin`, like all topics. */
export const calendar: CaseGroup = { cases };
