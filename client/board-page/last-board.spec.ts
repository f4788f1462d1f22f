import { afterEach, describe, expect, it } from '@jest/globals';
import { forgetBoard, lastBoard, rememberBoard } from './last-board';

describe('the board viewed last', () => {
  afterEach(() => {
    localStorage.clear();
  });

  it('is this-server at first', () => {
    expect(lastBoard()).toBe('this-server');
  });

  it('is remembered, until it is gone', () => {
    rememberBoard('shop');
    forgetBoard('other');
    expect(lastBoard()).toBe('shop');
    forgetBoard('shop');
    expect(lastBoard()).toBe('this-server');
  });

  it('is never an address that no board can have', () => {
    localStorage.setItem('boardcast.last-board', '//evil.example');
    expect(lastBoard()).toBe('this-server');
  });
});
