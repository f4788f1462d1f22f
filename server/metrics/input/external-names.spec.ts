import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originalName } from '../../../wire/escaped-names.js';
import { type ExternalTag, externalTags, namedBy, normalizeMetricKey } from './external-names.js';
import { keyProblem } from '../../common/validation/metric-key.js';
import { parseTags } from '../../common/tags.js';

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

describe('normalizeMetricKey', () => {
  it.each([
    ['http_requests_total', 'http_requests_total'],
    ['cpu usage %', 'cpu_x0020_usage_x0020__x0025_'],
    ['Größe', 'Gr_x00F6__x00DF_e'],
    ['温度', '_x6E29__x5EA6_'],
    ['a😀b', 'a_x1F600_b'],
    ['/var//log/', '_x002F_var_x002F_/log_x002F_'],
    ['../a/.', '_x002E__x002E_/a/_x002E_'],
    ['a\u0000', 'a_x0000_'],
    ['caf_x00E9_', 'caf_x005F_x00E9_'],
    ['caf_x00e9_', 'caf_x00e9_'],
    ['size_x1024', 'size_x1024'],
    ['_x00E9é', '_x005F_x00E9_x00E9_'],
    ['k'.repeat(200), 'k'.repeat(200)],
    ['k'.repeat(201), undefined],
    ['温'.repeat(29), undefined],
    ['', undefined],
    ['a\ud800', undefined],
  ])('makes %j the key %j', (name, key) => {
    expect(normalizeMetricKey(name)).toBe(key);
  });

  it('makes a valid key, from which the name can be restored', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const key = normalizeMetricKey(name);
        if (key === undefined) return;
        expect(keyProblem(key)).toBeUndefined();
        expect(originalName(key)).toBe(name);
      }),
    );
  });

  it('keeps different names different', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [keyOfOne, keyOfOther] = [normalizeMetricKey(one), normalizeMetricKey(other)];
        if (one !== other && keyOfOne !== undefined) expect(keyOfOne).not.toBe(keyOfOther);
      }),
    );
  });
});

describe('originalName', () => {
  it('leaves alone what only looks like an escape', () => {
    for (const key of ['shop.orders', 'a_x12_', 'a_xD800_', 'a_x110000_', 'a_x0041'])
      expect(originalName(key)).toBe(key);
  });

  it('is shown beside a key only if it differs', () => {
    expect(namedBy('shop.orders')).toEqual({});
    expect(namedBy('Gr_x00F6__x00DF_e')).toEqual({ name: 'Größe' });
  });
});

describe('externalTags', () => {
  it('keeps control characters, empty values and characters of any language', () => {
    const tags: ExternalTag[] = [
      ['line', 'a\r\nb\u0000'],
      ['empty', ''],
      ['Größe', '😀'.repeat(256)],
    ];
    expect(tagsOf(tags)).toEqual(Object.fromEntries(tags));
  });

  it('takes an empty value for an absent tag where the protocol does', () => {
    expect(externalTags([[['a', '']]], { emptyMeansAbsent: true })).toEqual({ tags: '{}' });
  });

  it('lets an absent tag of an earlier group hide one of a later group', () => {
    expect(externalTags([[['a', '']], [['a', '1']]], { emptyMeansAbsent: true })).toEqual({ tags: '{}' });
  });

  it.each<[string, ExternalTag[], RegExp]>([
    ['a name that is too long', [['n'.repeat(65), 'x']], /longer than 64 characters/],
    ['a value that is too long', [['a', '😀'.repeat(257)]], /'a' whose value is longer than 256 characters/],
    ['too many tags', Array.from({ length: 21 }, (_, i): ExternalTag => [`t${i}`, 'x']), /has 21 tags/],
    ['a tag without a name', [['', 'x']], /without a name/],
    ['broken Unicode', [['a', '\ud800']], /broken Unicode/],
    [
      'one name with two values',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      /'a' twice/,
    ],
  ])('refuses %s instead of merging series', (_what, tags, problem) => {
    expect(tagsOf(tags)).toMatch(problem);
  });

  it('takes the value of the earlier group, and a repeated equal tag once', () => {
    expect(tagsOf([['a', '1']], [['a', '2']])).toEqual({ a: '1' });
    expect(
      tagsOf([
        ['a', '1'],
        ['a', '1'],
      ]),
    ).toEqual({ a: '1' });
  });

  it('makes one series of equal tags in any order, and never one of different tags', () => {
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
