import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import type { INestApplication } from '@nestjs/common';
import { createApp } from '../src/create-app.js';

let app: INestApplication;
let base: string;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-'));
  process.env.FOLDER = folder;
  process.env.DATA_DIR = join(folder, 'data');
  await writeFile(join(folder, 'first.txt'), 'one');
  app = await createApp();
  await app.listen(0, '127.0.0.1');
  base = `${await app.getUrl()}/boardcast`;
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

interface Panel {
  readonly frame?: { readonly fields: readonly { readonly values: readonly unknown[] }[] };
}

async function panel(id: string): Promise<readonly unknown[]> {
  const response = await fetch(`${base}/api/v1/boards/folder/data`);
  const { panels } = (await response.json()) as { panels: Record<string, Panel> };
  return panels[id]?.frame?.fields.at(id === 'list' ? 0 : -1)?.values ?? [];
}

/** Resolves as soon as the board shows what is expected. It is read again after each notification. */
async function boardShows(isExpected: () => Promise<boolean>): Promise<void> {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/ws/dashboard`);
  await new Promise<void>((resolve, reject) => {
    const check = (): void => {
      isExpected().then((isShown) => {
        if (isShown) resolve();
      }, reject);
    };
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ event: 'subscribe', data: { board: 'folder' } }));
    });
    socket.addEventListener('message', check);
  });
  socket.close();
}

it('shows the files of the folder, and their number as a metric', async () => {
  assert.deepEqual(await panel('list'), ['first.txt']);
  await boardShows(async () => (await panel('files')).at(-1) === 1);
});

it('shows a new file by itself', async () => {
  const shown = boardShows(async () => (await panel('list')).length === 2);
  await writeFile(join(folder, 'second.txt'), 'two');
  await shown;
});
