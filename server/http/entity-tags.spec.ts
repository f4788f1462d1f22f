import { describe, expect, it } from '@jest/globals';
import { entityTag, matchesIfNoneMatch, parseIfMatch } from './entity-tags.js';

describe('parseIfMatch', () => {
  it.each<[string, 'any' | number[]]>([
    ['"3"', [3]],
    [' "3" ', [3]],
    ['"3", "4"', [3, 4]],
    [', "3",, "4",', [3, 4]],
    ['"a,b", "4"', [4]],
    ['*', 'any'],
    [' * ', 'any'],
    // The comparison is strong.
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    // Not tags.
    ['3', []],
    ['"3', []],
    ['"3" "4"', []],
    ['"3", *', []],
    ['', []],
    ['"-1"', []],
    ['"3.0"', []],
    ['""', []],
    ['"99999999999999999999"', []],
    ['"3"\t,\t"4"', [3, 4]],
    ['"3","4"', [3, 4]],
    ['"3""4"', []],
    ['"3",x', []],
    ['w/"3"', []],
    // Longer than 1 kB: clients of this server never send that.
    [`"3"${','.repeat(1_100)}`, []],
  ])('%j', (header, versions) => {
    expect(parseIfMatch(header)).toEqual(versions);
  });

  it('reads what entityTag writes', () => {
    expect(parseIfMatch(entityTag(42))).toEqual([42]);
  });
});

describe('matchesIfNoneMatch', () => {
  it.each<[string, boolean]>([
    ['"3"', true],
    ['W/"3"', true],
    ['"2", W/"3"', true],
    ['*', true],
    ['"2"', false],
    ['3', false],
    ['', false],
  ])('%j', (header, matches) => {
    expect(matchesIfNoneMatch(header, '"3"')).toBe(matches);
  });

  it.each([`${','.repeat(1_000)}"`, '"'.repeat(1_000), `${' '.repeat(1_000)}x`, `${'"a",'.repeat(250)}"`])(
    'rejects a malformed list in linear time: %#',
    (header) => {
      expect(matchesIfNoneMatch(header, '"3"')).toBe(false);
    },
  );
});
