import { describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { STATUSES, recordsClient } from '../../support/server/records-client.js';
import { fieldValues } from '../../support/server/frame-values.js';
import { useServer } from '../../support/server/use-server.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HOUR = 3_600_000;

const app = useServer();
const { reportStatus, createBoard, loadPanel } = recordsClient(app);

describe('a status', () => {
  it('is returned as it was reported, with the board that shows it', async () => {
    const answer = await reportStatus('s.first', { state: 'warn', message: 'Disk 91 % full' });
    expect(answer).toEqual({
      key: 's.first',
      state: 'warn',
      message: 'Disk 91 % full',
      at: expect.stringMatching(ISO),
      board: null,
    });
    await createBoard('statuses-first', 'status', { source: 'statuses', match: 's.fir*' });
    expect(await reportStatus('s.first', { state: 'ok' })).toMatchObject({
      state: 'ok',
      board: '/boards/statuses-first',
    });
    expect(await reportStatus('t.first', { state: 'ok' })).toMatchObject({ board: null });
  });

  it('can be one word with any content type', async () => {
    for (const state of ['ok', 'warn', 'crit', 'unknown\n', 'OK', '"ok"']) {
      const expected = state.trim().toLowerCase().replaceAll('"', '');
      expect(expectJson(await app.api.post(`${STATUSES}/s/word`, state), 200)).toMatchObject({ state: expected });
    }
    const form = expectJson(await app.api.post(`${STATUSES}/s/word`, 'state=warn&message=slow%3A+812+ms'), 200);
    expect(form).toMatchObject({ state: 'warn', message: 'slow: 812 ms' });
    const body = '{"state":"crit"}';
    for (const type of ['application/json', 'text/plain', 'banana', '']) {
      const answer = await app.api.post(`${STATUSES}/s%2Fword`, body, { 'content-type': type });
      expect(expectJson(answer, 200)).toMatchObject({ key: 's/word', state: 'crit' });
    }
  });

  it('notifies clients at once, whose next read contains it', async () => {
    await createBoard('statuses-live', 'status', { source: 'statuses', match: 'live.*' });
    expect(fieldValues((await loadPanel('statuses-live')).frame, 'name')).toEqual([]);
    const client = await TestSocket.open(app.server.base);
    try {
      const { revision } = await client.subscribe('statuses-live');
      await reportStatus('live.backup', { state: 'crit', message: 'No space left', at: 1_700_000_000 });
      const notification = await client.next('changed');
      expect(notification.board).toBe('statuses-live');
      expect(notification.revision).toBeGreaterThan(revision);
      const { panels, revision: read } = await app.api.snapshot('statuses-live');
      expect(read).toBe(notification.revision);
      const at = 1_700_000_000_000;
      expect(panels.p?.frame).toEqual({
        fields: [
          { name: 'name', type: 'string', values: ['live.backup'] },
          { name: 'state', type: 'state', values: ['crit'] },
          { name: 'message', type: 'string', values: ['No space left'] },
          { name: 'time', type: 'time', values: [at] },
          { name: 'since', type: 'time', values: [at] },
        ],
      });
    } finally {
      await client.close();
    }
  });

  it('is never replaced by an older report', async () => {
    await reportStatus('s.late', { state: 'ok', at: '2026-01-01T10:00:00Z' });
    expect(await reportStatus('s.late', { state: 'crit', at: '2026-01-01T09:00:00Z' })).toMatchObject({ late: true });
    expect(expectJson(await app.api.request(`${STATUSES}/s.late`), 200)).toEqual({
      key: 's.late',
      state: 'ok',
      at: '2026-01-01T10:00:00.000Z',
      since: '2026-01-01T10:00:00.000Z',
    });
  });

  it('keeps the time of its last change, and becomes stale by its expected interval', async () => {
    await createBoard('statuses-stale', 'status', { source: 'statuses', match: 's.expected' });
    const start = Date.now() - HOUR;
    await reportStatus('s.expected', { state: 'warn', at: start, expectEvery: '2m' });
    await reportStatus('s.expected', { state: 'warn', at: start + 60_000 });
    const { updatedAt, staleAt, frame } = await loadPanel('statuses-stale');
    expect([fieldValues(frame, 'since'), fieldValues(frame, 'time')]).toEqual([[start], [start + 60_000]]);
    expect(updatedAt).toBe(new Date(start + 60_000).toISOString());
    expect(staleAt).toBe(new Date(start + 60_000 + 180_000).toISOString());
  });

  it('has the same history for reports in any order', async () => {
    const start = Date.now() - 40 * 60_000;
    const minute = (count: number): number => start + count * 60_000;
    await reportStatus('s.history', { state: 'ok', at: minute(30) });
    await reportStatus('s.history', { state: 'ok', at: minute(0) });
    await reportStatus('s.history', { state: 'crit', message: 'No space left', at: minute(10) });
    await reportStatus('s.history', { state: 'unknown', at: minute(20) });
    const iso = (ms: number): string => new Date(ms).toISOString();
    const window = `?from=${iso(minute(0))}&to=${iso(minute(40))}`;
    expect(expectJson(await app.api.request(`${STATUSES}/s.history${window}`), 200)).toEqual({
      key: 's.history',
      state: 'ok',
      at: iso(minute(30)),
      since: iso(minute(30)),
      from: iso(minute(0)),
      to: iso(minute(40)),
      uptime: 66.666,
      known: 75,
      intervals: [
        { from: iso(minute(0)), to: iso(minute(10)), state: 'ok' },
        { from: iso(minute(10)), to: iso(minute(20)), state: 'crit', message: 'No space left' },
        { from: iso(minute(20)), to: iso(minute(30)), state: 'unknown' },
        { from: iso(minute(30)), to: iso(minute(40)), state: 'ok' },
      ],
    });
    expect(expectJson(await app.api.request(`${STATUSES}/s.history?range=15m`), 200)).toMatchObject({ uptime: 100 });
    expectProblem(await app.api.request(`${STATUSES}/s.history?range=2h`), 422);
    expectProblem(await app.api.request(`${STATUSES}/s.history?from=${minute(0)}`), 422);
    expectProblem(await app.api.request(`${STATUSES}/s.none?range=1h`), 404);
    await createBoard('uptimes', 'status', { source: 'statuses', match: 's.history', as: 'uptime' });
    const { frame } = await loadPanel('uptimes', '?range=1h');
    expect(fieldValues(frame, 'uptime')?.[0]).toBeCloseTo(66.7, 0);
    expect(fieldValues(frame, 'strip')?.[0]).toMatch(/^-+o+c+u+o+$/);
  });

  it('is listed by key, and disappears when it is deleted', async () => {
    await reportStatus('s.list/b', { state: 'ok' });
    await reportStatus('s.list/a', { state: 'ok', expectEvery: '5m' });
    const keys = async (): Promise<string[]> => {
      const { items } = expectJson(await app.api.request(STATUSES), 200) as { items: { key: string }[] };
      return items.map(({ key }) => key).filter((key) => key.startsWith('s.list'));
    };
    expect(await keys()).toEqual(['s.list/a', 's.list/b']);
    expect((await app.api.request(`${STATUSES}/s.list%2Fa`, { method: 'DELETE' })).status).toBe(204);
    expect(await keys()).toEqual(['s.list/b']);
    expectProblem(await app.api.request(`${STATUSES}/s.list/a`), 404, /first report/);
    expectProblem(await app.api.request(`${STATUSES}/s.list/a`, { method: 'DELETE' }), 404);
  });

  it.each<[string, number, string | undefined]>([
    ['', 400, undefined],
    ['fine', 400, undefined],
    ['{"state":', 400, undefined],
    ['"fine"', 422, ''],
    ['state=up', 422, 'state'],
    ['up', 400, undefined],
    ['{"state":"ok","at":0}', 422, 'at'],
    ['[]', 422, ''],
    ['null', 422, ''],
    ['{}', 422, 'state'],
    ['{"state":"OK"}', 422, 'state'],
    ['{"state":null}', 422, 'state'],
    ['{"state":"ok","message":7}', 422, 'message'],
    ['{"state":"ok","message":"\\u0000"}', 422, 'message'],
    [`{"state":"ok","message":"${'x'.repeat(1_001)}"}`, 422, 'message'],
    ['{"state":"ok","at":"yesterday"}', 422, 'at'],
    ['{"state":"ok","at":-1}', 422, 'at'],
    [`{"state":"ok","at":${Date.now() + 25 * HOUR}}`, 422, 'at'],
    ['{"state":"ok","expectEvery":"often"}', 422, 'expectEvery'],
    ['{"state":"ok","mesage":"x"}', 422, 'mesage'],
    [`{"state":"ok","message":"${' '.repeat(65_536)}"}`, 413, undefined],
  ])('is rejected if it is invalid: %#', async (body, status, path) => {
    const { errors } = expectProblem(await app.api.post(`${STATUSES}/s.wrong`, body), status);
    expect(errors?.[0]?.path).toBe(path);
    expect((await app.api.request(`${STATUSES}/s.wrong`)).status).toBe(404);
  });

  it.each(['', 'a//b', 'a%20b', '%2Fa', 'x'.repeat(201)])('is rejected for an invalid key: %#', async (key) => {
    for (const method of ['POST', 'GET', 'DELETE']) {
      if (key === '' && method !== 'POST') continue;
      const answer = await app.api.request(`${STATUSES}/${key}`, {
        method,
        body: method === 'POST' ? 'ok' : undefined,
      });
      expect(expectProblem(answer, 422).errors?.[0]?.path).toBe('key');
    }
  });
});
