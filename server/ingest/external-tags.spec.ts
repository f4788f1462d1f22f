import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTags } from '../common/tags.js';
import { type ExternalTag, externalTags } from './external-tags.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', '.', '/', ' ', '\u0000', '\ud800', '😀', '_', 'x', '0041', 'é'),
    maxLength: 60,
  }),
);

function tagsOf(...groups: readonly (readonly ExternalTag[])[]): unknown {
  const found = externalTags(groups);
  return 'problem' in found ? found.problem : parseTags(found.tags);
}

describe('externalTags', () => {
  it('keeps control characters, empty values and characters of any language', () => {
    const tags: ExternalTag[] = [
      ['line', 'a\r\nb\u0000'],
      ['empty', ''],
      ['Größe', '😀'.repeat(256)],
    ];
    expect(tagsOf(tags)).toEqual(Object.fromEntries(tags));
  });

  it('ignores tags with an empty value if the protocol says that they are absent', () => {
    expect(externalTags([[['a', '']]], { emptyMeansAbsent: true })).toEqual({ tags: '{}' });
  });

  it('lets an absent tag of an earlier group hide a tag of a later group', () => {
    expect(externalTags([[['a', '']], [['a', '1']]], { emptyMeansAbsent: true })).toEqual({ tags: '{}' });
  });

  it.each<[string, ExternalTag[], RegExp]>([
    ['a name that is too long', [['n'.repeat(65), 'x']], /longer than 64 characters/],
    ['a value that is too long', [['a', '😀'.repeat(257)]], /'a' whose value is longer than 256 characters/],
    ['too many tags', Array.from({ length: 21 }, (_, i): ExternalTag => [`t${i}`, 'x']), /has 21 tags/],
    ['a tag without a name', [['', 'x']], /without a name/],
    ['invalid Unicode', [['a', '\ud800']], /invalid Unicode/],
    [
      'one name with two values',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      /'a' twice/,
    ],
  ])('rejects %s instead of merging series', (_what, tags, problem) => {
    expect(tagsOf(tags)).toMatch(problem);
  });

  it('uses the value of the earlier group, and a repeated equal tag once', () => {
    expect(tagsOf([['a', '1']], [['a', '2']])).toEqual({ a: '1' });
    expect(
      tagsOf([
        ['a', '1'],
        ['a', '1'],
      ]),
    ).toEqual({ a: '1' });
  });

  it('makes one series of equal tags in any order, and different series of different tags', () => {
    const someTags = fc.uniqueArray(fc.tuple(anyText, anyText), { selector: ([name]) => name, maxLength: 25 });
    fc.assert(
      fc.property(someTags, someTags, (one, other) => {
        const found = externalTags([one]);
        if ('problem' in found) return;
        expect(externalTags([one.toReversed()])).toEqual(found);
        expect(parseTags(found.tags)).toEqual(Object.fromEntries(one));
        const differs =
          JSON.stringify(Object.fromEntries(one.toSorted())) !== JSON.stringify(Object.fromEntries(other.toSorted()));
        if (differs) expect(externalTags([other])).not.toEqual(found);
      }),
    );
  });
});
