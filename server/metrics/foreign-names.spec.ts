import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foreignKey, type ForeignTag, foreignTags } from './foreign-names.js';
import { keyProblem } from './metric-key.js';
import { checkTags, parseTags } from './tags.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', '.', '/', ' ', '\u0000', '\ud800', '😀'), maxLength: 300 }),
);

describe('foreignKey', () => {
  it.each([
    ['http_requests_total', 'http_requests_total'],
    ['cpu usage %', 'cpu_usage__'],
    ['temp°C', 'temp_C'],
    ['a😀b', 'a_b'],
    ['/var//log/', 'var/log'],
    ['../a/.', '__/a/_'],
    ['k'.repeat(300), 'k'.repeat(200)],
    [`${'k'.repeat(199)}/x`, 'k'.repeat(199)],
    ['', undefined],
    ['///', undefined],
  ])('makes %j into %j', (name, key) => {
    expect(foreignKey(name)).toBe(key);
  });

  it('makes a key that is one of whatever is sent, and leaves keys alone', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const key = foreignKey(name);
        if (key === undefined) return;
        expect(keyProblem(key)).toBeUndefined();
        expect(foreignKey(key)).toBe(key);
      }),
    );
  });
});

describe('foreignTags', () => {
  it('leaves out what is empty, cuts what is too long, drops control characters', () => {
    const tags = parseTags(
      foreignTags([
        ['', 'x'],
        ['empty', ''],
        ['n'.repeat(70), '😀'.repeat(300)],
        ['line', 'a\r\nb\u0000'],
      ]),
    );
    expect(tags).toEqual({ ['n'.repeat(64)]: '😀'.repeat(256), line: 'ab' });
  });

  it('keeps 20, those of earlier groups first, else in alphabetical order', () => {
    const many = Array.from({ length: 30 }, (_, i): ForeignTag => [`t${String(29 - i).padStart(2, '0')}`, 'x']);
    const names = Object.keys(parseTags(foreignTags([['service.name', 'shop']], many)));
    expect(names).toEqual(['service.name', ...Array.from({ length: 19 }, (_, i) => `t${String(i).padStart(2, '0')}`)]);
  });

  it('takes the first of equal names', () => {
    expect(foreignTags([['a', '1']], [['a', '2']])).toBe('{"a":"1"}');
  });

  it('makes tags that can be stored of whatever is sent, in any order the same', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(anyText, anyText), { selector: ([name]) => name, maxLength: 30 }), (tags) => {
        const canonical = foreignTags(tags);
        const wrong: string[] = [];
        expect(checkTags(parseTags(canonical), (...words) => wrong.push(words.join(' ')))).toBe(true);
        expect(wrong).toEqual([]);
        const distinct = tags.every(([name]) => name.length < 60 && !/[\p{Cc}\ud800\ufffd]/u.test(name));
        if (distinct) expect(foreignTags(tags.toReversed())).toBe(canonical);
      }),
    );
  });
});
