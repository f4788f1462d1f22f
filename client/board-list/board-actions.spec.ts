import { Dialog } from '@angular/cdk/dialog';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { FakeFetch } from '../stream/testing/fake-fetch';
import { SaveFile } from '../common/save-file';
import type { ImportFailure } from './import/import-dialog';
import { BoardActions } from './board-actions';

const file = (name: string, text: () => Promise<string>): File => ({ name, size: 10, text }) as File;

describe('BoardActions', () => {
  const summary = { slug: 'shop', title: 'Shop', version: 3, panels: [] };
  const panel = { id: 'a', type: 'text', title: 'A', layout: { x: 0, y: 0, w: 1, h: 1 }, options: { text: 'Hi' } };
  const board = { ...summary, timeZone: 'Asia/Tokyo', panels: [panel] };
  const saved: [string, string][] = [];
  let fakeFetch: FakeFetch;
  let actions: BoardActions;

  beforeEach(() => {
    fakeFetch = new FakeFetch();
    saved.length = 0;
    const save = (blob: Blob, name: string): void => {
      saved.push([name, blob.type]);
    };
    TestBed.configureTestingModule({ providers: [{ provide: SaveFile, useValue: { save } }] });
    actions = TestBed.inject(BoardActions);
  });
  afterEach(() => {
    fakeFetch.restore();
  });

  it('duplicates the complete definition, which the list does not contain', async () => {
    const duplicated = actions.duplicate(summary);
    await FakeFetch.settled();
    expect(fakeFetch.last.url).toBe('http://localhost/api/v1/boards/shop');
    fakeFetch.last.respond(200, JSON.stringify(board));
    await FakeFetch.settled();
    expect(JSON.parse(fakeFetch.last.init?.body as string)).toEqual({
      title: 'Shop (copy)',
      timeZone: 'Asia/Tokyo',
      panels: [panel],
    });
    fakeFetch.last.respond(201, JSON.stringify({ ...board, slug: 'shop-copy' }));
    expect(await duplicated).toBe(true);
  });

  it('exports the complete definition, and saves no file if the board cannot be loaded', async () => {
    const exported = actions.export(summary);
    await FakeFetch.settled();
    fakeFetch.last.respond(200, JSON.stringify(board));
    await exported;
    expect(saved).toEqual([['shop.json', 'application/json']]);
    const failed = actions.export(summary);
    await FakeFetch.settled();
    fakeFetch.last.respond(410, '{"detail":"The board was deleted."}');
    await failed;
    expect(saved).toHaveLength(1);
  });
});

describe('BoardActions.import', () => {
  let fakeFetch: FakeFetch;
  let dialogs: ImportFailure[];
  let actions: BoardActions;

  beforeEach(() => {
    fakeFetch = new FakeFetch();
    dialogs = [];
    const open = (_dialog: unknown, { data }: { data: ImportFailure }): object => {
      dialogs.push(data);
      return { closed: of(undefined) };
    };
    TestBed.configureTestingModule({ providers: [{ provide: Dialog, useValue: { open } }] });
    actions = TestBed.inject(BoardActions);
  });
  afterEach(() => {
    fakeFetch.restore();
  });

  it('reports a file that cannot be read, such as a dropped folder, and continues with the next', async () => {
    const folder = file('boards', () => Promise.reject(new DOMException('', 'NotFoundError')));
    const imported = actions.import([folder, file('shop.json', () => Promise.resolve('{"title":"Shop","panels":[]}'))]);
    await FakeFetch.settled();
    expect(dialogs).toEqual([
      { file: 'boards', detail: expect.stringMatching(/^The file cannot be read/), errors: [] },
    ]);
    expect(fakeFetch.last.init?.body).toBe('{"title":"Shop","panels":[]}');
    fakeFetch.last.respond(201, '{"slug":"shop","title":"Shop","panels":[]}');
    await imported;
  });
});
