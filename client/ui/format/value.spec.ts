import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormatOptions } from './format-options';
import { formatParts, formatValue } from './value';

const en = (value: number, unit?: string, rest: FormatOptions = {}): string =>
  formatValue(value, { unit, locale: 'en-US', ...rest }).replaceAll('\u202f', ' ');

describe('formatValue', () => {
  it.each([
    [8412, undefined, '8,412'],
    [0, undefined, '0'],
    [-0, undefined, '0'],
    [184.26, undefined, '184.3'],
    [0.3141, undefined, '0.31'],
    [0.00123, undefined, '0.0012'],
    [12_345_678, undefined, '12.35M'],
    [72, 'percent', '72 %'],
    [23.456, 'percent', '23.5 %'],
    [0.72, 'ratio', '72 %'],
    [6_442_450_944, 'bytes', '6 GiB'],
    [1023.99, 'bytes', '1.00 KiB'],
    [2_400_000, 'bytes/s', '2.40 MB/s'],
    [184, 'ms', '184 ms'],
    [1840, 'ms', '1.84 s'],
    [0, 'ms', '0 ms'],
    [0.0005, 's', '500 µs'],
    [131, 's', '2 min 11 s'],
    [15_120, 's', '4 h 12 min'],
    [273_600, 's', '3 d 4 h'],
    [-131, 's', '-2 min 11 s'],
    [48_210, 'EUR', '€48,210'],
    [19.5, 'EUR', '€19.50'],
    [4.6, 'celsius', '4.60 °C'],
    [42, 'widgets', '42 widgets'],
    [42, 'constructor', '42 constructor'],
  ])('writes %p %s as %s', (value, unit, text) => {
    expect(en(value, unit)).toBe(text);
  });

  it('keeps the digits that were asked for', () => {
    expect(en(72, 'percent', { decimals: 1 })).toBe('72.0 %');
    expect(en(12_345_678, undefined, { decimals: 0 })).toBe('12,345,678');
  });

  it('writes in the viewer’s own way', () => {
    expect(formatValue(1234.5, { locale: 'de-DE', decimals: 1 })).toBe('1.234,5');
  });

  it('never shows more than eight figures, nor an empty text, whatever the number and its unit', () => {
    const unit = fc.constantFrom(undefined, 'percent', 'bytes', 'bytes/s', 'ms', 's', 'Hz', 'EUR', 'other');
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), unit, (value, name) => {
        for (const { text } of formatParts(value, { unit: name, locale: 'en-US' })) {
          expect(text).not.toBe('');
          expect(text.replaceAll(/[^1-9]/g, '').length).toBeLessThanOrEqual(8);
        }
      }),
    );
  });

  it('never rounds a scaled value up to a thousand of the smaller unit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 1e17 }), (value) => {
        const [part] = formatParts(value, { unit: 'bytes/s', locale: 'en-US' });
        expect(Number(part?.text.replaceAll(',', ''))).toBeLessThan(1000);
      }),
    );
  });

  it('writes durations in whole steps: never 60 s, 60 min or 24 h', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 1e8 }), (seconds) => {
        for (const { text, unit } of formatParts(seconds, { unit: 's', locale: 'en-US' })) {
          const limit = { s: 60, min: 60, h: 24 }[unit] ?? Infinity;
          expect(Number(text.replaceAll(',', ''))).toBeLessThan(limit);
        }
      }),
    );
  });

  it('says in words that there is no number', () => {
    expect(en(NaN)).toBe('–');
  });
});
