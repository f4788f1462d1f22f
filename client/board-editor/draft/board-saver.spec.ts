import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Board } from '../../../wire/board';
import { FakeFetch } from '../../api/testing/fake-fetch';
import { samplePanel } from '../../panels/testing/sample-frames';
import { BoardEditor } from './board-editor';
import { BoardSaver } from './board-saver';

const BOARD: Board = { slug: 'shop', title: 'Shop', version: 3, panels: [samplePanel({ id: 'a' })] };

let fetches: FakeFetch;
let editor: BoardEditor;
let saver: BoardSaver;

beforeEach(() => {
  fetches = new FakeFetch();
  TestBed.configureTestingModule({ providers: [BoardEditor, BoardSaver] });
  editor = TestBed.inject(BoardEditor);
  saver = TestBed.inject(BoardSaver);
  editor.open(BOARD);
  editor.rename('Mine');
});
afterEach(() => {
  fetches.restore();
  sessionStorage.clear();
});

const answered = <T>(outcome: Promise<T>, status: number, body: unknown): Promise<T> => {
  fetches.last.answer(status, JSON.stringify(body));
  return outcome;
};
const refusal = (status: number, errors: object[] = []): object => ({
  status,
  title: 'No',
  detail: 'Because.',
  errors,
});

describe('saving', () => {
  it('replaces the version that was edited', async () => {
    const saving = saver.save('shop');
    expect(saver.busy()).toBe(true);
    const { url, init } = fetches.last;
    expect([url, init?.method, new Headers(init?.headers).get('if-match')]).toEqual([
      '/api/v1/boards/shop',
      'PUT',
      '"3"',
    ]);
    expect(JSON.parse(init?.body as string)).toEqual({ title: 'Mine', panels: BOARD.panels });
    expect(await answered(saving, 200, { ...BOARD, title: 'Mine', version: 4 })).toBe('saved');
    expect([saver.busy(), editor.dirty(), saver.trouble()]).toEqual([false, false, undefined]);
  });

  it('keeps what was edited while the server had not answered, to be saved over what is stored now', async () => {
    const saving = saver.save('shop');
    editor.rename('Mine, and better');
    expect(await answered(saving, 200, { ...BOARD, title: 'Mine', version: 4 })).toBe('ahead');
    expect([editor.working()?.title, editor.dirty()]).toEqual(['Mine, and better', true]);
    void saver.save('shop');
    expect(new Headers(fetches.last.init?.headers).get('if-match')).toBe('"4"');
  });

  it('says in words that the server does not answer, and keeps the draft', async () => {
    const saving = saver.save('shop');
    fetches.last.fail();
    expect(await saving).toBe('refused');
    expect(saver.trouble()?.words).toMatch(/^Not saved: the server does not answer\. Your draft is kept/);
    expect(editor.working()?.title).toBe('Mine');
  });

  it('tells a panel what is wrong with it until it is edited', async () => {
    const errors = [{ path: 'panels[0].query.metric', message: 'must not be empty' }];
    expect(await answered(saver.save('shop'), 422, refusal(422, errors))).toBe('refused');
    expect(saver.trouble()?.words).toMatch(/a panel has an error\. Its form shows the error/);
    expect(saver.errors().get('a')).toEqual([{ path: 'query.metric', message: 'must not be empty' }]);
    editor.change(samplePanel({ id: 'a', title: 'Other' }));
    expect(saver.errors().size).toBe(0);
  });

  it('gives the server’s words for all else, and its status for pages that are no problem documents', async () => {
    expect(await answered(saver.save('shop'), 413, refusal(413))).toBe('refused');
    expect(saver.trouble()).toEqual({ words: 'Not saved: Because.', gone: false });
    const saving = saver.save('shop');
    fetches.last.answer(502, '<h1>Bad gateway</h1>');
    await saving;
    expect(saver.trouble()?.words).toBe('Not saved: The server answered with status 502.');
    saver.dismiss();
    expect(saver.trouble()).toBeUndefined();
  });

  it('knows when the board is gone; a copy still can be made', async () => {
    await answered(saver.save('shop'), 410, refusal(410));
    expect(saver.trouble()?.gone).toBe(true);
    const copying = saver.copy();
    expect(JSON.parse(fetches.last.init?.body as string)).toMatchObject({
      title: 'Mine (my copy)',
      panels: BOARD.panels,
    });
    const copy = { ...BOARD, slug: 'mine-my-copy' };
    expect(await answered(copying, 201, copy)).toEqual(copy);
  });
});

describe('a lost race', () => {
  const theirs: Board = { ...BOARD, version: 4, title: 'Theirs' };
  beforeEach(async () => {
    expect(await answered(saver.save('shop'), 412, refusal(412))).toBe('conflict');
    expect(saver.trouble()).toBeUndefined();
    expect(await answered(saver.theirs('shop'), 200, theirs)).toEqual(theirs);
  });

  it('is won the second time, over theirs', async () => {
    const overwriting = saver.overwrite('shop', theirs);
    const { init } = fetches.last;
    expect([new Headers(init?.headers).get('if-match'), JSON.parse(init?.body as string)]).toMatchObject([
      '"4"',
      { title: 'Mine' },
    ]);
    expect(await answered(overwriting, 412, refusal(412))).toBe('conflict');
    expect(editor.working()?.title).toBe('Mine');
  });

  it('is none where the answer to an earlier attempt was lost: what is stored is mine', () => {
    expect(saver.isMine(theirs)).toBe(false);
    expect(saver.isMine({ ...theirs, title: 'Mine' })).toBe(true);
  });

  it('is given up, and mine is one undo away', () => {
    saver.take(theirs);
    expect([editor.working()?.title, editor.dirty()]).toEqual(['Theirs', false]);
    editor.undo();
    expect([editor.working()?.title, editor.dirty()]).toEqual(['Mine', true]);
  });
});
