// Sums, shares and averages that silently left out all but the greatest series.
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

/** So many series, whose values are 1, 2, …, less `minus`. */
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

/** Of values: the column. Of series over time: the last value of each. */
function shownSum({ frame: { fields } }: Answer): number {
  const named = fields.find(({ name }) => name === 'value');
  if (named) return named.values.reduce<number>((sum, value) => sum + Number(value), 0);
  return fields.slice(1).reduce((sum, { values }) => sum + Number(values.findLast((value) => value !== null)), 0);
}

const cases: readonly TestCase[] = [
  {
    title: 'tells what 30 series come to where 20 are shown',
    run: async (server: CaseServer): Promise<void> => {
      const answer = await preview(server, 30, { as: 'value' });
      assert.equal(answer.frame.others?.count, 10);
      assert.equal(shownSum(answer) + answer.frame.others.sum, 465);
    },
  },
  {
    title: 'tells what 30 groups come to where 5 are shown',
    run: async (server: CaseServer): Promise<void> => {
      const answer = await preview(server, 30, { as: 'value', by: ['machine'], limit: 5 });
      assert.equal(answer.frame.others?.count, 25);
      assert.equal(shownSum(answer) + answer.frame.others.sum, 465);
    },
  },
  {
    title: 'tells what 150 series come to where 100 are shown over time',
    run: async (server: CaseServer): Promise<void> => {
      const answer = await preview(server, 150, {});
      assert.equal(answer.frame.others?.count, 50);
      assert.equal(shownSum(answer) + answer.frame.others.sum, 11_325);
    },
  },
  {
    title: 'tells negative values that are left out apart',
    run: async (server: CaseServer): Promise<void> => {
      const { frame } = await preview(server, 30, { as: 'value', limit: 10 }, 20);
      assert.deepEqual(frame.others, { count: 20, sum: -190, min: -19, max: 0, negative: { count: 19, sum: -190 } });
    },
  },
  {
    title: 'leaves nothing out where all are shown',
    run: async (server: CaseServer): Promise<void> => {
      assert.equal((await preview(server, 20, { as: 'value' })).frame.others, undefined);
    },
  },
];

export const totals: CaseGroup = { cases };
