import { describe, expect, it } from '@jest/globals';
import { boardInputSchema } from '../../../wire/board.js';
import { parse } from '../../base/validate.js';
import { readBoardText, type BoardText } from './board-text.js';

const check = (value: unknown) => parse(boardInputSchema.partial({ slug: true }), value);
const read = (text: string): BoardText => readBoardText(text, check);

const SHOP = `# What the shop looks at
title: Shop
panels:
  - id: orders
    type: number
    title: Orders
    layout: { x: 0, y: 0, w: 3, h: 2 }
    query:
      source: metrics
      metric: shop.orders
`;

function faultsOf(text: string): readonly unknown[] {
  const result = read(text);
  return 'faults' in result ? result.faults.map(({ line, path }) => [line, path]) : [];
}

describe('readBoardText', () => {
  it('reads YAML', () => {
    expect(read(SHOP)).toMatchObject({
      definition: { title: 'Shop', panels: [{ id: 'orders', query: { source: 'metrics', metric: 'shop.orders' } }] },
    });
  });

  it('reads JSON as it is exported, tabs and all', () => {
    const board = { slug: 'shop', title: 'Größe "quoted" \\ / ', version: 7, panels: [] };
    expect(read(JSON.stringify(board, null, '\t'))).toEqual({
      definition: { slug: 'shop', title: board.title, panels: [] },
    });
  });

  it('spares repetition with anchors and merge keys', () => {
    const text = `title: Shop
panels:
  - &panel { id: a, type: number, title: A, layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: metrics } }
  - { <<: *panel, id: b }
`;
    expect(read(text)).toMatchObject({ definition: { panels: [{ id: 'a' }, { id: 'b', type: 'number' }] } });
  });

  it.each([
    ['what is wrong', SHOP.replace('type: number', 'type: 42'), [[5, 'panels[0].type']]],
    [
      'two things',
      SHOP.replace('h: 2', 'h: 0').replace('Shop', '""'),
      [
        [2, 'title'],
        [7, 'panels[0].layout.h'],
      ],
    ],
    ['what is missing, where it ought to be', SHOP.replace(/ +type: number\n/, ''), [[4, 'panels[0].type']]],
    ['bad indentation', SHOP.replace('    type', '  type'), [[5, '']]],
    ['the same key twice', `${SHOP}title: Again\n`, [[11, '']]],
    ['JSON that ends too early', '{\n  "title": "x",\n', [[3, '']]],
    ['no board at all', '- 1\n', [[1, '']]],
    ['nothing', '', [[undefined, '']]],
    ['two documents', 'title: a\n---\ntitle: b\n', [[2, '']]],
  ])('names the line of %s', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('refuses what multiplies itself', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed']) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`);
    }
    const result = read(bomb.join('\n'));
    expect('faults' in result && result.faults[0]?.message).toMatch(/alias/i);
  });

  it('refuses an alias that leads nowhere', () => {
    expect(faultsOf('title: *nothing\n')).toHaveLength(1);
  });
});
