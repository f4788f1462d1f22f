import { describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { useServer } from '../../support/server/use-server.js';

const METRICS = '/api/v1/metrics';

const app = useServer();

const keys = async (): Promise<string[]> => (await app.api.listMetrics()).map(({ key }) => key);

describe('a batch', () => {
  it.each([
    ['an array', '[{"key":"a1","value":1},{"key":"a2","value":2}]', 2],
    ['an array after spaces', ' \n [{"key":"a1","value":1}]', 1],
    ['NDJSON', '{"key":"n1","value":1}\n{"key":"n2","value":2}\n', 2],
    ['NDJSON with blank lines', '\n\r\n{"key":"b1","value":1}\r\n  \r\n{"key":"b2","value":2}', 2],
    ['one object', '{"key":"o1","value":1}', 1],
    ['nothing', '', 0],
    ['an empty array', '[]', 0],
    ['blank lines', '\n \r\n\n', 0],
  ])('can be %s', async (_what, body, accepted) => {
    for (const type of ['application/json', 'application/x-ndjson', 'application/x-www-form-urlencoded']) {
      expect(expectJson(await app.api.post(METRICS, body, { 'content-type': type }), 200)).toEqual({ accepted });
    }
  });

  it('stores every member of its items', async () => {
    const at = new Date(Date.now() - 1_000).toISOString();
    await app.api.pushBatch([
      { key: 'full', value: 1, at, tags: { region: 'eu' }, unit: 'ms', expectEvery: '5m' },
      { key: 'full', value: 2, at, tags: { region: 'us' } },
      { key: 'p/a/t/h', value: 3 },
    ]);
    expect(await app.api.listMetrics()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'full', value: 1, at, unit: 'ms', tags: { region: 'eu' } }),
        expect.objectContaining({ key: 'full', value: 2, at, unit: 'ms', tags: { region: 'us' } }),
        expect.objectContaining({ key: 'p/a/t/h', value: 3 }),
      ]),
    );
  });

  it.each([
    ['a wrong value', { key: 'x', value: '1' }, 'value'],
    ['no value', { key: 'x' }, 'value'],
    ['no key', { value: 1 }, 'key'],
    ['a wrong key', { key: 'a//b', value: 1 }, 'key'],
    ['a wrong time', { key: 'x', value: 1, at: -5 }, 'at'],
    ['wrong tags', { key: 'x', value: 1, tags: { a: 1 } }, 'tags'],
    ['a number', 7, ''],
    ['null', null, ''],
    ['an array', [], ''],
  ])('with %s is rejected completely, and the item is named', async (_what, item, member) => {
    const items = [{ key: 'never1', value: 1 }, { key: 'never2', value: 2 }, item, { key: 'never3', value: 3 }];
    for (const body of [JSON.stringify(items), items.map((line) => JSON.stringify(line)).join('\n')]) {
      const problem = expectProblem(await app.api.post(METRICS, body), 422);
      expect(problem.errors?.[0]?.path).toMatch(new RegExp(`\\b2\\b.*${member}`));
      expect(await keys()).not.toEqual(expect.arrayContaining([expect.stringMatching(/^never/)]));
    }
  });

  it.each([
    ['a truncated array', '[{"key":"cut","value":1},'],
    ['a truncated line', '{"key":"cut","value":1}\n{"key":"cut",'],
    ['invalid JSON', 'cut=1'],
    ['invalid UTF-8', Buffer.from([0x5b, 0xff, 0x5d])],
  ])('of %s is rejected completely with 400', async (_what, body) => {
    expectProblem(await app.api.post(METRICS, body), 400);
    expect(await keys()).not.toContain('cut');
  });

  it('is limited to 10,000 items', async () => {
    const items = Array.from({ length: 10_001 }, (_, i) => ({ key: `many.${i % 7}`, value: i, at: 1_700_000_000 + i }));
    for (const join of [JSON.stringify, (list: object[]) => list.map((item) => JSON.stringify(item)).join('\n')]) {
      expectProblem(await app.api.post(METRICS, join(items)), 413);
      expect((await keys()).filter((key) => key.startsWith('many'))).toEqual([]);
    }
    const accepted = await app.api.post(METRICS, JSON.stringify(items.slice(0, 10_000)));
    expect(expectJson(accepted, 200)).toEqual({ accepted: 10_000 });
    expect((await keys()).filter((key) => key.startsWith('many'))).toHaveLength(7);
  });

  it('is limited to 5 MiB', async () => {
    const line = '{"key":"wide","value":1}';
    const limit = 5 * 1024 * 1024;
    expectProblem(await app.api.post(METRICS, line + ' '.repeat(limit)), 413);
    expect(await keys()).not.toContain('wide');
    const answer = await app.api.post(METRICS, line + ' '.repeat(limit - line.length));
    expect(expectJson(answer, 200)).toEqual({ accepted: 1 });
  });

  it('publishes one change for all its items', async () => {
    await app.api.createBoard('counted', ['c.1', 'c.2', 'c.3']);
    const before = await app.api.snapshot('counted');
    await app.api.pushBatch([1, 2, 3].map((n) => ({ key: `c.${n}`, value: n })));
    const after = await app.api.snapshot('counted');
    const revisions = new Set(Object.values(after.panels).map(({ revision }) => revision));
    expect([...revisions]).toEqual([after.revision]);
    expect(after.revision).toBeGreaterThan(before.revision);
  });
});

describe('MAX_SERIES', () => {
  const small = useServer({ env: { MAX_SERIES: '300' } });

  it('rejects batches with too many series completely, and still accepts existing series', async () => {
    const items = Array.from({ length: 400 }, (_, i) => ({ key: 'wild', value: i, tags: { user: String(i) } }));
    const problem = expectProblem(await small.api.post(METRICS, JSON.stringify(items)), 429, /MAX_SERIES|300/);
    expect(problem.title).toBe('Too Many Requests');
    expect((await small.api.listMetrics()).some(({ key }) => key === 'wild')).toBe(false);

    await small.api.pushBatch(items.slice(0, 100));
    expectProblem(await small.api.post(METRICS, JSON.stringify(items)), 429);
    await small.api.pushBatch(items.slice(0, 100));
    const wild = (await small.api.listMetrics()).filter(({ key }) => key === 'wild');
    expect(wild.map(({ value }) => value).sort((a, b) => a - b)).toEqual(items.slice(0, 100).map(({ value }) => value));
  });
});
