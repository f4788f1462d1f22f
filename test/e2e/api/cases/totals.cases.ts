// Sums, shares and averages that silently omitted all but the greatest series.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

interface Answer {
  readonly frame: {
    readonly fields: readonly { readonly name: string; readonly values: readonly unknown[] }[];
    readonly others?: { readonly count: number; readonly sum: number; readonly negative?: unknown };
  };
  readonly warning?: string;
}

/** Pushes `count` series with the values 1, 2, …, minus `minus`, and returns the preview of a query. */
async function preview(server: CaseServer, count: number, query: object, minus = 0): Promise<Answer> {
  const metric = uniqueName('totals');
  const points = Array.from({ length: count }, (_, index) => ({
    key: metric,
    value: index + 1 - minus,
    tags: { machine: `m${index}` },
  }));
  assert.equal((await server.sendJson('POST', '/api/v1/metrics', points)).status, 200);
  const { json } = await server.sendJson('POST', '/api/v1/preview', { query: { source: 'metrics', metric, ...query } });
  return json as Answer;
}

/** Returns the sum of a column of values, or of the last values of series over time. */
function shownSum({ frame: { fields } }: Answer): number {
  const named = fields.find(({ name }) => name === 'value');
  if (named) return named.values.reduce<number>((sum, value) => sum + Number(value), 0);
  return fields.slice(1).reduce((sum, { values }) => sum + Number(values.findLast((value) => value !== null)), 0);
}

const cases: readonly TestCase[] = [
  {
    title: 'returns the total of 30 series if 20 are shown',
    run: async (server: CaseServer): Promise<void> => {
      const answer = await preview(server, 30, { as: 'value' });
      assert.equal(answer.frame.others?.count, 10);
      assert.equal(shownSum(answer) + answer.frame.others.sum, 465);
    },
  },
  {
    title: 'returns the total of 30 groups if 5 are shown',
    run: async (server: CaseServer): Promise<void> => {
      const answer = await preview(server, 30, { as: 'value', by: ['machine'], limit: 5 });
      assert.equal(answer.frame.others?.count, 25);
      assert.equal(shownSum(answer) + answer.frame.others.sum, 465);
    },
  },
  {
    title: 'returns the total of 150 series if 100 are shown over time',
    run: async (server: CaseServer): Promise<void> => {
      const answer = await preview(server, 150, {});
      assert.equal(answer.frame.others?.count, 50);
      assert.equal(shownSum(answer) + answer.frame.others.sum, 11_325);
    },
  },
  {
    title: 'reports omitted negative values separately',
    run: async (server: CaseServer): Promise<void> => {
      const { frame } = await preview(server, 30, { as: 'value', limit: 10 }, 20);
      assert.deepEqual(frame.others, { count: 20, sum: -190, min: -19, max: 0, negative: { count: 19, sum: -190 } });
    },
  },
  {
    title: 'omits nothing if all series are shown',
    run: async (server: CaseServer): Promise<void> => {
      assert.equal((await preview(server, 20, { as: 'value' })).frame.others, undefined);
    },
  },
];

export const totals: CaseGroup = { cases };
