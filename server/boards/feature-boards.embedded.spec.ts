import { rmSync } from 'node:fs';
import { Injectable, Module, Scope, type Type } from '@nestjs/common';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { makeTempDir } from '../../test/support/make-temp-dir.js';
import { Boards, Collector, DashboardModule } from '../index.js';

let dataDir: string;
beforeEach(() => {
  dataDir = makeTempDir();
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

@Module({ imports: [DashboardModule.forFeature({ boards: [{ slug: 'shop', title: 'Shop' }] })] })
class ShopModule {}

@Module({ imports: [DashboardModule.forFeature({ boards: [{ slug: 'empty', title: '' }] })] })
class InvalidModule {}

@Injectable({ scope: Scope.REQUEST })
class UserCollector extends Collector {
  override readonly name = 'users';
  override readonly every = '1m';

  override collect(): [] {
    return [];
  }
}

@Module({ imports: [DashboardModule.forFeature({ collectors: [UserCollector] })] })
class UserModule {}

/** Starts and stops an application that embeds Boardcast, with the modules. Returns the slugs of its boards. */
async function slugsWith(...modules: Type[]): Promise<string[]> {
  const imports = [...modules, DashboardModule.forRoot({ dataDir })];
  const app = (await Test.createTestingModule({ imports }).compile()).createNestApplication({ logger: false });
  try {
    await app.init();
    return app
      .get(Boards)
      .list()
      .map(({ slug }) => slug);
  } finally {
    await app.close();
  }
}

it('creates the boards of modules of an application, also in an existing database', async () => {
  expect(await slugsWith()).toEqual(['this-server', 'inbox']);
  expect(await slugsWith(ShopModule)).toEqual(['this-server', 'shop', 'inbox']);
  expect(await slugsWith()).toEqual(['this-server', 'shop', 'inbox']);
});

it('prevents the start of an application with an invalid board, naming its module, or a request-scoped collector, naming its class', async () => {
  await expect(slugsWith(InvalidModule)).rejects.toThrow("InvalidModule, board 'empty', title: must not be empty");
  await expect(slugsWith(UserModule)).rejects.toThrow('The collector UserCollector is request-scoped');
});
