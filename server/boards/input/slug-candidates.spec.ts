import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slugSchema } from '../../../wire/schemas/board.js';
import { slugCandidates } from './slug-candidates.js';

function first(title: string, count = 1): string[] {
  const slugs = slugCandidates(title);
  return Array.from({ length: count }, () => slugs.next().value);
}

describe('slugCandidates', () => {
  it.each([
    ['Shop operations', 'shop-operations'],
    ['  Größe & Höhe! ', 'grosse-hohe'],
    ['Ünïcödé 2', 'unicode-2'],
    ['温度', 'board'],
    ['---', 'board'],
    [`${'a'.repeat(63)} b`, 'a'.repeat(63)],
  ])('derives a slug from %j', (title, slug) => {
    expect(first(title)).toEqual([slug]);
  });

  it('numbers further candidates', () => {
    expect(first('Shop', 3)).toEqual(['shop', 'shop-2', 'shop-3']);
  });

  it('generates different valid slugs for any title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const slugs = first(title, 12);
        for (const slug of slugs) expect(slugSchema.safeParse(slug).success).toBe(true);
        expect(new Set(slugs).size).toBe(12);
      }),
    );
  });
});
