import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { boardInputSchema } from '../../../wire/schemas/board.js';
import { type Problem } from '../../common/errors/problem.js';
import { validate } from '../../common/validation/validate.js';
import type { TextFormat } from './board-text.js';
import type { CheckedBoard } from './board-file-checker.js';
import { type ParsedBoardText, BoardTextReader } from './board-text-reader.js';

jest.setTimeout(60_000);

const clock = new ManualClock();
const check = (value: unknown): CheckedBoard => {
  try {
    return { definition: validate(boardInputSchema.partial({ slug: true }), value), errors: [] };
  } catch (error) {
    return { errors: (error as Problem).errors ?? [] };
  }
};
const reader = new BoardTextReader(clock, check);
const read = (text: string, format: TextFormat = 'yaml'): Promise<ParsedBoardText> => reader.read(text, format);

afterAll(() => reader.close());

const SHOP = `# The board of the shop
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

async function errorsOf(text: string, format?: TextFormat): Promise<readonly unknown[]> {
  const result = await read(text, format);
  return result.errors.map(({ line, path }) => [line, path]);
}

async function messageOf(text: string, format?: TextFormat): Promise<string> {
  const result = await read(text, format);
  if (result.definition !== undefined) throw new Error('The text has no errors.');
  const [{ line, message } = { message: '' }] = result.errors;
  return `${line ?? '-'}: ${message}`;
}

describe('BoardTextReader', () => {
  it('reads YAML', async () => {
    expect(await read(SHOP)).toMatchObject({
      definition: { title: 'Shop', panels: [{ id: 'orders', query: { source: 'metrics', metric: 'shop.orders' } }] },
    });
  });

  it('reads exported JSON, with tabs', async () => {
    const board = { slug: 'shop', title: 'Größe "quoted" \\ / ', version: 7, panels: [] };
    expect(await read(JSON.stringify(board, null, '\t'), 'json')).toEqual({
      definition: { slug: 'shop', title: board.title, panels: [] },
      errors: [],
    });
  });

  it('resolves anchors and merge keys', async () => {
    const text = `title: Shop
panels:
  - &panel { id: a, type: number, title: A, layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: metrics } }
  - { <<: *panel, id: b }
