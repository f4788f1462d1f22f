import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RANGES } from '../../../wire/range.js';
import { expectJson } from '../../support/server/api-client.js';
import { numberBoard } from '../../support/server/number-board.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { lastValue } from '../../support/server/frame-values.js';
import { DeltaReader, snapshotPoints } from '../../support/server/delta-reader.js';
import { useServer } from '../../support/server/use-server.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const app = useServer();

const data = (query = ''): string => `/api/v1/boards/b/data${query}`;

beforeEach(async () => {
  await app.api.createBoard('b', ['m.a', 'm.b']);
});
afterEach(async () => {
  for (const path of ['boards/b', 'boards/odd', 'metrics/m.a', 'metrics/m.b']) {
    await app.api.request(`/api/v1/${path}`, { method: 'DELETE' });
  }
});

describe('a snapshot', () => {
  it('contains the definition and the data of every panel', async () => {
    const pushed = await app.api.push('m.a', { value: 42, unit: 'ms' });
    const snapshot = await app.api.snapshot('b');
    expect(snapshot).toEqual({
      board: 'b',
      version: expect.any(Number),
      epoch: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
      revision: expect.any(Number),
      generatedAt: expect.stringMatching(ISO),
      range: '1h',
      complete: true,
      definition: expect.objectContaining(numberBoard('b', ['m.a', 'm.b'])),
      panels: { p0: expect.anything(), p1: expect.anything() },
    });
    expect(snapshot.definition?.version).toBe(snapshot.version);
    const panel = snapshot.panels.p0;
    expect(panel).toMatchObject({ revision: expect.any(Number), updatedAt: pushed.at });
    expect(panel?.frame?.fields).toEqual([
      { name: 'time', type: 'time', values: expect.any(Array) },
      expect.objectContaining({ name: 'm.a', type: 'number', unit: 'ms' }),
    ]);
    expect(lastValue(panel?.frame)).toBe(42);
    expect(new Set(panel?.frame?.fields.map(({ values }) => values.length)).size).toBe(1);
  });

  it('contains every value that was pushed before the request, for concurrent clients', async () => {
    const one = async (panel: string, key: string): Promise<void> => {
      for (let value = 0; value < 25; value++) {
        await app.api.push(key, value);
        expect(await app.api.panelValue('b', panel)).toBe(value);
      }
    };
    await Promise.all([one('p0', 'm.a'), one('p1', 'm.b')]);
  });

  it('of one revision is loaded once for all clients', async () => {
    await app.api.push('m.a', 1);
    await app.api.snapshot('b');
    const before = await app.api.serverMetric('boardcast_source_loads_total');
    await app.api.push('m.a', 2);
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.api.request(data())));
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
    expect(lastValue((await app.api.snapshot('b')).panels.p0?.frame)).toBe(2);
    expect(await app.api.serverMetric('boardcast_source_loads_total')).toBe(before + 1);
  });

  it('has an ETag, which returns 304 until something changes', async () => {
    await app.api.push('m.a', 1);
    const first = await app.api.request(data());
    expect(first.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^"\S+"$/),
    });
    const headers = { 'if-none-match': first.headers.etag };
    const same = await app.api.request(data(), { headers });
    expect([same.status, same.text, same.headers.etag]).toEqual([304, '', first.headers.etag]);
    await app.api.push('m.a', 1);
    const changed = await app.api.request(data(), { headers });
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(first.headers.etag);
  });

  it('is compressed on request, with the same content', async () => {
    const plain = await app.api.request('/api/v1/boards/this-server/data', {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    const response = await fetch(`${app.server.base}/api/v1/boards/this-server/data`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.json()).toMatchObject({ board: 'this-server', complete: true });
  });

  it.each(RANGES)('supports the range %s', async (range) => {
    expect(await app.api.snapshot('b', `?range=${range}`)).toMatchObject({ range, complete: true });
  });

  it('uses the range of the board by default', async () => {
    const { version } = await app.api.snapshot('b');
    const day = { ...numberBoard('b', ['m.a']), range: '24h' };
    expectJson(await app.api.sendJson('PUT', '/api/v1/boards/b', day, { 'if-match': `"${version}"` }), 200);
    expect(await app.api.snapshot('b')).toMatchObject({ range: '24h' });
    expect(await app.api.snapshot('b', '?range=15m')).toMatchObject({ range: '15m' });
  });

  it('returns 422 for other ranges', async () => {
    for (const range of ['2h', '', '1H', 'constructor']) {
      const problem = expectProblem(await app.api.request(data(`?range=${range}`)), 422);
      expect(problem.errors?.map(({ path }) => path)).toEqual(['range']);
    }
  });

  it('contains when a panel becomes stale: 1.5 expected intervals after its last value', async () => {
    const pushed = await app.api.push('m.a', { value: 1, expectEvery: '5m' });
    await app.api.push('m.b', 1);
    const { panels } = await app.api.snapshot('b');
    expect(panels.p0?.updatedAt).toBe(pushed.at);
    expect(Date.parse(panels.p0?.staleAt ?? '') - Date.parse(pushed.at)).toBe(1.5 * 5 * 60_000);
    expect(panels.p1).not.toHaveProperty('staleAt');
  });

  it('contains an error message for a panel without a source, and all other panels', async () => {
    const board = numberBoard('odd', ['m.a']);
    const panels = [...board.panels, { ...board.panels[0], id: 'odd', query: { source: 'nobody' } }];
    expectJson(await app.api.sendJson('POST', '/api/v1/boards', { ...board, panels }), 201);
    await app.api.push('m.a', 8);
    const snapshot = await app.api.snapshot('odd');
    expect(snapshot.panels.odd?.error?.message).toMatch(/nobody/);
    expect(lastValue(snapshot.panels.p0?.frame)).toBe(8);
  });
});

