import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, textProblem } from './printable-text.js';

it('keeps what can be printed', () => {
  expect(cleanText(' a\u0000b\n\tc\ud800 ', 10)).toBe('ab\n\tc\ufffd');
  expect(cleanText(' \u0007 ', 10)).toBeUndefined();
});

it('counts characters as people do, and cuts off only what is too long', () => {
  expect(cleanText('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
  expect(cleanText('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
});

it('makes of any text one that may be stored, or none', () => {
  const units = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 8 }), (text, max) => {
      const clean = cleanText(text, max);
      expect(clean === undefined ? undefined : textProblem(clean, 1, max)).toBeUndefined();
    }),
  );
});
