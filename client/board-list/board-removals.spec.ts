import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Board } from '../../wire/board';
import { FakeFetch } from '../api/testing/fake-fetch';
import { BoardRemovals } from './board-removals';

const SHOP: Board = { slug: 'shop', title: 'Shop', version: 7, panels: [] };

describe('BoardRemovals', () => {
  let fetched: FakeFetch;
  let removals: BoardRemovals;

  beforeEach(() => {
    fetched = new FakeFetch();
    removals = TestBed.inject(BoardRemovals);
    removals.begin(SHOP);
  });

  afterEach(() => {
    fetched.restore();
  });

  it('hides the board, asks the server for nothing, and can be undone', async () => {
    expect([...removals.hidden()]).toEqual(['shop']);
    removals.undo('shop');
    expect(await removals.finish('shop')).toBeUndefined();
    expect([removals.hidden().size, fetched.calls]).toEqual([0, []]);
  });

  it('deletes only the version that was seen, once, and hides it until the list is new', async () => {
    const outcome = removals.finish('shop');
    expect(await removals.finish('shop')).toBeUndefined();
    expect(fetched.calls).toHaveLength(1);
    expect(fetched.last).toMatchObject({
      url: '/api/v1/boards/shop',
      init: { method: 'DELETE', keepalive: true, headers: { 'if-match': '"7"' } },
    });
    removals.settle();
    expect(removals.hidden().has('shop')).toBe(true);
    fetched.last.answer(204, '');
    expect(await outcome).toEqual({ gone: true });
    expect(removals.hidden().has('shop')).toBe(true);
    removals.settle();
    expect(removals.hidden().size).toBe(0);
  });

  it.each([
    [412, /^“Shop” was not deleted: somebody has changed it/],
    [500, /answered 500/],
  ])('shows the board again if the server says %i, with words', async (status, words) => {
    const outcome = removals.finish('shop');
    fetched.last.answer(status, '{}');
    expect(await outcome).toEqual({ gone: false, words: expect.stringMatching(words) });
    expect(removals.hidden().size).toBe(0);
  });

  it('shows it again if nobody answers; a board that is gone already is gone', async () => {
    const failed = removals.finish('shop');
    fetched.last.fail();
    expect(await failed).toMatchObject({ gone: false });
    removals.begin(SHOP);
    const gone = removals.finish('shop');
    fetched.last.answer(410, '{}');
    expect(await gone).toEqual({ gone: true });
  });

  it('sends off what waits when the page goes', () => {
    removals.begin({ ...SHOP, slug: 'other' });
    window.dispatchEvent(new Event('pagehide'));
    expect(fetched.calls.map(({ url }) => url)).toEqual(['/api/v1/boards/shop', '/api/v1/boards/other']);
  });
});