describe('GET /api/v1/boards/{slug}/data?since=', () => {
  it('returns no panels if nothing changed', async () => {
    await app.api.push('m.a', 1);
    const { epoch, revision } = await app.api.snapshot('b');
    const answer = await app.api.request(data(`?since=${epoch}.${revision}`));
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.json()).toMatchObject({ epoch, revision, complete: false, panels: {} });
    expect(answer.json()).not.toHaveProperty('definition');
  });

  it('returns only changed panels, and only the end of a series', async () => {
    const minute = 60_000;
    const past = Array.from({ length: 50 }, (_, i) => ({ key: 'm.a', value: i, at: Date.now() - (50 - i) * minute }));
    await app.api.pushBatch(past);
    await app.api.push('m.b', 1);
    const held = await app.api.snapshot('b');
    await app.api.push('m.a', 99);
    const answer = await app.api.request(data(`?since=${held.epoch}.${held.revision}`));
    const delta = answer.json() as typeof held;
    expect(Object.keys(delta.panels)).toEqual(['p0']);
    expect(delta.panels.p0?.revision).toBe(delta.revision);
    expect(lastValue(delta.panels.p0?.frame)).toBe(99);
    expect(delta.panels.p0?.from).toEqual(expect.any(Number));
    expect(answer.bytes.length).toBeLessThan(1_024);
  });

  it('returns deltas that lead to the complete snapshot', async () => {
    const reader = new DeltaReader(app.api, 'b');
    const now = Date.now();
    for (let step = 0; step < 40; step++) {
      // Some steps push an older point or a new series, replace a value or delete a metric.
      const at = step % 5 === 0 ? now - step * 61_000 : undefined;
      const tags = step % 7 === 0 ? { host: `h${step}` } : undefined;
      await app.api.push(step % 3 === 0 ? 'm.b' : 'm.a', { value: step, ...(at && { at }), ...(tags && { tags }) });
      if (step === 20) await app.api.request('/api/v1/metrics/m.a', { method: 'DELETE' });
      if (step % 2 === 0) continue;
      await reader.read();
      expect(reader.points()).toEqual(snapshotPoints(await app.api.snapshot('b')));
    }
    expect(reader.responses.filter(({ complete }) => complete)).toHaveLength(1);
    const revisions = reader.responses.map(({ revision }) => revision);
    expect([...revisions].sort((a, b) => a - b)).toEqual(revisions);
  });

  it('returns points one by one, and everything once they are replaced by buckets', async () => {
    const points = (count: number, ago: number): Record<string, unknown>[] =>
      Array.from({ length: count }, (_, index) => ({ key: 'm.a', value: index, at: Date.now() - ago + index }));
    const reader = new DeltaReader(app.api, 'b');
    const read = async (): Promise<{ from?: number; every?: string; rows: number }> => {
      const { panels } = await reader.read();
      expect(reader.points()).toEqual(snapshotPoints(await app.api.snapshot('b')));
      const time = panels.p0?.frame?.fields[0];
      return { from: panels.p0?.from, every: time?.every, rows: time?.values.length ?? 0 };
    };
    await app.api.pushBatch(points(597, 600_000));
    expect(await read()).toEqual({ from: undefined, every: undefined, rows: 597 });
    for (let value = 0; value < 3; value++) {
      const { at } = await app.api.push('m.a', value);
      expect(await read()).toEqual({ from: expect.closeTo(Date.parse(at), -1), every: undefined, rows: 1 });
    }
    await app.api.push('m.a', 7.5);
    expect(await read()).toEqual({ from: undefined, every: '10s', rows: expect.any(Number) });
    await app.api.push('m.a', 8.5);
    expect(await read()).toEqual({ from: expect.any(Number), every: '10s', rows: expect.any(Number) });
    await app.api.request('/api/v1/metrics/m.a', { method: 'DELETE' });
    await app.api.push('m.a', 9);
    expect(await read()).toEqual({ from: undefined, every: undefined, rows: 1 });
    expect(reader.responses.filter(({ complete }) => complete)).toHaveLength(1);
  });

  it('returns everything if it is of another epoch, ahead or invalid', async () => {
    const { epoch, revision } = await app.api.snapshot('b');
    for (const since of [`x${epoch}.${revision}`, `${epoch}.${revision + 1_000_000}`, 'nonsense', '', `${epoch}.-1`]) {
      const answer = await app.api.request(data(`?since=${since}`));
      expect(expectJson(answer, 200)).toMatchObject({ complete: true, definition: expect.anything() });
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
      expect(answer.headers).not.toHaveProperty('etag');
    }
  });

  it('returns everything if it is older than the definition', async () => {
    const { epoch, revision, version } = await app.api.snapshot('b');
    expectJson(
      await app.api.sendJson('PUT', '/api/v1/boards/b', numberBoard('b', ['m.b']), { 'if-match': `"${version}"` }),
      200,
    );
    const next = await app.api.snapshot('b', `?since=${epoch}.${revision}`);
    expect(next).toMatchObject({ complete: true, definition: expect.objectContaining(numberBoard('b', ['m.b'])) });
    expect(Object.keys(next.panels)).toEqual(['p0']);
    expect(await app.api.snapshot('b', `?since=${next.epoch}.${next.revision}`)).toMatchObject({ complete: false });
  });

  it('uses the same revisions of panels in every range', async () => {
    await app.api.push('m.a', 1);
    const revisions = await Promise.all(
      RANGES.map(async (range) => {
        const { panels } = await app.api.snapshot('b', `?range=${range}`);
        return [panels.p0?.revision, panels.p1?.revision].join();
      }),
    );
    expect(new Set(revisions).size).toBe(1);
  });

  it('returns everything if it is of a previous process', async () => {
    await app.api.push('m.a', 5);
    const { epoch, revision } = await app.api.snapshot('b');
    await app.server.kill();
    await app.server.restart();
    const next = await app.api.snapshot('b', `?since=${epoch}.${revision}`);
    expect(next).toMatchObject({ complete: true });
    expect(next.epoch).not.toBe(epoch);
    expect(lastValue(next.panels.p0?.frame)).toBe(5);
  });
});

describe('without a cache', () => {
  const uncached = useServer({ env: { CACHE_TTL: '0' } });

  it('snapshots with equal content have equal bytes', async () => {
    await uncached.api.createBoard('c', ['n']);
    await uncached.api.push('n', 1);
    const first = await uncached.api.request('/api/v1/boards/c/data');
    const loads = await uncached.api.serverMetric('boardcast_source_loads_total');
    const second = await uncached.api.request('/api/v1/boards/c/data', {
      headers: { 'if-none-match': first.headers.etag },
    });
    expect(second.status).toBe(304);
    const third = await uncached.api.request('/api/v1/boards/c/data');
    expect(third.text).toBe(first.text);
    expect(await uncached.api.serverMetric('boardcast_source_loads_total')).toBeGreaterThan(loads);
  });
});