`;
    expect(await read(text)).toMatchObject({ definition: { panels: [{ id: 'a' }, { id: 'b', type: 'number' }] } });
  });

  it.each([
    ['an invalid value', SHOP.replace('type: number', 'type: 42'), [[5, 'panels[0].type']]],
    [
      'two invalid values',
      SHOP.replace('h: 2', 'h: 0').replace('Shop', '""'),
      [
        [2, 'title'],
        [7, 'panels[0].layout.h'],
      ],
    ],
    ['a missing property, as that of its parent', SHOP.replace(/ +type: number\n/, ''), [[4, 'panels[0].type']]],
    ['bad indentation', SHOP.replace('    type', '  type'), [[5, '']]],
    ['a repeated key', `${SHOP}title: Again\n`, [[11, '']]],
    ['incomplete JSON', '{\n  "title": "x",\n', [[3, '']]],
    ['a list instead of a board', '- 1\n', [[1, '']]],
    ['an empty text', '', [[undefined, '']]],
    ['two documents', 'title: a\n---\ntitle: b\n', [[2, '']]],
  ])('names the line of %s', async (_, text, errors) => {
    expect(await errorsOf(text)).toEqual(errors);
  });

  it('rejects a text that grows by nested aliases', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed']) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`);
    }
    expect(await messageOf(bomb.join('\n'))).toMatch(/alias/i);
  });

  it('rejects an alias without an anchor', async () => {
    expect(await errorsOf('title: *nothing\n')).toHaveLength(1);
  });

  it.each([
    ['a tab as indentation', 'title: Shop\npanels:\n\t- id: a\n', /^3: .*tab/i],
    ['a repeated name', 'title: A\npanels: []\ntitle: B\n', /^3: the name 'title' is repeated: .* line 1/],
    ['a repeated name in a panel', SHOP.replace('type: number', 'id: again'), /^5: the name 'id' is repeated/],
    ['a number and a string with the same name', 'a: { 1: x, "1": y }\n', /^1: the name '1' is repeated/],
    ['__proto__ as a name', 'title: A\noptions:\n  __proto__: {}\n', /^3: the name '__proto__' is not allowed/],
    ['a JavaScript tag', 'title: A\nx: !!js/function "function () {}"\n', /^2: .*tag/i],
    ['a binary value', 'title: A\nx: !!binary aGVsbG8=\n', /^2: .*tag/i],
    ['a custom tag', 'title: A\nx: !secret y\n', /^2: .*tag/i],
    ['a set', 'title: A\nx: !!set { a, b }\n', /^2: .*tag/i],
    ['a list as a name', 'title: A\n? [a]\n: 1\n', /^2: a name must be a string/],
    ['an anchor that contains itself', 'title: A\nx: &x [*x]\n', /contains itself/],
    ['a text with 100,000 levels', `title: ${'['.repeat(100_000)}`, /nested too deeply/],
    [
      'a text that is too large with expanded aliases',
      `x: &x "${'x'.repeat(50_000)}"\ny: [${'*x,'.repeat(50)}*x]\n`,
      /characters as JSON/,
    ],
  ])('rejects %s', async (_, text, message) => {
    expect(await messageOf(text)).toMatch(message);
  });

  it.each([
    ['a comment', '{\n  "title": "A", // mine\n  "panels": []\n}', /^2: is not JSON: comments are not allowed/],
    ['a YAML comment', '{\n  "title": "A" # mine\n}', /^2: .*comments/],
    ['a trailing comma in an object', '{\n  "title": "A",\n\n}', /^2: .*a comma is followed by '}'/],
    ['a trailing comma in a list', '{ "title": "A", "panels": [1,\n] }', /^1: .*a comma is followed by ']'/],
    ['single quotes', "{\n  'title': 1 }", /^2: .*''' is not allowed here/],
    ['an unclosed string', '{\n  "title": "A }\n', /^2: .*is not closed/],
    ['a missing bracket', '{\n  "title": "A"\n', /^3: is not JSON: Expected/],
    ['a repeated name', '{\n  "title": "A",\n  "title": "B" }', /^3: the name 'title' is repeated/],
    ['an invalid value', '{\n  "title": "A",\n  "range": "2h" }', /^3: must be one of 15m, 1h/],
    ['an empty text', '', /^1: is not JSON: Unexpected end/],
  ])('names the line of %s in JSON', async (_, text, message) => {
    expect(await messageOf(text, 'json')).toMatch(message);
  });

  it('reads JSON with longer names than YAML allows', async () => {
    const options = { ['k'.repeat(2_000)]: 1 };
    const panel = { id: 'a', type: 'text', title: 'A', layout: { x: 0, y: 0, w: 1, h: 1 }, options };
    expect(await read(JSON.stringify({ title: 'A', panels: [panel] }), 'json')).toMatchObject({
      definition: { panels: [{ options }] },
    });
  });

  it('reads a map of 100,000 names in linear time', async () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`);
    expect(await read(`title: A\nmore:\n  ${names.join('\n  ')}\n`)).toEqual({
      errors: [expect.objectContaining({ message: expect.stringContaining('as JSON; at most') })],
    });
  });

  it('stops reading a text that takes too long, and reads the next one', async () => {
    // The library searches for each alias in everything before it.
    const anchors = Array.from({ length: 25_000 }, (_, index) => `- &a${index} x\n- *a${index}\n`);
    const slow = read(anchors.join(''));
    clock.advance(5_000);
    expect(await slow).toEqual({ errors: [{ path: '', message: 'takes longer than 5 s to parse: make it simpler' }] });
    expect(await read(SHOP)).toHaveProperty('definition');
  });

  it('reports a text that takes too much memory, and reads the next one', async () => {
    const small = new BoardTextReader(clock, check, 16);
    expect(await small.read(`x: [${'[],'.repeat(200_000)}]`, 'yaml')).toEqual({
      errors: [{ path: '', message: expect.stringMatching(/memory/) }],
    });
    expect(await small.read(SHOP, 'yaml')).toHaveProperty('definition');
    await small.close();
  });
});
