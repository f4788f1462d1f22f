import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { BoardsApp } from '../../test/support/server/boards-app.js';
import { makeTempDir } from '../../test/support/make-temp-dir.js';
import type { BoardDefinition } from '../../wire/schemas/board.js';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';

/** Returns a module with the name that contributes these boards. */
function contributing(name: string, ...boards: BoardDefinition[]): Type {
  class Contributing {
    readonly boards = boards;
  }
  Object.defineProperty(Contributing, 'name', { value: name });
  Module({ imports: [DashboardCoreModule.forFeature({ boards })] })(Contributing);
  return Contributing;
}

const shop: BoardDefinition = { slug: 'shop', title: 'Shop of the module' };
const ShopModule = contributing('ShopModule', shop);
const FirstModule = contributing('FirstModule', { slug: 'first', title: 'First' });

let api: BoardsApp | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function open(...modules: Type[]): Promise<BoardsApp> {
  api = await BoardsApp.open({}, ...modules);
  return api;
}

async function restart(...modules: Type[]): Promise<BoardsApp> {
  api = await (api as BoardsApp).restart(...modules);
  return api;
}

async function titles(): Promise<unknown[]> {
  const { board } = await (api as BoardsApp).request('GET', '');
  return (board as unknown as { items: { title: string }[] }).items.map(({ title }) => title);
}

describe('the boards of a module', () => {
  it('are created in a new database, in the order of the modules', async () => {
    await open(FirstModule, ShopModule);
    expect(await titles()).toEqual(['First', 'Shop of the module', 'Inbox']);
    expect((await (api as BoardsApp).request('GET', '/shop')).board).toEqual({ ...shop, version: 1, panels: [] });
  });

  it('are created in an existing database when the module is added', async () => {
    await open(FirstModule);
    await restart(FirstModule, ShopModule);
    expect(await titles()).toEqual(['First', 'Shop of the module', 'Inbox']);
  });

  it('are not created again, and changes of users stay', async () => {
    await open(ShopModule);
    await (api as BoardsApp).request('PUT', '/shop', { title: 'Changed' }, { 'if-match': '"1"' });
    await restart();
    expect(await titles()).toEqual(['Changed', 'Inbox']);
  });

  it('are not created again after they were deleted, also if the module was removed in between', async () => {
    await open(ShopModule);
    await (api as BoardsApp).request('DELETE', '/shop');
    await restart();
    await restart(ShopModule);
    expect(await titles()).toEqual(['Inbox']);
    expect((await (api as BoardsApp).request('GET', '/shop')).status).toBe(410);
  });

  it('do not replace a board of a user', async () => {
    await open(FirstModule);
    await (api as BoardsApp).request('POST', '', { slug: 'shop', title: 'My shop' });
    await restart(ShopModule);
    expect(await titles()).toEqual(['First', 'My shop', 'Inbox']);
  });

  it('are not created where a user deleted a board with their slug', async () => {
    await open(FirstModule);
    await (api as BoardsApp).request('POST', '', { slug: 'shop', title: 'My shop' });
    await (api as BoardsApp).request('DELETE', '/shop');
    await restart(ShopModule);
    expect(await titles()).toEqual(['First', 'Inbox']);
  });

  it.each([
    ['valid', 'title: Shop of a file\n', ['Shop of a file', 'Inbox']],
    ['invalid', 'title: 1\n', ['Inbox']],
  ])('do not replace the board of a file that is %s', async (_what, text, expected) => {
    const boardsDir = makeTempDir();
    writeFileSync(join(boardsDir, 'shop.yaml'), text);
    api = await BoardsApp.open({ boardsDir }, ShopModule);
    expect(await titles()).toEqual(expected);
  });

  it('are rejected if two modules contribute the same slug', async () => {
    await expect(open(ShopModule, contributing('OtherModule', shop))).rejects.toThrow(
      "Both ShopModule and OtherModule contribute a board with the slug 'shop': choose another slug in one of them.",
    );
  });

  it('are rejected if they are invalid, with the module, the board and the path of each error', async () => {
    const panel = {
      id: 'a',
      type: 'number',
      title: 'A',
      layout: { x: 0, y: 0, w: 3, h: 2 },
      query: { source: 'events' },
    };
    const Invalid = contributing(
      'InvalidModule',
      { slug: 'two-errors', title: '', panels: [{ ...panel, type: 'Number' }] },
      { slug: 'query', title: 'Query', panels: [{ ...panel, query: { source: 'metrics' } }] },
      { slug: 'inbox', title: 'Inbox' },
      { title: 'No slug' } as BoardDefinition,
    );
    const message = await open(ShopModule, Invalid).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(message.split('\n')).toEqual([
      'Modules contribute invalid boards. Correct them:',
      "InvalidModule, board 'two-errors', title: must not be empty",
      "InvalidModule, board 'two-errors', panels[0].type: must be the name of a panel type, like number or chart",
      expect.stringMatching(/^InvalidModule, board 'query', panels\[0\]\.query\.metric: /),
      "InvalidModule, board 'inbox': slug: belongs to the board that the server computes",
      "InvalidModule, board 'undefined': slug: is missing",
    ]);
  });
});
