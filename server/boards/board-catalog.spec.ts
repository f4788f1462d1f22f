import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Query } from '../../wire/board.js';
import { MetricCatalog } from '../metrics/metric-catalog.js';
import { BoardCatalog } from './board-catalog.js';
import type { BoardStore, StoredBoard } from './board-store.js';

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

describe('BoardCatalogue', () => {
  let rows: StoredBoard[];
  let metrics: MetricCatalog;
  let catalogue: BoardCatalog;
  let pushed = 0;

  function push(...keys: string[]): void {
    const row = { unit: null, expectEveryMs: null, seriesCount: 1, tagged: 0 as const };
    metrics.update(keys.map((key) => ({ ...row, id: ++pushed, key })));
  }

  beforeEach(() => {
    rows = [];
    metrics = new MetricCatalog();
    const store: Pick<BoardStore, 'all' | 'get'> = {
      all: () => Promise.resolve(rows),
      get: (slug) => Promise.resolve(rows.find(({ board }) => board.slug === slug)),
    };
    catalogue = new BoardCatalog(store as BoardStore, metrics);
  });

  function inboxKeys(): string[] {
    return catalogue.inbox().panels.map(({ title }) => title);
  }

  it('knows what is stored, what was deleted and what never was', async () => {
    rows = [stored('a', 1, []), stored('b', 2, [], 3, true)];
    await catalogue.load();
    expect(catalogue.get('a')).toMatchObject({ slug: 'a', version: 1 });
    expect(catalogue.get('b')).toBe('deleted');
    expect(catalogue.get('c')).toBeUndefined();
    expect(catalogue.get('inbox')).toEqual(catalogue.inbox());
    expect(catalogue.stored().map(({ slug }) => slug)).toEqual(['a']);
    rows = [stored('a', 1, [], 2)];
    await catalogue.refresh('a');
    expect(catalogue.get('a')).toMatchObject({ version: 2 });
  });

  it('puts into the inbox what is on no board, the newest first', () => {
    push('one', 'two', 'three');
    expect(inboxKeys()).toEqual(['three', 'two', 'one']);
    catalogue.put(stored('a', 1, ['two']));
    expect(inboxKeys()).toEqual(['three', 'one']);
    push('four');
    expect(inboxKeys()).toEqual(['four', 'three', 'one']);
    metrics.remove('three');
    expect(inboxKeys()).toEqual(['four', 'one']);
    catalogue.put(stored('a', 1, ['two'], 1, true));
    expect(inboxKeys()).toEqual(['four', 'two', 'one']);
  });

  it('keeps the 60 newest in the inbox', () => {
    const keys = Array.from({ length: 70 }, (_, index) => `m${index}`);
    push(...keys);
    expect(inboxKeys()).toEqual(keys.slice(10).reverse());
  });

  it('computes the inbox once per change', () => {
    push('one');
    const before = catalogue.inbox();
    expect(catalogue.inbox()).toBe(before);
    push('two');
    expect(catalogue.inbox()).not.toBe(before);
  });

  it('turns the panel into a chart once there are tags', () => {
    push('one');
    const { version } = catalogue.inbox();
    metrics.update([{ id: 1, key: 'one', unit: null, expectEveryMs: null, seriesCount: 2, tagged: 1 }]);
    expect(catalogue.inbox().panels.map(({ type }) => type)).toEqual(['chart']);
    expect(catalogue.inbox().version).not.toBe(version);
  });

  it('locates a metric on its oldest board, else in the inbox, else nowhere', () => {
    push(...Array.from({ length: 61 }, (_, index) => `m${index}`));
    expect(catalogue.locate('m60')).toBe('/boards/inbox');
    expect(catalogue.locate('m0')).toBeNull();
    catalogue.put(stored('young', 2, ['m0', 'm60']));
    catalogue.put(stored('old', 1, ['m60']));
    expect(catalogue.locate('m60')).toBe('/boards/old');
    expect(catalogue.locate('m0')).toBe('/boards/young');
    expect(catalogue.locate('never')).toBeNull();
  });

  it('locates what another source shows on the oldest board that asks for it', () => {
    const asks = (metric: string) => (query: Query) => query.metric === metric;
    catalogue.put(stored('young', 2, ['a', 'b']));
    catalogue.put(stored('old', 1, ['b']));
    catalogue.put(stored('gone', 0, ['b'], 1, true));
    expect(catalogue.locateQuery(asks('a'))).toBe('/boards/young');
    expect(catalogue.locateQuery(asks('b'))).toBe('/boards/old');
    expect(catalogue.locateQuery(asks('c'))).toBeNull();
  });
});
