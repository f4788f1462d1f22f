import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Board } from '../../../wire/schemas/board';
import { FakeFetch } from '../../stream/testing/fake-fetch';
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

const withResponse = <T>(result: Promise<T>, status: number, body: unknown): Promise<T> => {
  fetches.last.respond(status, JSON.stringify(body));
  return result;
};
const problem = (status: number, errors: object[] = []): object => ({
  status,
  title: 'No',
  detail: 'Because.',
  errors,
});

describe('BoardSaver', () => {
  it('replaces the edited version of the board', async () => {
    const saving = saver.save('shop');
    expect(saver.busy()).toBe(true);
    const { url, init } = fetches.last;
    expect([url, init?.method, new Headers(init?.headers).get('if-match')]).toEqual([
      'http://localhost/api/v1/boards/shop',
      'PUT',
      '"3"',
    ]);
    expect(JSON.parse(init?.body as string)).toEqual({ title: 'Mine', panels: BOARD.panels });
    expect(await withResponse(saving, 200, { ...BOARD, title: 'Mine', version: 4 })).toBe('saved');
    expect([saver.busy(), editor.isDirty(), saver.failure()]).toEqual([false, false, undefined]);
  });

  it('keeps edits that were made while saving, and saves them over the stored version', async () => {
    const saving = saver.save('shop');
    editor.rename('Mine, and better');
    expect(await withResponse(saving, 200, { ...BOARD, title: 'Mine', version: 4 })).toBe('ahead');
    expect([editor.working()?.title, editor.isDirty()]).toEqual(['Mine, and better', true]);
    void saver.save('shop');
    expect(new Headers(fetches.last.init?.headers).get('if-match')).toBe('"4"');
  });

  it('reports that the server does not answer, and keeps the draft', async () => {
    const saving = saver.save('shop');
    fetches.last.fail();
    expect(await saving).toBe('rejected');
    expect(saver.failure()?.text).toMatch(/^Not saved: the server does not answer\. Your draft is kept/);
    expect(editor.working()?.title).toBe('Mine');
  });

  it('keeps the errors of a panel until the panel is edited', async () => {
    const errors = [{ path: 'panels[0].query.metric', message: 'must not be empty' }];
    expect(await withResponse(saver.save('shop'), 422, problem(422, errors))).toBe('rejected');
    expect(saver.failure()?.text).toMatch(/a panel has an error\. Its form shows the error/);
    expect(saver.errors().get('a')).toEqual([{ path: 'query.metric', message: 'must not be empty' }]);
    editor.change(samplePanel({ id: 'a', title: 'Other' }));
    expect(saver.errors().size).toBe(0);
  });

  it('reports the detail of a problem document, or else the HTTP status', async () => {
    expect(await withResponse(saver.save('shop'), 413, problem(413))).toBe('rejected');
    expect(saver.failure()).toEqual({ text: 'Not saved: Because.', isDeleted: false });
    const saving = saver.save('shop');
    fetches.last.respond(502, '<h1>Bad gateway</h1>');
    await saving;
    expect(saver.failure()?.text).toBe('Not saved: The server answered with status 502.');
    saver.dismiss();
    expect(saver.failure()).toBeUndefined();
  });

  it('reports that the board was deleted, and can still save a copy', async () => {
    await withResponse(saver.save('shop'), 410, problem(410));
    expect(saver.failure()?.isDeleted).toBe(true);
    const copying = saver.copy();
    expect(JSON.parse(fetches.last.init?.body as string)).toMatchObject({
      title: 'Mine (my copy)',
      panels: BOARD.panels,
    });
    const copy = { ...BOARD, slug: 'mine-my-copy' };
    expect(await withResponse(copying, 201, copy)).toEqual(copy);
  });
});

describe('BoardSaver after a conflict', () => {
  const theirs: Board = { ...BOARD, version: 4, title: 'Theirs' };
  beforeEach(async () => {
    expect(await withResponse(saver.save('shop'), 412, problem(412))).toBe('conflict');
    expect(saver.failure()).toBeUndefined();
    expect(await withResponse(saver.theirs('shop'), 200, theirs)).toEqual(theirs);
  });

  it('saves over the version of the other user', async () => {
    const overwriting = saver.overwrite('shop', theirs);
    const { init } = fetches.last;
    expect([new Headers(init?.headers).get('if-match'), JSON.parse(init?.body as string)]).toMatchObject([
      '"4"',
      { title: 'Mine' },
    ]);
    expect(await withResponse(overwriting, 412, problem(412))).toBe('conflict');
    expect(editor.working()?.title).toBe('Mine');
  });

  it('recognizes its own version if the response to an earlier attempt was lost', () => {
    expect(saver.isMine(theirs)).toBe(false);
    expect(saver.isMine({ ...theirs, title: 'Mine' })).toBe(true);
  });

  it('takes the version of the other user, and undo restores the draft', () => {
    saver.takeTheirs(theirs);
    expect([editor.working()?.title, editor.isDirty()]).toEqual(['Theirs', false]);
    editor.undo();
    expect([editor.working()?.title, editor.isDirty()]).toEqual(['Mine', true]);
  });
});
