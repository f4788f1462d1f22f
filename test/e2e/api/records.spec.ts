import { describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { DeltaReader } from '../../support/server/delta-reader.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { EVENTS, STATUSES, TABLES, recordsClient } from '../../support/server/records-client.js';
import { fieldValues } from '../../support/server/frame-values.js';
import { useServer } from '../../support/server/use-server.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HOUR = 3_600_000;

const app = useServer();
const { reportStatus, addEvents, putTable, createBoard, loadPanel } = recordsClient(app);

describe('a table', () => {
  const CITIES = {
    columns: [{ name: 'founded', type: 'time' }, { name: 'city' }, { name: 'orders', unit: 'EUR' }, { name: 'open' }],
    rows: [
      ['2026-01-02T00:00:00Z', 'Ulm', 3, true],
      [null, 'Jena', 2.5, null],
      ['2026-01-01T00:00:00Z', null, null, false],
    ],
  };

  it('is answered with its size, and shown with its rows in their order', async () => {
    expect(await putTable('t/cities', CITIES)).toEqual({
      key: 't/cities',
      rows: 3,
      at: expect.stringMatching(ISO),
      board: null,
    });
    await createBoard('cities', 'table', { source: 'tables', table: 't/cities' });
    expect(await putTable('t/cities', CITIES)).toMatchObject({ board: '/boards/cities' });
    expect((await loadPanel('cities')).frame).toEqual({
      fields: [
        { name: 'founded', type: 'time', values: [Date.UTC(2026, 0, 2), null, Date.UTC(2026, 0, 1)] },
        { name: 'city', type: 'string', values: ['Ulm', 'Jena', null] },
        { name: 'orders', type: 'number', unit: 'EUR', values: [3, 2.5, null] },
        { name: 'open', type: 'boolean', values: [true, null, false] },
      ],
    });
  });

  it('can be read in the form of a PUT, listed and deleted', async () => {
    await putTable('t.back', CITIES);
    const back = expectJson(await app.api.request(`${TABLES}/t.back`), 200) as typeof CITIES;
    expect(back).toMatchObject({ key: 't.back', at: expect.stringMatching(ISO) });
    const { columns, rows } = back;
    expect(rows[0]).toEqual(['2026-01-02T00:00:00.000Z', 'Ulm', 3, true]);
    await putTable('t.again', { columns, rows });
    expect(expectJson(await app.api.request(`${TABLES}/t.again`), 200)).toMatchObject({ columns, rows });
    const { items } = expectJson(await app.api.request(TABLES), 200) as { items: unknown[] };
    expect(items).toContainEqual({ key: 't.back', at: expect.stringMatching(ISO), rows: 3, columns });
    expect((await app.api.request(`${TABLES}/t.back`, { method: 'DELETE' })).status).toBe(204);
    expectProblem(await app.api.request(`${TABLES}/t.back`), 404, /first stored/);
    expectProblem(await app.api.request(`${TABLES}/t.back`, { method: 'DELETE' }), 404);
  });

  it('is an empty frame before the first PUT, which notifies clients', async () => {
    await createBoard('later', 'table', { source: 'tables', table: 't.later' });
    expect((await loadPanel('later')).frame).toEqual({ fields: [] });
    const reader = new DeltaReader(app.api, 'later');
    const client = await TestSocket.open(app.server.base);
    try {
      await client.subscribe('later');
      await reader.read();
      await putTable('t.later', CITIES);
      await client.next('changed');
      await reader.read();
      await putTable('t.later', { ...CITIES, rows: [...CITIES.rows, ['2026-01-03', 'Bonn', 1, true]] });
      await reader.read();
      const { frame } = await loadPanel('later');
      expect(fieldValues(frame, 'city')).toEqual(['Ulm', 'Jena', null, 'Bonn']);
      expect(reader.panels.get('p')?.frame).toEqual(frame);
    } finally {
      await client.close();
    }
  });

  it('can be large, but not beyond its limits', async () => {
    const columns = Array.from({ length: 100 }, (_, i) => ({ name: `c${i}` }));
    const rows = Array.from({ length: 1_000 }, (_, row) => columns.map((_, i) => row * i));
    expect(await putTable('t.large', { columns, rows })).toMatchObject({ rows: 1_000 });
    const tooMany = await app.api.sendJson('PUT', `${TABLES}/t.large`, { columns, rows: [...rows, rows[0]] });
    expect(expectProblem(tooMany, 422).errors?.[0]?.path).toBe('rows');
    expectProblem(await app.api.request(`${TABLES}/t.large`, { method: 'PUT', body: ' '.repeat(5_242_881) }), 413);
  });

  it.each<[string, number, string | undefined]>([
    ['', 400, undefined],
    ['a,b\n1,2', 400, undefined],
    ['[]', 422, ''],
    ['{"rows":[]}', 422, 'columns'],
    ['{"columns":[{"name":"a"},{"name":"b","type":"number"}],"rows":[[1,2],[1,2],[1,2],[1,"2"]]}', 422, 'rows[3][1]'],
  ])('is rejected if it is invalid: %#', async (body, status, path) => {
    const answer = await app.api.request(`${TABLES}/t.wrong`, { method: 'PUT', body });
    expect(expectProblem(answer, status).errors?.[0]?.path).toBe(path);
    expect((await app.api.request(`${TABLES}/t.wrong`)).status).toBe(404);
  });
});

describe('panels of these sources', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ source: 'statuses', match: 'a b' }, 'match'],
    [{ source: 'statuses', limit: 0 }, 'limit'],
    [{ source: 'events', levels: ['bad'] }, 'levels[0]'],
    [{ source: 'events', limit: 501 }, 'limit'],
    [{ source: 'tables' }, 'table'],
    [{ source: 'tables', table: '/a' }, 'table'],
  ])('are rejected with 422 for the query %j', async (query, path) => {
    const panel = { id: 'p', type: 'table', title: '', query, layout: { x: 0, y: 0, w: 1, h: 1 } };
    const answer = await app.api.sendJson('POST', '/api/v1/boards', { slug: 'wrong', title: 'W', panels: [panel] });
    expect(expectProblem(answer, 422).errors?.[0]?.path).toBe(`panels[0].query.${path}`);
  });
});

