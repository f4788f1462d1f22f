import { describe, expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const CHANGES = '/api/v1/changes';

const app = useServer();

const revisions = async (slug: string): Promise<(number | undefined)[]> => {
  const { panels } = await app.api.snapshot(slug);
  return Object.values(panels).map(({ revision }) => revision);
};

describe('a change published with the API', () => {
  it('affects only the panels that its topics name', async () => {
    await app.api.createBoard('named', ['t.a', 't.ab']);
    const [a, ab] = await revisions('named');
    expect(
      expectJson(await app.api.sendJson('POST', CHANGES, { topics: ['metric:t.a', 'unused:topic'] }), 200),
    ).toEqual({
      accepted: 2,
    });
    const [nextA, nextAb] = await revisions('named');
    expect(nextA).toBeGreaterThan(a ?? Infinity);
    expect(nextAb).toBe(ab);
  });

  it('of board:x affects all panels of the board, and notifies its clients', async () => {
    await app.api.createBoard('whole', ['w.a', 'w.b']);
    await app.api.createBoard('other', ['w.c']);
    const before = await app.api.snapshot('whole');
    const [other] = await revisions('other');
    const client = await TestSocket.open(app.server.base);
    try {
      await client.subscribe('whole');
      expectJson(await app.api.sendJson('POST', CHANGES, { topics: ['board:whole'] }), 200);
      expect(await client.next('changed')).toMatchObject({ board: 'whole', epoch: before.epoch });
      const after = await app.api.snapshot('whole');
      expect(after.revision).toBeGreaterThan(before.revision);
      expect(await revisions('whole')).toEqual([after.revision, after.revision]);
      expect(await revisions('other')).toEqual([other]);
    } finally {
      await client.close();
    }
  });

  it('is read as JSON with any content type, as curl sends it', async () => {
    const body = JSON.stringify({ topics: ['t:1'] });
    expect(expectJson(await app.api.post(CHANGES, body), 200)).toEqual({ accepted: 1 });
    expect(expectJson(await app.api.request(CHANGES, { method: 'POST', body }), 200)).toEqual({ accepted: 1 });
    expectProblem(await app.api.post(CHANGES, 'topics=t:1'), 400);
    expectProblem(await app.api.post(CHANGES, ''), 400);
  });

  it('is limited to 100 topics', async () => {
    const topics = Array.from({ length: 101 }, (_, i) => `t:${i}`);
    expect(expectJson(await app.api.sendJson('POST', CHANGES, { topics: topics.slice(0, 100) }), 200)).toEqual({
      accepted: 100,
    });
    expect(expectJson(await app.api.sendJson('POST', CHANGES, { topics: [] }), 200)).toEqual({ accepted: 0 });
    expectProblem(await app.api.sendJson('POST', CHANGES, { topics }), 422);
  });

  it.each([[{}], [{ topics: 'metric:a' }], [{ topics: [7] }], [{ topics: [''] }], [[]], [null]])(
    'is rejected with 422 for %j',
    async (body) => {
      expectProblem(await app.api.sendJson('POST', CHANGES, body), 422);
    },
  );

  it('is rejected with 400 if it is not JSON', async () => {
    expectProblem(await app.api.post(CHANGES, '{"topics":', { 'content-type': 'application/json' }), 400);
  });
});
