import { describe, expect, it } from '@jest/globals';
import { plural } from './plural';

describe('plural', () => {
  const ROWS = '{COUNT, plural, =0 {no rows} =1 {1 row} other {{COUNT} rows of {COUNT}}}';

  it.each([
    [0, 'no rows'],
    [1, '1 row'],
    [2, '2 rows of 2'],
    [1_200, '1,200 rows of 1,200'],
  ])('says of %i: %s', (count, words) => {
    expect(plural(count, ROWS, 'en')).toBe(words);
  });

  it('knows languages that have more forms than two', () => {
    const files = '{COUNT, plural, one {{COUNT} plik} few {{COUNT} pliki} many {{COUNT} plików} other {{COUNT} pliku}}';
    expect([1, 3, 5].map((count) => plural(count, files, 'pl'))).toEqual(['1 plik', '3 pliki', '5 plików']);
  });
});
