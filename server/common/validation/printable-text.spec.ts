import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, textProblem } from './printable-text.js';

it('cleanText keeps printable characters', () => {
  expect(cleanText(' a\u0000b\n\tc\ud800 ', 10)).toBe('ab\n\tc\ufffd');
  expect(cleanText(' \u0007 ', 10)).toBeUndefined();
});

it('cleanText counts an emoji as one character, and shortens only long texts', () => {
  expect(cleanText('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
  expect(cleanText('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
});

it('cleanText returns a valid text or undefined for any text', () => {
  const units = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 8 }), (text, max) => {
      const clean = cleanText(text, max);
      expect(clean === undefined ? undefined : textProblem(clean, 1, max)).toBeUndefined();
    }),
  );
});
