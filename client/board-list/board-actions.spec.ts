import { Dialog } from '@angular/cdk/dialog';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { FakeFetch } from '../api/testing/fake-fetch';
import { SaveFile } from '../common/save-file';
import type { ImportTrouble } from './import/import-dialog';
import { BoardActions } from './board-actions';

const file = (name: string, text: () => Promise<string>): File => ({ name, size: 10, text }) as File;

describe('what is done with a board of the list', () => {
  const summary = { slug: 'shop', title: 'Shop', version: 3, panels: [] };
  const panel = { id: 'a', type: 'text', title: 'A', layout: { x: 0, y: 0, w: 1, h: 1 }, options: { text: 'Hi' } };
  const board = { ...summary, timeZone: 'Asia/Tokyo', panels: [panel] };
  const saved: [string, string][] = [];
  let fetches: FakeFetch;
  let acts: BoardActions;

  beforeEach(() => {
    fetches = new FakeFetch();
    saved.length = 0;
    const save = (blob: Blob, name: string): void => {
      saved.push([name, blob.type]);
    };
    TestBed.configureTestingModule({ providers: [{ provide: SaveFile, useValue: { save } }] });
    acts = TestBed.inject(BoardActions);
  });
  afterEach(() => {
    fetches.restore();
  });

  it('duplicates the whole definition, which the list does not hold', async () => {
    const duplicated = acts.duplicate(summary);
    await FakeFetch.settled();
    expect(fetches.last.url).toBe('/api/v1/boards/shop');
    fetches.last.answer(200, JSON.stringify(board));
    await FakeFetch.settled();
    expect(JSON.parse(fetches.last.init?.body as string)).toEqual({
      title: 'Shop (copy)',
      timeZone: 'Asia/Tokyo',
      panels: [panel],
    });
    fetches.last.answer(201, JSON.stringify({ ...board, slug: 'shop-copy' }));
    expect(await duplicated).toBe(true);
  });

  it('exports the whole definition, and nothing of a board that cannot be read', async () => {
    const exported = acts.export(summary);
    await FakeFetch.settled();
    fetches.last.answer(200, JSON.stringify(board));
    await exported;
    expect(saved).toEqual([['shop.json', 'application/json']]);
    const failed = acts.export(summary);
    await FakeFetch.settled();
    fetches.last.answer(410, '{"detail":"The board was deleted."}');
    await failed;
    expect(saved).toHaveLength(1);
  });
});

describe('importing', () => {
  let fetches: FakeFetch;
  let told: ImportTrouble[];
  let acts: BoardActions;

  beforeEach(() => {
    fetches = new FakeFetch();
    told = [];
    const open = (_dialog: unknown, { data }: { data: ImportTrouble }): object => {
      told.push(data);
      return { closed: of(undefined) };
    };
    TestBed.configureTestingModule({ providers: [{ provide: Dialog, useValue: { open } }] });
    acts = TestBed.inject(BoardActions);
  });
  afterEach(() => {
    fetches.restore();
  });

  it('says which file cannot be read, as a folder that was dropped, and goes on with the next', async () => {
    const folder = file('boards', () => Promise.reject(new DOMException('', 'NotFoundError')));
    const imported = acts.import([folder, file('shop.json', () => Promise.resolve('{"title":"Shop","panels":[]}'))]);
    await FakeFetch.settled();
    expect(told).toEqual([{ file: 'boards', detail: expect.stringMatching(/^It cannot be read/), errors: [] }]);
    expect(fetches.last.init?.body).toBe('{"title":"Shop","panels":[]}');
    fetches.last.answer(201, '{"slug":"shop","title":"Shop","panels":[]}');
    await imported;
  });
});
