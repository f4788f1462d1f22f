import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sameContent } from './same-content';

describe('sameContent', () => {
  it('agrees with any JSON value and its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameContent(value, JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
    );
  });

  it('says what JSON says of two values', () => {
    const small = fc.jsonValue({ maxDepth: 2, depthSize: 'small' });
    const canon = (value: unknown): string =>
      JSON.stringify(value, (_, part: unknown) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
          : part,
      );
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(sameContent(a, b)).toBe(canon(a) === canon(b));
      }),
    );
  });

  it.each([
    [[1, 2], [1]],
    [[], {}],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [null, {}],
    [0, '0'],
  ])('tells %j from %j', (a, b) => {
    expect(sameContent(a, b)).toBe(false);
  });

  it('takes undefined for missing, as JSON does', () => {
    expect(sameContent({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  });
});
