import { describe, expect, it } from '@jest/globals';
import { isAllowed } from './license-expression.mjs';

const ALLOWED = new Set(['MIT', 'ISC', 'Apache-2.0']);

describe('isAllowed', () => {
  it.each([
    'MIT',
    '(MIT)',
    'MIT AND ISC',
    'MIT OR GPL-3.0-only',
    'GPL-3.0-only OR MIT',
    '(MIT OR GPL-3.0-only)',
    'GPL-3.0-only AND Zlib OR MIT',
    '(GPL-3.0-only OR MIT) AND (ISC OR Zlib)',
    'Apache-2.0 WITH LLVM-exception',
    'Apache-2.0 WITH LLVM-exception AND MIT',
  ])('allows %s', (expression) => {
    expect(isAllowed(expression, ALLOWED)).toBe(true);
  });

  it.each([
    '',
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    'GPL-3.0-only AND MIT',
    'MIT AND (GPL-3.0-only OR Zlib)',
    '(MIT OR ISC) AND GPL-3.0-only',
    'Zlib AND MIT OR GPL-3.0-only',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'MIT+',
    'mit',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    'MIT ISC',
    '(MIT',
    'MIT)',
    'MIT AND',
    'OR MIT',
  ])('rejects "%s"', (expression) => {
    expect(isAllowed(expression, ALLOWED)).toBe(false);
  });
});
