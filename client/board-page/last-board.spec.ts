import { afterEach, describe, expect, it } from '@jest/globals';
import { forgetBoard, lastBoard, rememberBoard } from './last-board';

describe('lastBoard', () => {
  afterEach(() => {
    localStorage.clear();
  });

  it('is this-server at first', () => {
    expect(lastBoard()).toBe('this-server');
  });

  it('is the remembered board until it is forgotten', () => {
    rememberBoard('shop');
    forgetBoard('other');
    expect(lastBoard()).toBe('shop');
    forgetBoard('shop');
    expect(lastBoard()).toBe('this-server');
  });

  it('ignores a stored value that is not a slug', () => {
    localStorage.setItem('boardcast.last-board', '//evil.example');
    expect(lastBoard()).toBe('this-server');
  });
});
