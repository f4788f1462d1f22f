import { describe, expect, it } from '@jest/globals';
import { americanOf } from './british-spelling.mjs';
import { findInPath, findInText } from './find-words.mjs';

const wordsIn = (path, text) => findInText(path, text).map(({ word }) => word);

describe('findInText', () => {
  it.each([
    ['a comment', '// The house has floors.', ['house', 'floors']],
    ['a string', "const a = 'No trouble';", ['trouble']],
    ['a template', 'const a = `No ${b} trouble`;', ['trouble']],
    ['an identifier', 'const houseRules = 1;', ['house']],
    ['a constant', 'const HOUSE_RULES = 1;', ['house']],
    ['a private member', 'class A { #tellAll() {} }', ['tell']],
    ['an identifier in a comment', '/** See `tellAll`. */', ['tell']],
    ['the name of a metric', "count('boardcast_notices_total');", ['notices']],
    ['words in a row of a name', 'const KNOWN_GO_ON = goOnAndOn;', ['go on', 'go on']],
    ['the end of a type', 'class BoardStore {}', ['store']],
    ['British spelling', '// Sanitises colours', ['sanitises', 'colours']],
  ])('finds words in %s', (_where, text, words) => {
    expect(wordsIn('server/a.ts', text)).toEqual(words);
  });

  it.each([
    ['ordinary English in a comment', '// Tells whether to look again, and asks for a piece.'],
    ['ordinary English in a string', "const a = 'We notice words';"],
    ['longer words', 'const warehouse = troubleshoot;'],
    ['a store that is no type', 'const store = openStore();'],
    ['Math.floor', 'const a = Math.floor(1.5);'],
    ['American spelling', '// Sanitizes colors, and exercises otherwise'],
  ])('leaves %s', (_what, text) => {
    expect(wordsIn('server/a.ts', text)).toEqual([]);
  });

  it('says the line and what to write', () => {
    expect(findInText('docs/a.md', 'One\ntwo\nthe catalogue\n')).toEqual([
      { line: 3, word: 'catalogue', use: 'catalog' },
    ]);
  });

  it('takes all of a style but its comments for names', () => {
    expect(wordsIn('client/a.scss', '// to feed it\n.feed-list { color: red; }')).toEqual(['feed']);
  });

  it('leaves code in the changelog, which names what is gone', () => {
    expect(wordsIn('CHANGELOG.md', '`announce` is now `publish`. No trouble.')).toEqual(['trouble']);
    expect(wordsIn('docs/a.md', '`announce`')).toEqual(['announce']);
  });
});

describe('findInPath', () => {
  it.each([
    ['server/house/a.ts', ['house']],
    ['server/boards/board-store.spec.ts', ['store']],
    ['server/metrics/write-handlers.ts', ['-handlers.ts']],
    ['server/stores/store.ts', []],
  ])('finds words in the names of %s', (path, words) => {
    expect(findInPath(path).map(({ word }) => word)).toEqual(words);
  });
});

describe('americanOf', () => {
  it.each([
    ['catalogues', 'catalogs'],
    ['behaviour', 'behavior'],
    ['organisation', 'organization'],
    ['unrecognised', 'unrecognized'],
    ['deserialiser', 'deserializer'],
    ['cancelled', 'canceled'],
    ['exercise', undefined],
    ['precise', undefined],
    ['otherwise', undefined],
    ['advertised', undefined],
    ['organism', undefined],
  ])('of %s is %s', (word, american) => {
    expect(americanOf(word)).toBe(american);
  });
});
