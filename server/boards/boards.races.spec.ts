import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoardsApi, type BoardAnswer } from '../../test/support/server/boards-app.js';
import { runs } from '../../test/support/jest/property-runs.js';

let dataDir: string;
let api: BoardsApi;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'boardcast-boards-races-'));
  api = await BoardsApi.open(dataDir);
});

afterAll(async () => {
  await api.close();
  rmSync(dataDir, { recursive: true });
});

/** What several do to one board at the same moment, all from what they last saw of it. */
interface Act {
  method: 'POST' | 'PUT' | 'DELETE';
  writers: number;
}

/** The board as it should be. */
interface Model {
  version: number;
  title: string;
  there: boolean;
}

const act: fc.Arbitrary<Act> = fc.record({
  method: fc.constantFrom('PUT', 'PUT', 'PUT', 'POST', 'POST', 'DELETE'),
  writers: fc.integer({ min: 1, max: 5 }),
});

async function perform(
  { method, writers }: Act,
  slug: string,
  titles: string[],
  version: number,
): Promise<BoardAnswer[]> {
  const write = (title: string): Promise<BoardAnswer> =>
    method === 'POST'
      ? api.call('POST', '', { slug, title })
      : api.call(method, `/${slug}`, method === 'PUT' ? { title } : undefined, { 'if-match': `"${version}"` });
  return Promise.all(titles.slice(0, writers).map(write));
}

/** The status of those who cannot win, whatever the others do. */
function refusal(method: Act['method'], model: Model | undefined): number | undefined {
  if (method === 'POST') return model?.there ? 409 : undefined;
  if (!model) return 404;
  return model.there ? undefined : 410;
}

it('lets exactly one of those win who change the same version, and loses nothing', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const slug = `model-${++run}`;
      let model: Model | undefined;
      for (const [step, each] of acts.entries()) {
        const titles = Array.from({ length: each.writers }, (_, writer) => `step ${step}, writer ${writer}`);
        const answers = await perform(each, slug, titles, model?.version ?? 1);
        const statuses = answers.map(({ status }) => status);
        const refused = refusal(each.method, model);
        if (refused !== undefined) {
          expect(statuses).toEqual(statuses.map(() => refused));
          continue;
        }
        const winner = statuses.findIndex((status) => status < 300);
        const lost = { POST: [409], PUT: [412], DELETE: [410] }[each.method];
        expect(winner).toBeGreaterThanOrEqual(0);
        for (const [writer, status] of statuses.entries()) if (writer !== winner) expect(lost).toContain(status);
        model =
          model && each.method === 'DELETE'
            ? { ...model, there: false }
            : { version: (model?.version ?? 0) + 1, title: titles[winner] ?? '', there: true };
      }
      const { status, board } = await api.call('GET', `/${slug}`);
      expect(status).toBe(model ? (model.there ? 200 : 410) : 404);
      if (!model?.there) return;
      expect(board).toMatchObject({ version: model.version, title: model.title });
      // 10,000 runs would otherwise exceed MAX_BOARDS.
      await api.call('DELETE', `/${slug}`, undefined, { 'if-match': '*' });
    }),
    runs(40),
  );
});
