import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deepEqual } from './deep-equal.js';
import { isObject } from './is-object.js';

describe('deepEqual', () => {
  it('agrees with any JSON value and its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(deepEqual(value, JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
    );
  });

  it('says what JSON says of two values', () => {
    const small = fc.jsonValue({ maxDepth: 2, depthSize: 'small' });
    const canon = (value: unknown): string =>
      JSON.stringify(value, (_, part: unknown) =>
        isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
      );
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(deepEqual(a, b)).toBe(canon(a) === canon(b));
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
    expect(deepEqual(a, b)).toBe(false);
  });

  it('takes undefined for missing, as JSON does', () => {
    expect(deepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  });

  it('takes NaN for equal to NaN alone', () => {
    expect([deepEqual([NaN], [NaN]), deepEqual(NaN, 0), deepEqual(NaN, null), deepEqual(NaN, {})]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
