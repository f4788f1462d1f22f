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

describe('a change published from outside', () => {
  it('concerns the panels that its topics name, exactly', async () => {
    await app.api.createBoard('named', ['t.a', 't.ab']);
    const [a, ab] = await revisions('named');
    expect(
      expectJson(await app.api.sendJson('POST', CHANGES, { topics: ['metric:t.a', 'nobody:hears'] }), 200),
    ).toEqual({
      accepted: 2,
    });
    const [nextA, nextAb] = await revisions('named');
    expect(nextA).toBeGreaterThan(a ?? Infinity);
    expect(nextAb).toBe(ab);
  });

  it('of board:x concerns all its panels, and those who watch it', async () => {
    await app.api.createBoard('whole', ['w.a', 'w.b']);
    await app.api.createBoard('other', ['w.c']);
    const before = await app.api.snapshot('whole');
    const [other] = await revisions('other');
    const viewer = await TestSocket.open(app.server.base);
    try {
      await viewer.subscribe('whole');
      expectJson(await app.api.sendJson('POST', CHANGES, { topics: ['board:whole'] }), 200);
      expect(await viewer.next('changed')).toMatchObject({ board: 'whole', epoch: before.epoch });
      const after = await app.api.snapshot('whole');
      expect(after.revision).toBeGreaterThan(before.revision);
      expect(await revisions('whole')).toEqual([after.revision, after.revision]);
      expect(await revisions('other')).toEqual([other]);
    } finally {
      await viewer.close();
    }
  });

  it('is JSON whatever its content type says, as curl sends it', async () => {
    const body = JSON.stringify({ topics: ['t:1'] });
    expect(expectJson(await app.api.post(CHANGES, body), 200)).toEqual({ accepted: 1 });
    expect(expectJson(await app.api.request(CHANGES, { method: 'POST', body }), 200)).toEqual({ accepted: 1 });
    expectProblem(await app.api.post(CHANGES, 'topics=t:1'), 400);
    expectProblem(await app.api.post(CHANGES, ''), 400);
  });

  it('has up to 100 topics', async () => {
    const topics = Array.from({ length: 101 }, (_, i) => `t:${i}`);
    expect(expectJson(await app.api.sendJson('POST', CHANGES, { topics: topics.slice(0, 100) }), 200)).toEqual({
      accepted: 100,
    });
    expect(expectJson(await app.api.sendJson('POST', CHANGES, { topics: [] }), 200)).toEqual({ accepted: 0 });
    expectProblem(await app.api.sendJson('POST', CHANGES, { topics }), 422);
  });

  it.each([[{}], [{ topics: 'metric:a' }], [{ topics: [7] }], [{ topics: [''] }], [[]], [null]])(
    'cannot be %j: 422',
    async (body) => {
      expectProblem(await app.api.sendJson('POST', CHANGES, body), 422);
    },
  );

  it('must be JSON: 400', async () => {
    expectProblem(await app.api.post(CHANGES, '{"topics":', { 'content-type': 'application/json' }), 400);
  });
});
