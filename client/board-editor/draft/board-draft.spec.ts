import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Board } from '../../../wire/schemas/board';
import { samplePanel } from '../../panels/testing/sample-frames';
import {
  type BoardDraft,
  MAX_UNDO,
  edit,
  freeId,
  isDirty,
  keepMine,
  openDraft,
  redo,
  removePanel,
  replacePanel,
  takeTheirs,
  undo,
} from './board-draft';
import type { BoardDefinition } from '../../api/board-definition';

const BOARD: Board = {
  slug: 'shop',
  title: 'Shop',
  version: 3,
  panels: [samplePanel({ id: 'a' }), samplePanel({ id: 'b' })],
};
const THEIRS: Board = { ...BOARD, version: 4, title: 'Their shop' };

const titled = (draft: BoardDraft, title: string): BoardDefinition => ({ ...draft.working, title });
const repeat = (draft: BoardDraft, times: number, act: (draft: BoardDraft) => BoardDraft): BoardDraft =>
  Array.from({ length: times }).reduce<BoardDraft>((each) => act(each), draft);

type Edit = { kind: 'edit'; title: string; act: string | undefined } | { kind: 'undo' } | { kind: 'redo' };
const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('edit' as const), title: fc.string(), act: fc.constantFrom(undefined, 'x', 'y') }),
    fc.constantFrom<Edit>({ kind: 'undo' }, { kind: 'redo' }),
  ),
  { maxLength: 40 },
);
const play = (draft: BoardDraft, list: readonly Edit[]): BoardDraft =>
  list.reduce<BoardDraft>((each, act) => {
    if (act.kind === 'undo') return undo(each);
    return act.kind === 'redo' ? redo(each) : edit(each, titled(each, act.title), act.act);
  }, draft);

describe('BoardDraft', () => {
  it('is not dirty while it equals the stored board', () => {
    const draft = openDraft(BOARD);
    expect(isDirty(draft)).toBe(false);
    expect(draft.working).toEqual({ title: 'Shop', panels: BOARD.panels });
    expect(isDirty(edit(draft, titled(draft, 'Other')))).toBe(true);
    expect(isDirty(edit(edit(draft, titled(draft, 'Other')), titled(draft, 'Shop')))).toBe(false);
  });

  it('ignores an edit that changes nothing', () => {
    const draft = openDraft(BOARD);
    expect(edit(draft, { panels: [...BOARD.panels], title: 'Shop', range: undefined })).toBe(draft);
  });

  it('returns to the stored board after undoing all edits, and to the last edit after redoing them', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const played = play(openDraft(BOARD), list);
        const undone = repeat(played, played.past.length, undo);
        expect(undone.working).toEqual(openDraft(BOARD).working);
        expect(undo(undone)).toBe(undone);
        const redone = repeat(undone, undone.future.length, redo);
        expect(redo(redone)).toBe(redone);
        const newest = repeat(played, played.future.length, redo);
        expect(redone.working).toEqual(newest.working);
      }),
    );
  });

  it('is immutable', () => {
    fc.assert(
      fc.property(edits, fc.string(), (list, title) => {
        const draft = play(openDraft(BOARD), list);
        const copy = JSON.stringify(draft);
        undo(draft);
        redo(draft);
        edit(draft, titled(draft, title));
        takeTheirs(draft, THEIRS);
        expect(JSON.stringify(draft)).toBe(copy);
      }),
    );
  });

  it('undoes consecutive edits with the same name in one step', () => {
    let draft = edit(openDraft(BOARD), titled(openDraft(BOARD), 'Moved'));
    for (const title of ['S', 'Su', 'Sum']) draft = edit(draft, titled(draft, title), 'title');
    expect(undo(draft).working.title).toBe('Moved');
    const typedAgain = edit(undo(draft), titled(draft, 'T'), 'title');
    expect(undo(typedAgain).working.title).toBe('Moved');
  });

  it('limits the number of undo steps', () => {
    let draft = openDraft(BOARD);
    for (let step = 0; step < MAX_UNDO + 5; step += 1) draft = edit(draft, titled(draft, `${step}`));
    expect(draft.past).toHaveLength(MAX_UNDO);
  });
});

describe('BoardDraft after a conflict', () => {
  const mine = edit(openDraft(BOARD), titled(openDraft(BOARD), 'My shop'));

  it('keeps the working definition and saves over theirs', () => {
    const draft = keepMine(mine, THEIRS);
    expect([draft.version, draft.working.title, draft.stored.title]).toEqual([4, 'My shop', 'Their shop']);
    expect(isDirty(draft)).toBe(true);
  });

  it('takes theirs, and undo restores mine', () => {
    const draft = takeTheirs(mine, THEIRS);
    expect([draft.version, draft.working.title, isDirty(draft)]).toEqual([4, 'Their shop', false]);
    expect([undo(draft).working.title, isDirty(undo(draft))]).toEqual(['My shop', true]);
  });
});

describe('panels of a draft', () => {
  const { working } = openDraft(BOARD);

  it('are replaced and removed by their id', () => {
    const other = samplePanel({ id: 'b', title: 'Other' });
    expect(replacePanel(working, other).panels).toEqual([BOARD.panels[0], other]);
    expect(removePanel(working, 'a').panels).toEqual([BOARD.panels[1]]);
  });

  it('get unused ids', () => {
    expect(freeId(working, 'panel')).toBe('panel-1');
    expect(freeId({ ...working, panels: [samplePanel({ id: 'panel-1' })] }, 'panel')).toBe('panel-2');
  });
});
