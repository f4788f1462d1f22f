import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom } from 'rxjs';
import type { Board, BoardFileError } from '../../wire/schemas/board.js';
import { BoardsApp } from '../../test/support/server/boards-app.js';
import { ManualClock } from '../../test/support/server/manual-clock.js';
import { testSettings } from '../../test/support/server/test-settings.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { StartupError } from '../common/errors/startup-error.js';
import { ChangeBus } from '../change-bus/change-bus.js';
import { FeatureRegistry } from '../dashboard/feature-registry.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { BoardCatalog } from './catalog/board-catalog.js';
import { BoardInputReader } from './input/board-input-reader.js';
import { BoardFilesService } from './board-files.service.js';

function yaml(title: string, more = ''): string {
  return `title: ${title}
${more}panels:
  - { id: orders, type: number, title: Orders, layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: metrics, metric: shop.orders } }
`;
}

describe('BoardFilesService', () => {
  let folder: string;
  let api: BoardsApp;

  afterEach(() => api.close());
  useTempDirPerTest((path) => (folder = path));

  const open = async (): Promise<void> => {
    api = await BoardsApp.open({ boardsDir: folder });
  };
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  /** Resolves with the next change of the board. */
  const changeOf = (slug: string): Promise<unknown> =>
    firstValueFrom(api.app.get(ChangeBus).changes$.pipe(filter(({ topics }) => topics.includes(`board:${slug}`))));
  const afterChange = async (slug: string, makeChange: () => unknown): Promise<Board> => {
    const change = changeOf(slug);
    await makeChange();
    await change;
    return (await api.request('GET', `/${slug}`)).board;
  };
  /** Creates a second service in addition to that of the running server. Its clock does not advance. */
  const boardFiles = (boardsDir: string): BoardFilesService => {
    const [reader, catalog] = [api.app.get(BoardInputReader), api.app.get(BoardCatalog)];
    return new BoardFilesService(
      testSettings({ boardsDir }),
      reader,
      catalog,
      api.app.get(NotificationQueue),
      new ManualClock(),
      api.app.get(FeatureRegistry),
    );
  };
  const listed = async (): Promise<{ items: Board[]; fileErrors?: BoardFileError[] }> =>
    (await api.request('GET', '')).board as never;

  it('shows read-only boards, with the names of their files as slugs, from the start', async () => {
    write('shop.yaml', yaml('Shop'));
    write('from-json.json', JSON.stringify({ slug: 'other', title: 'Other' }));
    write('.hidden.yaml', 'x');
    write('README.md', 'x');
    await open();
    expect((await api.request('GET', '/shop')).board).toMatchObject({
      slug: 'shop',
      title: 'Shop',
      readOnly: true,
      file: 'shop.yaml',
      panels: [{ id: 'orders', options: {} }],
    });
    const { items, ...rest } = await listed();
    expect(items.map(({ slug }) => slug)).toEqual(['other', 'shop', 'inbox']);
    expect(rest).toEqual({});
    for (const { status, problem } of [
      await api.request('PUT', '/shop', { title: 'Mine' }, { 'if-match': '*' }),
      await api.request('DELETE', '/shop'),
      await api.request('POST', '', { slug: 'shop', title: 'Mine' }),
    ]) {
      expect([status, problem.detail]).toEqual([409, expect.stringContaining('shop.yaml')]);
    }
    const { headers } = await api.request('POST', '', { title: 'Shop' });
    expect(headers.get('location')).toBe('/api/v1/boards/shop-2');
  });

  it('adds, changes and removes boards with their files, and publishes each change', async () => {
    await open();
    const created = await afterChange('shop', () => {
      write('shop.yml', yaml('Shop'));
    });
    const changed = await afterChange('shop', () => {
      write('shop.yml', yaml('Shop of today'));
    });
    expect([created.title, changed.title]).toEqual(['Shop', 'Shop of today']);
    expect(changed.version).toBeGreaterThan(created.version);
    const moved = await afterChange('shop', () => rename(join(folder, 'shop.yml'), join(folder, 'shop.json')));
    expect(moved).toMatchObject({ title: 'Shop of today', file: 'shop.json' });
    await afterChange('shop', () => rm(join(folder, 'shop.json')));
    expect((await api.request('GET', '/shop')).status).toBe(410);
    const stored = await api.request('POST', '', { slug: 'shop', title: 'Stored' });
    expect([stored.status, (await api.request('GET', '/shop')).board]).toEqual([201, stored.board]);
  });

  it('keeps the last valid board of a file that becomes invalid, and reports the line', async () => {
    write('shop.yaml', yaml('Shop'));
    await open();
    const broken = await afterChange('shop', () => {
      write('shop.yaml', yaml('Shop', 'range: 2h\n'));
    });
    expect(broken).toMatchObject({ title: 'Shop', readOnly: true });
    expect(broken.problem).toMatch(/^shop\.yaml, line 2: range: .+ The last valid version is shown\.$/);
    expect((await listed()).fileErrors).toEqual([
      { file: 'shop.yaml', line: 2, path: 'range', message: expect.any(String) },
    ]);
    const fixed = await afterChange('shop', () => {
      write('shop.yaml', yaml('Shop', 'range: 6h\n'));
    });
    expect([fixed.range, fixed.problem]).toEqual(['6h', undefined]);
    expect(await listed()).not.toHaveProperty('fileErrors');
  });

  it('returns the errors of a file that was never valid at the path of its board, until it is valid', async () => {
    write('neu.yaml', yaml('Neu').replace('number', 'numbr').replace('w: 3', 'w: 30'));
    write('right.yaml', yaml('Right'));
    await open();
    const message = /^The file neu\.yaml is not valid: line 3: .+line 3: panels\[0\]\.type: .+did you mean 'number'\?/;
    for (const path of ['/neu', '/neu/data']) {
      const { status, problem } = await api.request('GET', path);
      expect([path, status, problem.detail]).toEqual([path, 404, expect.stringMatching(message)]);
      expect(problem.errors).toEqual([
        { line: 3, path: 'panels[0].layout.w', message: expect.any(String) },
        { line: 3, path: 'panels[0].layout', message: expect.any(String) },
        { line: 3, path: 'panels[0].type', message: expect.stringMatching("did you mean 'number'") },
      ]);
    }
    const never = (await api.request('GET', '/never')).problem;
    expect([never.detail, never.errors]).toEqual(["There is no board 'never'.", undefined]);
    await afterChange('neu', () => {
      write('neu.yaml', yaml('Neu'));
    });
    expect((await api.request('GET', '/neu')).board).toMatchObject({ title: 'Neu' });
  });

  it('shows a board whose source is not loaded, and reports an error', async () => {
    write('shop.yaml', yaml('Shop').replace('source: metrics, metric: shop.orders', 'source: weather, city: Ulm'));
    await open();
    const shop = (await api.request('GET', '/shop')).board;
    expect(shop).toMatchObject({ title: 'Shop', panels: [{ query: { source: 'weather' } }] });
    expect(shop).not.toHaveProperty('problem');
    expect((await listed()).fileErrors).toMatchObject([{ file: 'shop.yaml', line: 3, path: 'panels[0].query.source' }]);
  });

  it('changes the entity tag of the list with each error', async () => {
    write('shop.yaml', yaml('Shop'));
    await open();
    const tag = async (): Promise<string | null> => (await api.request('GET', '')).headers.get('etag');
    const first = await tag();
    expect((await api.request('GET', '', undefined, { 'if-none-match': first ?? '' })).status).toBe(304);
    await afterChange('shop', () => {
      write('shop.yaml', yaml('Shop', 'range: 2h\n'));
    });
    const second = await tag();
    expect(second).not.toBe(first);
    expect((await api.request('GET', '', undefined, { 'if-none-match': first ?? '' })).status).toBe(200);
  });

  it('starts and shows valid boards if other files are invalid', async () => {
    write('a.yaml', 'title: [');
    write('B B.yaml', yaml('Unnamed'));
    write('inbox.yaml', yaml('Mine'));
    write('one.yaml', yaml('One', 'slug: shop\n'));
    write('two.yaml', yaml('Two', 'slug: shop\n'));
    await open();
    const { items, fileErrors } = await listed();
    expect(items.map(({ slug, title }) => [slug, title])).toEqual([
      ['shop', 'One'],
      ['inbox', 'Inbox'],
    ]);
    expect(fileErrors?.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      expect.stringContaining("B B.yaml: 'B B' is not a valid slug"),
      expect.stringMatching(/^a\.yaml: ./),
      expect.stringContaining("inbox.yaml: the board 'inbox' is computed"),
      expect.stringContaining("two.yaml: the file one.yaml already defines the board 'shop'"),
    ]);
  });

  it('reads valid files beside pipes, folders, other encodings and deeply nested texts', async () => {
    execFileSync('mkfifo', [join(folder, 'a.yaml')]);
    mkdirSync(join(folder, 'b.yaml'));
    writeFileSync(join(folder, 'c.yaml'), Buffer.from(`\ufeff${yaml('C')}`, 'utf16le'));
    write('d.yaml', `title: ${'['.repeat(100_000)}`);
    write('e.yaml', yaml('E'));
    await open();
    const { items, fileErrors } = await listed();
    expect(items.map(({ slug }) => slug)).toEqual(['e', 'inbox']);
    expect(fileErrors?.map(({ file, line }) => [file, line])).toEqual([
      ['a.yaml', undefined],
      ['b.yaml', undefined],
      ['c.yaml', 1],
      ['d.yaml', 1],
    ]);
    const changed = await afterChange('e', () => {
      write('e.yaml', yaml('E of today'));
    });
    expect(changed.title).toBe('E of today');
  });

  it('stops while a file takes long to read', async () => {
    await open();
    // The library searches for each alias in everything before it.
    write('slow.yaml', Array.from({ length: 25_000 }, (_, index) => `- &a${index} x\n- *a${index}\n`).join(''));
    const files = boardFiles(folder);
    const started = files.start();
    await files.onModuleDestroy();
    await expect(started).rejects.toThrow();
  });

  it('never replaces a stored board', async () => {
    await open();
    await api.request('POST', '', { slug: 'shop', title: 'Stored' });
    await afterChange('other', () => {
      write('shop.yaml', yaml('File'));
      write('other.yaml', yaml('Other'));
    });
    expect((await api.request('GET', '/shop')).board).toMatchObject({ title: 'Stored', version: 1 });
    expect((await listed()).fileErrors).toEqual([
      { file: 'shop.yaml', path: 'slug', message: expect.stringContaining("a stored board 'shop' exists already") },
    ]);
    await api.request('DELETE', '/shop');
    const other = await afterChange('shop', () => {
      write('other.yaml', yaml('Other again'));
    });
    expect(other).toMatchObject({ title: 'File', file: 'shop.yaml' });
  });

  it('shows an exported board that is put into the folder', async () => {
    await open();
    await api.request('POST', '', {
      slug: 'exported',
      title: 'Exported',
      range: '7d',
      timeZone: 'Asia/Tokyo',
      panels: [{ id: 'a', type: 'text', title: 'A', layout: { x: 0, y: 0, w: 3, h: 2 }, options: { text: '# Hi' } }],
    });
    const { board } = await api.request('GET', '/exported');
    await api.request('DELETE', '/exported');
    const dropped = await afterChange('exported', () => {
      write('exported.json', JSON.stringify(board, null, 2));
    });
    expect(dropped).toEqual({ ...board, version: dropped.version, readOnly: true, file: 'exported.json' });
  });

  it('keeps the version of a board across restarts, and changes it with the file', async () => {
    write('shop.yaml', yaml('Shop'));
    await open();
    const { version } = (await api.request('GET', '/shop')).board;
    await api.close();
    await open();
    expect((await api.request('GET', '/shop')).board.version).toBe(version);
    await api.close();
    write('shop.yaml', yaml('Changed'));
    await utimes(join(folder, 'shop.yaml'), 1_700_000_000, 1_700_000_000);
    await open();
    expect((await api.request('GET', '/shop')).board.version).not.toBe(version);
  });

  it('fails to start without its folder, and names the folder', async () => {
    await open();
    const start = boardFiles(join(folder, 'nowhere')).start();
    await expect(start).rejects.toThrow(StartupError);
    await expect(start).rejects.toThrow(/BOARDS_DIR is '.*nowhere'.*ENOENT/);
  });
});
