import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { samplePanel } from '../../panels/testing/sample-frames';
import { type BoardDraft, edit, openDraft } from './board-draft';
import { DraftStorage } from './draft-storage';

const opened = openDraft({ slug: 'shop', title: 'Shop', version: 3, panels: [samplePanel()] });
const draft = Array.from({ length: 40 }).reduce<BoardDraft>(
  (each, _, step) => edit(each, { ...each.working, title: `Shop ${step}` }),
  opened,
);
const storage = new DraftStorage();

afterEach(() => {
  sessionStorage.clear();
});

describe('DraftStorage', () => {
  it('restores a draft with its last undo steps', () => {
    expect(storage.write('shop', draft)).toBe(true);
    expect(storage.read('shop')).toEqual({ ...draft, past: draft.past.slice(-20), lastAct: undefined });
    expect(storage.read('other')).toBeUndefined();
    storage.delete('shop');
    expect(storage.read('shop')).toBeUndefined();
  });

  it('drops the undo steps if storage is full, and returns false if storage is blocked', () => {
    const spy = jest.spyOn(Storage.prototype, 'setItem').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(storage.write('shop', draft)).toBe(true);
    expect(storage.read('shop')).toMatchObject({ working: draft.working, past: [] });
    spy.mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(storage.write('shop', draft)).toBe(false);
    spy.mockRestore();
  });

  it.each([
    '',
    'null',
    '{',
    '{"version":1}',
    '{"version":1,"past":[],"future":[],"stored":{},"working":{"title":"x"}}',
  ])('ignores stored text that is not a draft: %s', (text) => {
    sessionStorage.setItem('boardcast.draft.shop', text);
    expect(storage.read('shop')).toBeUndefined();
  });
});
