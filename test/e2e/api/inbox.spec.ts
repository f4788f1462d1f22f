import { describe, expect, it } from '@jest/globals';
import type { Board } from '../../../wire/schemas/board.js';
import { expectJson } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { lastValue } from '../../support/server/frame-values.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useServer } from '../../support/server/use-server.js';

const INBOX = '/api/v1/boards/inbox';

const app = useServer();

const titles = async (): Promise<string[]> =>
  (expectJson(await app.api.request(INBOX), 200) as Board).panels.map(({ title }) => title);

describe('the inbox', () => {
  it('exists from the first start, like this-server', async () => {
    expect(expectJson(await app.api.request(INBOX), 200)).toMatchObject({
      slug: 'inbox',
      auto: true,
      panels: expect.any(Array),
    });
    const { items } = expectJson(await app.api.request('/api/v1/boards'), 200) as { items: Board[] };
    expect(items.map(({ slug }) => slug).sort()).toEqual(['inbox', 'this-server']);
  });

  it('is read-only, and rejects changes with a message', async () => {
    const board = expectJson(await app.api.request(INBOX), 200);
    expectProblem(await app.api.sendJson('PUT', INBOX, board, { 'if-match': '*' }), 409, /computed/);
    expectProblem(await app.api.request(INBOX, { method: 'DELETE' }), 409, /computed/);
    expectProblem(await app.api.sendJson('POST', '/api/v1/boards', { slug: 'inbox', title: 'Mine', panels: [] }), 409);
  });

  it('shows a metric until a stored board shows it', async () => {
    await app.api.push('wandering', 1);
    expect(await titles()).toContain('wandering');
    await app.api.createBoard('home', ['wandering']);
    expect(await titles()).not.toContain('wandering');
    await app.api.request('/api/v1/boards/home', { method: 'DELETE' });
    expect(await titles()).toContain('wandering');
    await app.api.request('/api/v1/metrics/wandering', { method: 'DELETE' });
    expect(await titles()).not.toContain('wandering');
  });

  it('gets a panel for a new metric with its value while a client watches', async () => {
    const client = await TestSocket.open(app.server.base);
    try {
      await client.next('hello');
      const { revision } = await client.subscribe('inbox');
      await app.api.push('newcomer', 17);
      const notification = await client.next('changed');
      expect(notification.board).toBe('inbox');
      expect(notification.revision).toBeGreaterThan(revision);
      const snapshot = await app.api.snapshot('inbox', `?since=${notification.epoch}.${revision}`);
      expect(snapshot.complete).toBe(true);
      const panel = snapshot.definition?.panels.find(({ title }) => title === 'newcomer');
      expect(lastValue(snapshot.panels[panel?.id ?? '']?.frame)).toBe(17);
    } finally {
      await client.close();
    }
  });

  it('derives the ID of a panel only from its key', async () => {
    await app.api.push('same', 1);
    const id = async (): Promise<string | undefined> =>
      (expectJson(await app.api.request(INBOX), 200) as Board).panels.find(({ title }) => title === 'same')?.id;
    const before = await id();
    await app.api.push('another', 1);
    await app.api.push('sa/me', 1);
    expect(await id()).toBe(before);
    const { panels } = expectJson(await app.api.request(INBOX), 200) as Board;
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
  });

  it('shows the 60 newest metrics by first push, and older ones are on no board', async () => {
    await app.api.push('oldest', 1);
    for (let i = 0; i < 60; i++) await app.api.push(`new.${i}`, i);
    const shown = await titles();
    expect(shown).toHaveLength(60);
    expect([...shown].sort()).toEqual(Array.from({ length: 60 }, (_, i) => `new.${i}`).sort());
    expect(await app.api.push('oldest', 2)).toMatchObject({ board: null });
    expect(await app.api.push('new.0', 2)).toMatchObject({ board: '/boards/inbox' });
    expect(await titles()).toEqual(shown);
    const order = shown.map((title) => Number(title.slice('new.'.length)));
    expect([...order].sort((a, b) => (order[0] === 59 ? b - a : a - b))).toEqual(order);
  });
});
