import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoardsApp, type BoardResponse } from '../../test/support/server/boards-app.js';
import { runs } from '../../test/support/jest/property-runs.js';

let api: BoardsApp;

beforeAll(async () => {
  api = await BoardsApp.open();
});

afterAll(() => api.close());

/** Concurrent writes to one board, all based on the same version. */
interface Step {
  method: 'POST' | 'PUT' | 'DELETE';
  writers: number;
}

/** The expected state of the board. */
interface Model {
  version: number;
  title: string;
  exists: boolean;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  method: fc.constantFrom('PUT', 'PUT', 'PUT', 'POST', 'POST', 'DELETE'),
  writers: fc.integer({ min: 1, max: 5 }),
});

async function perform(
  { method, writers }: Step,
  slug: string,
  titles: string[],
  version: number,
): Promise<BoardResponse[]> {
  const write = (title: string): Promise<BoardResponse> =>
    method === 'POST'
      ? api.request('POST', '', { slug, title })
      : api.request(method, `/${slug}`, method === 'PUT' ? { title } : undefined, { 'if-match': `"${version}"` });
  return Promise.all(titles.slice(0, writers).map(write));
}

/** Returns the status of all writes if none of them can succeed. */
function expectedRejection(method: Step['method'], model: Model | undefined): number | undefined {
  if (method === 'POST') return model?.exists ? 409 : undefined;
  if (!model) return 404;
  return model.exists ? undefined : 410;
}

it('applies exactly one of concurrent changes to the same version of a board', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 12 }), async (steps) => {
      const slug = `model-${++run}`;
      let model: Model | undefined;
      for (const [index, step] of steps.entries()) {
        const titles = Array.from({ length: step.writers }, (_, writer) => `step ${index}, writer ${writer}`);
        const answers = await perform(step, slug, titles, model?.version ?? 1);
        const statuses = answers.map(({ status }) => status);
        const rejected = expectedRejection(step.method, model);
        if (rejected !== undefined) {
          expect(statuses).toEqual(statuses.map(() => rejected));
          continue;
        }
        const winner = statuses.findIndex((status) => status < 300);
        const lost = { POST: [409], PUT: [412], DELETE: [410] }[step.method];
        expect(winner).toBeGreaterThanOrEqual(0);
        for (const [writer, status] of statuses.entries()) if (writer !== winner) expect(lost).toContain(status);
        model =
          model && step.method === 'DELETE'
            ? { ...model, exists: false }
            : { version: (model?.version ?? 0) + 1, title: titles[winner] ?? '', exists: true };
      }
      const { status, board } = await api.request('GET', `/${slug}`);
      expect(status).toBe(model ? (model.exists ? 200 : 410) : 404);
      if (!model?.exists) return;
      expect(board).toMatchObject({ version: model.version, title: model.title });
      // 10,000 runs would otherwise exceed MAX_BOARDS.
      await api.request('DELETE', `/${slug}`, undefined, { 'if-match': '*' });
    }),
    runs(40),
  );
});
