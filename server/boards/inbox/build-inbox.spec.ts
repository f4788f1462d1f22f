import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardSchema } from '../../../wire/schemas/board.js';
import { GRID_COLUMNS } from '../../../wire/grid.js';
import { INBOX_SIZE, buildInbox, panelIdOf } from './build-inbox.js';

const keys = fc.stringMatching(/^[A-Za-z0-9._:-]{1,200}$/);

describe('buildInbox', () => {
  it('uses the original name of an escaped key as the title', () => {
    expect(buildInbox([{ key: 'Gr_x00F6__x00DF_e', tagged: false }]).panels[0]).toMatchObject({
      title: 'Größe',
      query: { metric: 'Gr_x00F6__x00DF_e' },
    });
  });

  it('shows above the metrics that new series are not stored', () => {
    const metrics = [{ key: 'a', tagged: false }];
    const { version, panels } = buildInbox(metrics, 'There would be 11 series.');
    expect(panels.map(({ type, layout, options }) => [type, layout.y, options])).toEqual([
      ['text', 0, { text: 'There would be 11 series.' }],
      ['number', 2, {}],
    ]);
    expect(version).not.toBe(buildInbox(metrics).version);
  });

  it('shows the metrics in order, four per row', () => {
    const board = buildInbox(['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, tagged: key === 'b' })));
    expect(board).toMatchObject({ slug: 'inbox', title: 'Inbox', auto: true });
    expect(
      board.panels.map(({ title, type, query, layout, options }) => ({ title, type, query, layout, options })),
    ).toEqual([
      {
        title: 'a',
        type: 'number',
        query: { source: 'metrics', metric: 'a' },
        layout: { x: 0, y: 0, w: 3, h: 2 },
        options: {},
      },
      {
        title: 'b',
        type: 'chart',
        query: { source: 'metrics', metric: 'b' },
        layout: { x: 3, y: 0, w: 3, h: 2 },
        options: {},
      },
      {
        title: 'c',
        type: 'number',
        query: { source: 'metrics', metric: 'c' },
        layout: { x: 6, y: 0, w: 3, h: 2 },
        options: {},
      },
      {
        title: 'd',
        type: 'number',
        query: { source: 'metrics', metric: 'd' },
        layout: { x: 9, y: 0, w: 3, h: 2 },
        options: {},
      },
      {
        title: 'e',
        type: 'number',
        query: { source: 'metrics', metric: 'e' },
        layout: { x: 0, y: 2, w: 3, h: 2 },
        options: {},
      },
    ]);
  });

  it('builds a valid board for any keys', () => {
    fc.assert(
      fc.property(fc.uniqueArray(keys, { maxLength: INBOX_SIZE }), (metrics) => {
        const board = buildInbox(metrics.map((key) => ({ key, tagged: false })));
        expect(boardSchema.parse(board)).toEqual(board);
        expect(new Set(board.panels.map(({ id }) => id)).size).toBe(metrics.length);
        for (const { layout } of board.panels) expect(layout.x + layout.w).toBeLessThanOrEqual(GRID_COLUMNS);
      }),
    );
  });

  it('changes the version with the metrics, their order and their types only', () => {
    const a = { key: 'a', tagged: false };
    const b = { key: 'b', tagged: false };
    const versions = [[], [a], [a, b], [b, a], [a, { ...b, tagged: true }]].map(
      (metrics) => buildInbox(metrics).version,
    );
    expect(new Set(versions).size).toBe(versions.length);
    expect(buildInbox([a, b]).version).toBe(buildInbox([a, b]).version);
  });
});

describe('panelIdOf', () => {
  it('returns different IDs for keys with the same readable part', () => {
    expect(panelIdOf('shop.orders')).toMatch(/^shop-orders-/);
    expect(panelIdOf('shop.orders')).not.toBe(panelIdOf('shop/orders'));
    expect(panelIdOf('x'.repeat(200))).not.toBe(panelIdOf('x'.repeat(199)));
  });
});
