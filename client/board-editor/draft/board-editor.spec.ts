import { LiveAnnouncer } from '@angular/cdk/a11y';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Board } from '../../../wire/schemas/board';
import { samplePanel } from '../../panels/testing/sample-frames';
import { BoardEditor } from './board-editor';

const BOARD: Board = {
  slug: 'shop',
  title: 'Shop',
  version: 3,
  panels: [
    samplePanel({ id: 'a', title: 'Orders', layout: { x: 0, y: 0, w: 3, h: 2 } }),
    samplePanel({ id: 'b', title: 'Refunds', layout: { x: 3, y: 0, w: 3, h: 2 } }),
  ],
};

let editor: BoardEditor;
let announced: string[];

const make = (): BoardEditor => TestBed.runInInjectionContext(() => new BoardEditor());
const layouts = (): Record<string, number[]> =>
  Object.fromEntries([...editor.layout()].map(([id, { x, y, w, h }]) => [id, [x, y, w, h]]));

beforeEach(() => {
  announced = [];
  const announce = (text: string): Promise<void> => {
    announced.push(text);
    return Promise.resolve();
  };
  TestBed.configureTestingModule({ providers: [{ provide: LiveAnnouncer, useValue: { announce } }] });
  editor = make();
  editor.open(BOARD);
});
afterEach(() => {
  sessionStorage.clear();
});

describe('BoardEditor', () => {
  it('moves and resizes panels by steps and announces the result', () => {
    editor.movePanel('a', 'right');
    expect(layouts()).toEqual({ a: [3, 0, 3, 2], b: [0, 0, 3, 2] });
    editor.resizePanelBy('a', { w: 2, h: 1 });
    expect(layouts().a).toEqual([3, 0, 5, 3]);
    editor.movePanel('a', 'up');
    editor.resizePanelBy('b', { w: 0, h: -2 });
    editor.resizePanelBy('b', { w: 0, h: -1 });
    expect(announced).toEqual([
      'Orders: column 4, row 1, 3 wide, 2 high, of 2 rows',
      'Orders: column 4, row 1, 5 wide, 3 high, of 3 rows',
      'Orders cannot move further up',
      'Refunds: column 1, row 1, 3 wide, 1 high, of 3 rows',
      'Refunds cannot be resized any further',
    ]);
  });

  it('adds panels in the first free place, duplicates and removes them, and undoes all of it', () => {
    expect(editor.add()).toBe('panel-1');
    expect(editor.selected()?.id).toBe('panel-1');
    expect(layouts()['panel-1']).toEqual([6, 0, 3, 2]);
    expect(editor.duplicate('a')).toBe('panel-2');
    expect(editor.selected()).toMatchObject({ title: 'Orders', query: BOARD.panels[0]?.query });
    editor.remove('panel-2');
    expect(editor.selected()).toBeUndefined();
    for (let step = 0; step < 3; step += 1) editor.undo();
    expect([editor.isDirty(), editor.canUndo(), editor.canRedo()]).toEqual([false, false, true]);
    editor.redo();
    expect(Object.keys(layouts())).toEqual(['a', 'b', 'panel-1']);
  });

  it('undoes all typing in one field in one step', () => {
    const panel = BOARD.panels[0] as Board['panels'][number];
    for (const title of ['O', 'Or', 'Ord']) editor.change({ ...panel, title });
    for (const unit of ['m', 'ms']) editor.change({ ...panel, title: 'Ord', options: { unit } });
    editor.undo();
    expect(editor.working()?.panels[0]).toMatchObject({ title: 'Ord', options: {} });
    editor.undo();
    expect(editor.working()?.panels[0]?.title).toBe('Orders');
  });

  it('changes the title and time range of the board', () => {
    editor.rename('Store');
    editor.setRange('6h');
    expect(editor.working()).toMatchObject({ title: 'Store', range: '6h' });
    editor.setRange(undefined);
    expect(editor.working()?.range).toBeUndefined();
  });

  it('changes the time zone of the board and keeps its time range', () => {
    editor.setRange('6h');
    editor.setTimeZone('Asia/Tokyo');
    expect(editor.working()).toMatchObject({ range: '6h', timeZone: 'Asia/Tokyo' });
    editor.setRange(undefined);
    expect(editor.working()).toMatchObject({ timeZone: 'Asia/Tokyo' });
    editor.setTimeZone(undefined);
    expect(editor.working()?.timeZone).toBeUndefined();
  });
});

describe('BoardEditor.draft', () => {
  it('survives a reload until it is closed', () => {
    editor.rename('Store');
    const again = make();
    again.resume('shop');
    again.open(BOARD);
    expect([again.working()?.title, again.canUndo()]).toEqual(['Store', true]);
    again.close();
    const fresh = make();
    fresh.resume('shop');
    fresh.open(BOARD);
    expect(fresh.working()?.title).toBe('Shop');
  });

  it('follows changes by other users only while it has no changes of its own', () => {
    editor.open({ ...BOARD, version: 4, title: 'Theirs' });
    expect(editor.draft()).toMatchObject({ version: 4, working: { title: 'Theirs' } });
    editor.rename('Mine');
    editor.open({ ...BOARD, version: 5, title: 'Theirs again' });
    expect(editor.draft()).toMatchObject({ version: 4, working: { title: 'Mine' } });
  });
});
