import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isExact, matchesGlob, prefixOf } from './glob.js';
import { runs } from '../test/support/jest/property-runs.js';

/** The same by backtracking: right, but slow on many stars. */
const expected = (pattern: string, key: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${parts.join('.*')}$`).test(key);
};

describe('matchesGlob', () => {
  it('matches what a regular expression would', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, key, (p, k) => {
        expect(matchesGlob(p, k)).toBe(expected(p, k));
      }),
      runs(3_000),
    );
  });

  it.each([
    ['shop.*', 'shop.db', true],
    ['shop.*', 'shop.', true],
    ['shop.*', 'shop', false],
    ['*', 'a/b', true],
    ['*.db', 'shop/eu.db', true],
    ['a*a', 'a', false],
    ['shop.db', 'shop.db', true],
    ['shop.db', 'shop-db', false],
  ])('%j matches %j: %j', (pattern, key, matches) => {
    expect(matchesGlob(pattern, key)).toBe(matches);
  });

  it('begins with what stands before its first star', () => {
    expect([prefixOf('shop.*.db*'), prefixOf('*'), prefixOf('shop')]).toEqual(['shop.', '', 'shop']);
    expect([isExact('shop'), isExact('shop*')]).toEqual([true, false]);
  });
});
