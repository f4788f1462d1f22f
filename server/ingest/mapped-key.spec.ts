import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../test/support/jest/property-runs.js';
import { originalName } from '../../wire/escaped-names.js';
import { keyProblem } from '../common/validation/key-problem.js';
import { MAX_KEY_LENGTH } from '../../wire/metric-key.js';
import { mappedKey } from './mapped-key.js';

/** Texts with many slashes, dots, blanks and sequences that look like escapes. */
const part = fc
  .array(fc.constantFrom('/', '.', ' ', '_', '_x002F_', 'x002F_', 'a', 'B', '磁', '\ud800'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const parts = fc.array(part, { minLength: 1, maxLength: 4 });

describe('mappedKey', () => {
  it('joins parts with slashes, and escapes slashes within them', () => {
    expect(mappedKey(['a', 'b/c', '..'])).toBe('a/b_x002F_c/_x002E__x002E_');
    expect(mappedKey('ci/acme/', ['a/b'])).toBe('ci/acme/a_x002F_b');
    expect(mappedKey('a/b', '/c')).toBe('a/b/c');
  });

  it('makes different valid keys of different parts', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const [a, b] = [mappedKey('k/', one), mappedKey('k/', other)];
        expect(a).not.toBe(b);
        expect([a, b].map((key) => keyProblem(key ?? ''))).toEqual([undefined, undefined]);
      }),
      runs(1_000),
    );
  });

  it('makes a key whose original name is its parts joined with slashes', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const name = ['k', ...all].join('/');
        fc.pre(name.isWellFormed());
        expect(originalName(mappedKey(['k', ...all]) ?? '')).toBe(name);
      }),
      runs(1_000),
    );
  });

  it('keeps leading and trailing spaces, and makes no key of spaces alone', () => {
    expect(mappedKey(' a')).toBe('_x0020_a');
    expect(mappedKey('a ')).toBe('a_x0020_');
    expect([mappedKey(' \n'), mappedKey(''), mappedKey([])]).toEqual([undefined, undefined, undefined]);
  });

  it('ends the key of a long or malformed text with a hash of the whole text', () => {
    const long = 'a/'.repeat(MAX_KEY_LENGTH);
    const names = [long, `${long}b`, 'x\ud800', 'x\ud801', 'x\ufffd'];
    const keys = [...names.map((name) => mappedKey(name)), mappedKey([long]), mappedKey([long, 'b'])];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.map((key) => keyProblem(key ?? ''))).toEqual(keys.map(() => undefined));
    expect(keys[0]).toMatch(/-[0-9a-f]{16}$/);
  });
});
