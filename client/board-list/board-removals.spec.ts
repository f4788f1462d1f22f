import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Board } from '../../wire/schemas/board';
import { FakeFetch } from '../stream/testing/fake-fetch';
import { BoardRemovals } from './board-removals';

const SHOP: Board = { slug: 'shop', title: 'Shop', version: 7, panels: [] };

describe('BoardRemovals', () => {
  let fakeFetch: FakeFetch;
  let removals: BoardRemovals;

  beforeEach(() => {
    fakeFetch = new FakeFetch();
    removals = TestBed.inject(BoardRemovals);
    removals.begin(SHOP);
  });

  afterEach(() => {
    fakeFetch.restore();
  });

  it('hides the board without a request, and shows it again after undo', async () => {
    expect([...removals.hidden()]).toEqual(['shop']);
    removals.undo('shop');
    expect(await removals.finish('shop')).toBeUndefined();
    expect([removals.hidden().size, fakeFetch.calls]).toEqual([0, []]);
  });

  it('deletes the listed version once, and hides the board until the list is refetched', async () => {
    const result = removals.finish('shop');
    expect(await removals.finish('shop')).toBeUndefined();
    expect(fakeFetch.calls).toHaveLength(1);
    expect(fakeFetch.last).toMatchObject({
      url: 'http://localhost/api/v1/boards/shop',
      init: { method: 'DELETE', keepalive: true, headers: { 'if-match': '"7"' } },
    });
    removals.settle();
    expect(removals.hidden().has('shop')).toBe(true);
    fakeFetch.last.respond(204, '');
    expect(await result).toEqual({ isDeleted: true });
    expect(removals.hidden().has('shop')).toBe(true);
    removals.settle();
    expect(removals.hidden().size).toBe(0);
  });

  it.each([
    [412, /^“Shop” was not deleted: it was changed in the meantime/],
    [500, /status 500/],
  ])('shows the board again with a message if the server responds with status %i', async (status, message) => {
    const result = removals.finish('shop');
    fakeFetch.last.respond(status, '{}');
    expect(await result).toEqual({ isDeleted: false, message: expect.stringMatching(message) });
    expect(removals.hidden().size).toBe(0);
  });

  it('shows the board again if the server does not respond, and hides a board that was already deleted', async () => {
    const failed = removals.finish('shop');
    fakeFetch.last.fail();
    expect(await failed).toMatchObject({ isDeleted: false });
    removals.begin(SHOP);
    const second = removals.finish('shop');
    fakeFetch.last.respond(410, '{}');
    expect(await second).toEqual({ isDeleted: true });
  });

  it('sends the waiting deletions when the page is closed', () => {
    removals.begin({ ...SHOP, slug: 'other' });
    window.dispatchEvent(new Event('pagehide'));
    expect(fakeFetch.calls.map(({ url }) => url)).toEqual([
      'http://localhost/api/v1/boards/shop',
      'http://localhost/api/v1/boards/other',
    ]);
  });
});
