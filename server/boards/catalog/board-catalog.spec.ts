import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Query } from '../../../wire/schemas/board.js';
import { MetricCatalog } from '../../metrics/metric-catalog.js';
import { testSettings } from '../../../test/support/server/test-settings.js';
import { BoardCatalog } from './board-catalog.js';
import type { BoardRepository, StoredBoard } from '../board.repository.js';

function stored(slug: string, createdAt: number, metrics: string[], version = 1, deleted = false): StoredBoard {
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

describe('BoardCatalog', () => {
  let rows: StoredBoard[];
  let metrics: MetricCatalog;
  let catalog: BoardCatalog;
  let pushed = 0;

  function push(...keys: string[]): void {
    const row = { unit: null, expectEveryMs: null, seriesCount: 1, tagged: 0 as const };
    metrics.update(keys.map((key) => ({ ...row, id: ++pushed, key })));
  }

  beforeEach(() => {
    rows = [];
    metrics = new MetricCatalog();
    const repository: Pick<BoardRepository, 'all' | 'get'> = {
      all: () => Promise.resolve(rows),
      get: (slug) => Promise.resolve(rows.find(({ board }) => board.slug === slug)),
    };
    catalog = new BoardCatalog(repository as BoardRepository, metrics, testSettings());
  });

  function inboxKeys(): string[] {
    return catalog.inbox().panels.map(({ title }) => title);
  }

  it('distinguishes stored, deleted and unknown boards', async () => {
    rows = [stored('a', 1, []), stored('b', 2, [], 3, true)];
    await catalog.load();
    expect(catalog.get('a')).toMatchObject({ slug: 'a', version: 1 });
    expect(catalog.get('b')).toBe('deleted');
    expect(catalog.get('c')).toBeUndefined();
    expect(catalog.get('inbox')).toEqual(catalog.inbox());
    expect(catalog.stored().map(({ slug }) => slug)).toEqual(['a']);
    rows = [stored('a', 1, [], 2)];
    await catalog.refresh('a');
    expect(catalog.get('a')).toMatchObject({ version: 2 });
  });

  it('shows metrics of no board in the inbox, newest first', () => {
    push('one', 'two', 'three');
    expect(inboxKeys()).toEqual(['three', 'two', 'one']);
    catalog.put(stored('a', 1, ['two']));
    expect(inboxKeys()).toEqual(['three', 'one']);
    push('four');
    expect(inboxKeys()).toEqual(['four', 'three', 'one']);
    metrics.remove('three');
    expect(inboxKeys()).toEqual(['four', 'one']);
    catalog.put(stored('a', 1, ['two'], 1, true));
    expect(inboxKeys()).toEqual(['four', 'two', 'one']);
  });

  it('shows the 60 newest metrics in the inbox', () => {
    const keys = Array.from({ length: 70 }, (_, index) => `m${index}`);
    push(...keys);
    expect(inboxKeys()).toEqual(keys.slice(10).reverse());
  });

  it('computes the inbox once per change', () => {
    push('one');
    const before = catalog.inbox();
    expect(catalog.inbox()).toBe(before);
    push('two');
    expect(catalog.inbox()).not.toBe(before);
  });

  it('shows a metric with tags as a chart in the inbox', () => {
    push('one');
    const { version } = catalog.inbox();
    metrics.update([{ id: 1, key: 'one', unit: null, expectEveryMs: null, seriesCount: 2, tagged: 1 }]);
    expect(catalog.inbox().panels.map(({ type }) => type)).toEqual(['chart']);
    expect(catalog.inbox().version).not.toBe(version);
  });

  it('locates a metric on the oldest board that shows it, or else in the inbox', () => {
    push(...Array.from({ length: 61 }, (_, index) => `m${index}`));
    expect(catalog.locate('m60')).toBe('/boards/inbox');
    expect(catalog.locate('m0')).toBeNull();
    catalog.put(stored('newer', 2, ['m0', 'm60']));
    catalog.put(stored('older', 1, ['m60']));
    expect(catalog.locate('m60')).toBe('/boards/older');
    expect(catalog.locate('m0')).toBe('/boards/newer');
    expect(catalog.locate('never')).toBeNull();
  });

  it('locates a query on the oldest board that has it', () => {
    const queries = (metric: string) => (query: Query) => query.metric === metric;
    catalog.put(stored('newer', 2, ['a', 'b']));
    catalog.put(stored('older', 1, ['b']));
    catalog.put(stored('deleted', 0, ['b'], 1, true));
    expect(catalog.locateQuery(queries('a'))).toBe('/boards/newer');
    expect(catalog.locateQuery(queries('b'))).toBe('/boards/older');
    expect(catalog.locateQuery(queries('c'))).toBeNull();
  });
});
