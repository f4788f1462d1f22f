import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isExact, matchesGlob, prefixOf } from './glob.js';
import { runs } from '../test/support/jest/property-runs.js';

/** Matches by backtracking, which is slow for many stars. */
const expected = (pattern: string, key: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${parts.join('.*')}$`).test(key);
};

describe('matchesGlob', () => {
  it('matches like a regular expression', () => {
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
});

describe('prefixOf', () => {
  it('returns the text before the first star', () => {
    expect([prefixOf('shop.*.db*'), prefixOf('*'), prefixOf('shop')]).toEqual(['shop.', '', 'shop']);
  });
});

describe('isExact', () => {
  it('is true for patterns without a star', () => {
    expect([isExact('shop'), isExact('shop*')]).toEqual([true, false]);
  });
});
