import { describe, expect, it } from '@jest/globals';
import { plural } from './plural';

describe('plural', () => {
  const ROWS = '{COUNT, plural, =0 {no rows} =1 {1 row} other {{COUNT} rows of {COUNT}}}';

  it.each([
    [0, 'no rows'],
    [1, '1 row'],
    [2, '2 rows of 2'],
    [1_200, '1,200 rows of 1,200'],
  ])('returns for %i: %s', (count, expected) => {
    expect(plural(count, ROWS, 'en')).toBe(expected);
  });

  it.each(['', 'en_US', 'none'])('is in English on a page with the language %p', (language) => {
    expect(plural(1, ROWS, language)).toBe('1 row');
    expect(plural(2, '{COUNT, plural, one {one} other {many}}', language)).toBe('many');
  });

  it('supports languages with more than two plural forms', () => {
    const files = '{COUNT, plural, one {{COUNT} plik} few {{COUNT} pliki} many {{COUNT} plików} other {{COUNT} pliku}}';
    expect([1, 3, 5].map((count) => plural(count, files, 'pl'))).toEqual(['1 plik', '3 pliki', '5 plików']);
  });
});
