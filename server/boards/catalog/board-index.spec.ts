import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoardIndex } from './board-index.js';
import type { StoredBoard } from '../board.repository.js';
import { metricsShownBy } from './shown-metrics.js';

interface Shape {
  slug: string;
  version: number;
  createdAt: number;
  metrics: string[];
  deleted?: boolean;
}

function stored({ slug, version, createdAt, metrics, deleted = false }: Shape): StoredBoard {
  const panels = metrics.map((metric, index) => ({
    id: `p${index}`,
    type: 'number',
    title: metric,
    query: { source: 'metrics', metric },
    layout: { x: 0, y: index, w: 1, h: 1 },
    options: {},
  }));
  return { board: { slug, title: slug, version, panels }, createdAt, deleted };
}

describe('BoardIndex', () => {
  it('finds the oldest board that shows a metric', () => {
    const index = new BoardIndex();
    index.put(stored({ slug: 'newer', version: 1, createdAt: 2, metrics: ['m'] }));
    expect(index.oldestShowing('m')?.slug).toBe('newer');
    index.put(stored({ slug: 'older', version: 1, createdAt: 1, metrics: ['m', 'm'] }));
    expect(index.oldestShowing('m')?.slug).toBe('older');
    index.put(stored({ slug: 'older', version: 2, createdAt: 1, metrics: ['n'] }));
    expect(index.oldestShowing('m')?.slug).toBe('newer');
    index.put(stored({ slug: 'newer', version: 1, createdAt: 2, metrics: ['m'], deleted: true }));
    expect(index.oldestShowing('m')).toBeUndefined();
    expect(index.isShown('n')).toBe(true);
  });

  it('ignores an older state of a board', () => {
    const index = new BoardIndex();
    index.put(stored({ slug: 'a', version: 2, createdAt: 1, metrics: [], deleted: true }));
    index.put(stored({ slug: 'a', version: 2, createdAt: 1, metrics: [] }));
    index.put(stored({ slug: 'a', version: 1, createdAt: 1, metrics: [] }));
    expect(index.get('a')).toMatchObject({ deleted: true, board: { version: 2 } });
    const { version } = index;
    index.put(stored({ slug: 'a', version: 3, createdAt: 9, metrics: [] }));
    expect(index.get('a')).toMatchObject({ deleted: false });
    expect(index.version).not.toBe(version);
  });

  it('finds the same boards as a full search, after any sequence of updates', () => {
    const slug = fc.constantFrom('a', 'b', 'c');
    const metrics = fc.array(fc.constantFrom('m', 'n', 'o'), { maxLength: 3 });
    const shape = fc.record({ slug, version: fc.nat(5), metrics, deleted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(shape), (history) => {
        const index = new BoardIndex();
        const newest = new Map<string, StoredBoard>();
        const rank = ({ board, deleted }: StoredBoard): number => board.version * 2 + (deleted ? 1 : 0);
        for (const each of history) {
          const next = stored({ ...each, createdAt: each.slug.charCodeAt(0) });
          index.put(next);
          const known = newest.get(each.slug);
          if (!known || rank(known) < rank(next)) newest.set(each.slug, next);
        }
        const boards = [...newest.values()]
          .filter(({ deleted }) => !deleted)
          .sort((one, other) => one.createdAt - other.createdAt)
          .map(({ board }) => board);
        expect(index.boards).toEqual(boards);
        for (const key of ['m', 'n', 'o']) {
          const oldest = boards.find((board) => metricsShownBy(board).keys.has(key));
          expect(index.oldestShowing(key)).toBe(oldest);
          expect(index.isShown(key)).toBe(oldest !== undefined);
        }
      }),
    );
  });
});

describe('BoardIndex with patterns', () => {
  it('finds the oldest board with a matching key or pattern', () => {
    const index = new BoardIndex();
    const query = { source: 'metrics', match: 'shop.*' };
    const panel = { id: 'x', type: 'chart', title: 'x', layout: { x: 0, y: 0, w: 1, h: 1 }, options: {}, query };
    const exact = stored({ slug: 'exact', version: 1, createdAt: 2, metrics: ['shop.a'] });
    const older = stored({ slug: 'older', version: 1, createdAt: 1, metrics: [] });
    const byPattern = { ...older, board: { ...older.board, panels: [panel] } };
    index.put(exact);
    index.put(byPattern);
    expect(index.oldestShowing('shop.a')).toBe(byPattern.board);
    expect(index.oldestShowing('shop.b')).toBe(byPattern.board);
    expect([index.isShown('shop.b'), index.isShown('shops')]).toEqual([true, false]);
    index.put({ ...byPattern, deleted: true });
    expect(index.oldestShowing('shop.a')).toBe(exact.board);
    expect(index.isShown('shop.b')).toBe(false);
  });
});

describe('metricsShownBy', () => {
  it('returns the keys and patterns in queries of the source metrics', () => {
    const { board } = stored({ slug: 'a', version: 1, createdAt: 1, metrics: ['m', 'm', 'n'] });
    const panel = { id: 'x', type: 'number', title: 'x', layout: { x: 0, y: 0, w: 1, h: 1 }, options: {} };
    const others = [
      { source: 'weather', metric: 'x' },
      { source: 'metrics', metric: 7 },
      { source: 'metrics' },
      { source: 'metrics', metrics: ['n', 'o'], match: 'p.*' },
      { source: 'metrics', queries: { a: { metric: 'e' } }, expression: 'a * 2' },
    ];
    const panels = [...board.panels, ...others.map((query) => ({ ...panel, query }))];
    expect([...metricsShownBy({ panels }).keys]).toEqual(['m', 'n', 'o', 'e']);
    expect([...metricsShownBy({ panels }).patterns]).toEqual(['p.*']);
  });
});
