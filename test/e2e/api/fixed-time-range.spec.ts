import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { numberBoard } from '../../support/server/number-board.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { lastValue } from '../../support/server/frame-values.js';
import { DeltaReader, snapshotPoints } from '../../support/server/delta-reader.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer();

const HOUR = 3_600_000;
/** A full second, so that the time ranges of yesterday begin at one. They are within RETENTION. */
const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const FROM = NOW - 26 * HOUR;
const TO = NOW - 24 * HOUR;

const iso = (ms: number): string => new Date(ms).toISOString();
const windowOf = (from: number, to: number): string => `from=${iso(from)}&to=${iso(to)}`;
const WINDOW = windowOf(FROM, TO);

beforeEach(async () => {
  await app.api.createBoard('w', ['w.a', 'w.b']);
});
afterEach(async () => {
  for (const path of ['boards/w', 'metrics/w.a', 'metrics/w.b']) {
    await app.api.request(`/api/v1/${path}`, { method: 'DELETE' });
  }
});

describe('a snapshot of a fixed time range', () => {
  it('contains from and to instead of a range', async () => {
    const snapshot = await app.api.snapshot('w', `?${WINDOW}`);
    expect(snapshot).toMatchObject({ board: 'w', complete: true, from: iso(FROM), to: iso(TO) });
    expect(snapshot).not.toHaveProperty('range');
    expect(await app.api.snapshot('w')).not.toHaveProperty('from');
  });

  it('accepts times in the formats of points', async () => {
    for (const query of [
      `from=${FROM / 1_000}&to=${TO / 1_000}`,
      `from=${FROM}&to=${TO}`,
      `from=${encodeURIComponent(iso(FROM).replace('Z', '+00:00'))}&to=${TO}`,
    ]) {
      expect(await app.api.snapshot('w', `?${query}`)).toMatchObject({ from: iso(FROM), to: iso(TO) });
    }
  });

  it('contains the points of its time, and ends with the last one', async () => {
    await app.api.pushBatch([
      { key: 'w.a', value: 1, at: iso(FROM - HOUR) },
      { key: 'w.a', value: 2, at: iso(FROM + HOUR) },
      { key: 'w.a', value: 3, at: iso(TO - 1_000), expectEvery: '5m' },
      { key: 'w.a', value: 4, at: iso(TO + 1_000) },
    ]);
    await app.api.push('w.a', 5);
    const { panels } = await app.api.snapshot('w', `?${WINDOW}`);
    const [time, value] = panels.p0?.frame?.fields ?? [];
    expect(value?.values).toEqual([2, 3]);
    expect(time?.values.at(-1)).toBe(TO - 1_000);
    expect(panels.p0).toMatchObject({ updatedAt: iso(TO - 1_000) });
    expect(panels.p0).not.toHaveProperty('staleAt');
    expect(await app.api.panelValue('w')).toBe(5);
  });

  it('contains a late point at once, also in the delta for a client with an older revision', async () => {
    await app.api.push('w.a', { value: 1, at: iso(FROM + HOUR) });
    const reader = new DeltaReader(app.api, 'w', WINDOW);
    await reader.read();
    for (const minute of [30, 10, 50, 90]) {
      await app.api.push('w.a', { value: minute, at: iso(FROM + minute * 60_000) });
      const answer = await reader.read();
      expect(Object.keys(answer.panels)).toEqual(['p0']);
      const complete = await app.api.snapshot('w', `?${WINDOW}`);
      expect(reader.points()).toEqual(snapshotPoints(complete));
      expect(lastValue(complete.panels.p0?.frame)).toBe(Math.max(minute, 90) === minute ? 90 : 1);
    }
  });

  it('is correct in each of many fixed time ranges, even if they were requested long ago', async () => {
    const windows = Array.from({ length: 30 }, (_, index) => windowOf(FROM - index * HOUR, TO - index * HOUR));
    for (const value of [1, 2]) {
      await app.api.push('w.a', { value, at: iso(FROM - 40 * HOUR) });
      const shown = await Promise.all(windows.map((window) => app.api.snapshot('w', `?${window}`)));
      expect(shown.map(({ panels }) => lastValue(panels.p0?.frame))).toEqual(windows.map(() => value));
    }
  });

  it('is loaded once for all clients, and revalidated by its ETag', async () => {
    await app.api.push('w.a', 1);
    await app.api.snapshot('w', `?${WINDOW}`);
    const loads = await app.api.serverMetric('boardcast_source_loads_total', 'source="metrics"');
    await Promise.all(Array.from({ length: 20 }, () => app.api.snapshot('w', `?${WINDOW}`)));
    expect(await app.api.serverMetric('boardcast_source_loads_total', 'source="metrics"')).toBe(loads);
    const { headers } = await app.api.request(`/api/v1/boards/w/data?${WINDOW}`);
    const again = { headers: { 'if-none-match': String(headers.etag) } };
    expect((await app.api.request(`/api/v1/boards/w/data?${WINDOW}`, again)).status).toBe(304);
  });

  it('can end up to a day ahead, and be a year long', async () => {
    for (const [from, to] of [
      [NOW, NOW + 23 * HOUR],
      [NOW - 366 * 24 * HOUR, NOW],
    ] as const) {
      expect(await app.api.snapshot('w', `?${windowOf(from, to)}`)).toMatchObject({ from: iso(from), to: iso(to) });
    }
  });

  it.each([
    ['only from', `from=${iso(FROM)}`, 'to'],
    ['only to', `to=${iso(TO)}`, 'from'],
    ['an additional range', `${WINDOW}&range=6h`, 'range'],
    ['an end that is not later', windowOf(TO, TO), 'to'],
    ['an end before its start', windowOf(TO, FROM), 'to'],
    ['more than 366 days', windowOf(NOW - 367 * 24 * HOUR, NOW), 'to'],
    ['an end more than a day ahead', windowOf(FROM, NOW + 25 * HOUR), 'to'],
    ['a start before 1970', `from=1969-12-31T00:00:00Z&to=${iso(TO)}`, 'from'],
    ['an invalid time', `from=yesterday&to=${iso(TO)}`, 'from'],
    ['an empty time', `from=${iso(FROM)}&to=`, 'to'],
    ['a time without a zone', `from=${iso(FROM)}&to=${iso(TO).slice(0, 19)}`, 'to'],
  ])('is rejected with 422 for %s', async (_what, query, path) => {
    const problem = expectProblem(await app.api.request(`/api/v1/boards/w/data?${query}`), 422);
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  it('is described in OpenAPI', async () => {
    const document = expectJson(await app.api.request('/api/openapi.json'), 200) as {
      paths: Record<string, { get: { parameters: { name: string }[] } }>;
    };
    const { parameters } = document.paths['/api/v1/boards/{slug}/data']?.get ?? { parameters: [] };
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['range', 'from', 'to', 'since']));
  });
});

