import { describe, expect, it } from '@jest/globals';
import { untranslated } from './untranslated';

describe('untranslated', () => {
  it.each([
    [untranslated`Loading`, 'Loading'],
    [untranslated`:verb|:Open`, 'Open'],
    [untranslated`:a colon \: in it|:Open: now`, 'Open: now'],
    [untranslated`\:not a block: it is text`, ':not a block: it is text'],
    [untranslated`as of ${'14:21'}:time:`, 'as of 14:21'],
    [untranslated`${3}:number: of ${5}:count: pages`, '3 of 5 pages'],
    [untranslated`${1}:a:: ${2}:b:, late`, '1: 2, late'],
    [untranslated`:a \: b|:\u00e9\n${1}:a:\u202f%`, '\u00e9\n1\u202f%'],
    [untranslated`a \\ b \`c\``, 'a \\ b `c`'],
  ])('of a text is %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
