import { describe, expect, it } from '@jest/globals';
import { keyProblem } from './key-problem.js';

describe('keyProblem', () => {
  it.each(['a', 'shop.orders', 'a/b/c', 'A-Z_0:9', '...', 'a..b', '.a/b.', 'a/...', 'x'.repeat(200)])(
    'accepts %s',
    (key) => {
      expect(keyProblem(key)).toBeUndefined();
    },
  );

  it.each([
    ['', /empty/],
    ['x'.repeat(201), /200/],
    ['ä', /made of/],
    ['a b', /made of/],
    ['a\n', /made of/],
    ['a%2Fb', /made of/],
    ['/', /leading/],
    ['/a', /leading/],
    ['a/', /trailing/],
    ['a//b', /doubled/],
    ['.', /segment/],
    ['..', /segment/],
    ['a/./b', /segment/],
    ['../a', /segment/],
    ['a/..', /segment/],
  ])('rejects %j', (key, expectedMessage) => {
    expect(keyProblem(key)).toMatch(expectedMessage);
  });
});