describe('a panel with a range of its own', () => {
  beforeEach(async () => {
    const { version } = await app.api.snapshot('w');
    const board = numberBoard('w', ['w.a', 'w.a']);
    const panels = board.panels.map((panel, index) => (index === 0 ? panel : { ...panel, options: { range: '7d' } }));
    const put = await app.api.sendJson('PUT', '/api/v1/boards/w', { ...board, panels }, { 'if-match': `"${version}"` });
    expectJson(put, 200);
    await app.api.pushBatch([
      { key: 'w.a', value: 1, at: iso(TO) },
      { key: 'w.a', value: 2, at: iso(NOW) },
    ]);
  });

  it('uses its own range for every live range of the board, and contains it', async () => {
    const { range, panels } = await app.api.snapshot('w', '?range=1h');
    expect(range).toBe('1h');
    expect([panels.p0, panels.p1].map((panel) => panel?.range)).toEqual([undefined, '7d']);
    expect([panels.p0, panels.p1].map((panel) => new Set(panel?.frame?.fields[1]?.values).has(1))).toEqual([
      false,
      true,
    ]);
  });

  it('uses a fixed time range of the board', async () => {
    const { panels } = await app.api.snapshot('w', `?${WINDOW}`);
    expect(panels.p1).not.toHaveProperty('range');
    expect(panels.p1?.frame).toEqual(panels.p0?.frame);
  });
});
