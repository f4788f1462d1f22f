import { describe, expect, it } from '@jest/globals';
import { samplePanel } from '../../panels/testing/sample-frames';
import type { BoardDefinition } from '../../api/board-definition';
import { differences } from './board-difference';

const panel = samplePanel({ id: 'orders', title: 'Orders' });
const before: BoardDefinition = { title: 'Shop', panels: [panel, samplePanel({ id: 'gone', title: '' })] };
const differencesTo = (after: Partial<BoardDefinition>): string[] =>
  differences(before, { ...before, ...after }).map(({ kind, text }) => `${kind}: ${text}`);

describe('differences', () => {
  it('returns nothing for equal boards', () => {
    expect(differencesTo({ panels: JSON.parse(JSON.stringify(before.panels)) as typeof before.panels })).toEqual([]);
  });

  it('lists added, removed and changed panels', () => {
    const added = samplePanel({ id: 'new', title: 'Refunds' });
    const changed = samplePanel({
      id: 'orders',
      title: 'Sales',
      type: 'chart',
      query: { source: 'metrics', metric: 'other' },
      options: { staleAfter: '5m', unit: 'ms' },
    });
    expect(differencesTo({ title: 'My shop', range: '6h', panels: [changed, added] })).toEqual([
      'board: Title changed from “Shop” to “My shop”',
      'board: Time range changed from the default to 6h',
      'changed: “Orders” changed: title, now “Sales”, type, now chart, query, stale after, unit',
      'added: “Refunds” was added',
      'removed: The number panel gone was removed',
    ]);
  });

  it.each([
    [{ x: 3, y: 1, w: 3, h: 2 }, '“Orders” moved to column 4, row 2'],
    [{ x: 0, y: 0, w: 6, h: 4 }, '“Orders” was resized to 6 columns by 4 rows'],
    [{ x: 1, y: 0, w: 6, h: 2 }, '“Orders” moved to column 2, row 1 and was resized to 6 columns by 2 rows'],
  ])('describes the new layout of a panel: %j', (layout, text) => {
    const moved = samplePanel({ ...panel, layout });
    expect(differencesTo({ panels: [moved, ...before.panels.slice(1)] })).toEqual([`moved: ${text}`]);
  });
});