describe('acknowledged data', () => {
  it('is stored even if the process is killed', async () => {
    await reportStatus('kept', { state: 'crit', message: 'kept' });
    await addEvents({ title: 'kept', at: Date.now() + 2 * HOUR });
    await putTable('kept', { columns: [{ name: 'a' }], rows: [[1]] });
    await app.server.kill();
    await app.server.restart();
    expect(expectJson(await app.api.request(`${STATUSES}/kept`), 200)).toMatchObject({
      state: 'crit',
      message: 'kept',
    });
    expect(expectJson(await app.api.request(`${EVENTS}?limit=1`), 200)).toMatchObject({ items: [{ title: 'kept' }] });
    expect(expectJson(await app.api.request(`${TABLES}/kept`), 200)).toMatchObject({ rows: [[1]] });
  });

  it('is described in OpenAPI with its bodies and responses', async () => {
    const { paths } = expectJson(await app.api.request('/api/openapi.json'), 200) as {
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
    };
    for (const [path, methods] of Object.entries({
      [STATUSES]: ['get'],
      [`${STATUSES}/{key}`]: ['post', 'get', 'delete'],
      [EVENTS]: ['post', 'get'],
      [TABLES]: ['get'],
      [`${TABLES}/{key}`]: ['put', 'get', 'delete'],
    })) {
      expect(Object.keys(paths[path] ?? {}).sort()).toEqual([...methods].sort());
      for (const method of methods) {
        const operation = paths[path]?.[method];
        expect(operation?.requestBody !== undefined).toBe(method === 'post' || method === 'put');
        expect(Object.keys(operation?.responses ?? {})).toContain(method === 'delete' ? '204' : '200');
      }
    }
  });
});
