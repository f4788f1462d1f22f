import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileName } from './file-name';

const AT = Date.parse('2026-03-04T12:30:05Z');

describe('fileName', () => {
  it.each([
    ['Orders', 'Orders 2026-03-04 12-30-05.csv'],
    ['CPU / memory: 90 %', 'CPU memory 90 2026-03-04 12-30-05.csv'],
    ['../../etc/passwd', 'etc passwd 2026-03-04 12-30-05.csv'],
    ['Größe · 注文', 'Größe 注文 2026-03-04 12-30-05.csv'],
    ['???', 'Panel 2026-03-04 12-30-05.csv'],
  ])('of title %s is %s', (title, name) => {
    expect(fileName(title, AT, 'csv')).toBe(name);
  });

  it('is valid in all file systems', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
        const name = fileName(title, AT, 'png');
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^\./u);
        expect(Array.from(name).length).toBeLessThanOrEqual(80 + 24);
      }),
    );
  });
});
