import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormatOptions } from './format-options';
import { formatParts, formatValue } from './format-value';
import { runs } from '../../../test/support/jest/property-runs.js';

const en = (value: number, unit?: string, rest: FormatOptions = {}): string =>
  formatValue(value, { unit, locale: 'en-US', ...rest }).replaceAll(/[\u00a0\u202f]/g, ' ');

/** The number without grouping, and with an ASCII minus. */
const plain = (text = ''): string => text.replaceAll(',', '').replaceAll('−', '-');

describe('formatValue', () => {
  it.each([
    [8412, undefined, '8,412'],
    [0, undefined, '0'],
    [-0, undefined, '0'],
    [184.26, undefined, '184.3'],
    [0.3141, undefined, '0.3141'],
    [0.00123, undefined, '0.00123'],
    [12_345_678, undefined, '12.35M'],
    [72, 'percent', '72 %'],
    [23.456, 'percent', '23.46 %'],
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
    [-131, 's', '−2 min 11 s'],
    [48_210, 'EUR', '€48,210'],
    [19.5, 'EUR', '€19.50'],
    [4.6, 'celsius', '4.6 °C'],
    [42, 'widgets', '42 widgets'],
    [42, 'constructor', '42 constructor'],
    [19.5, 'JPY', '¥20'],
    [1.5, 'KWD', 'KWD 1.500'],
    [0.0012, 'EUR', '€0.0012'],
    [-1_250_000, 'USD', '−$1.25M'],
    [12.5, 'EUR/s', '€12.50 /s'],
    [0.5, 'percent/s', '0.5 %/s'],
    [12, 'widgets/s', '12 widgets/s'],
    [1_500_000, 'bits/s', '1.50 Mbit/s'],
    [2_097_152, 'iec-bytes/s', '2 MiB/s'],
    [12, 'ms/s', '12 ms/s'],
    [1024, 'MiB', '1 GiB'],
    [0.5, 'GB', '500 MB'],
    [0.25, 'V', '250 mV'],
    [0, 'V', '0 V'],
    [-4200, 'W', '−4.20 kW'],
    [1500, 'si:m', '1.50 km'],
    [0.002, 'si:m', '2 mm'],
    [-3, 'si:m/s', '−3 m/s'],
    [12_345, 'short', '12.35 k'],
    [3780, 's', '1 h 3 min'],
    [90, 'min', '1 h 30 min'],
    [1.5, 'd', '1 d 12 h'],
    [300, 'kelvin', '300 K'],
    [0, 'bool', 'No'],
    [1, 'bool', 'Yes'],
    [0, 'up-down', 'Down'],
    [1.23456e20, undefined, '1.235E20'],
    [1e308, 'ratio', '–'],
    [1e308, 'd', '–'],
    [-3e-12, undefined, '−3E−12'],
    [1e300, 'EUR', '€1E300'],
    [Number.MAX_VALUE, 'GiB', '1.674E299 EiB'],
    [Number.MAX_VALUE, undefined, '1.798E308'],
    [5e-324, undefined, '5E−324'],
    [19.99, undefined, '19.99'],
    [0.1 + 0.2, undefined, '0.3'],
    [2.675, undefined, '2.68'],
    [1013.25, 'hPa', '1,013 hPa'],
    [9.996, undefined, '10.00'],
    [999.96, undefined, '1,000'],
    [999_999.5, undefined, '1,000,000'],
    [123_456_789_012, undefined, '123.5B'],
    [1999.99, 'EUR', '€1,999.99'],
    [1999.5, 'EUR', '€1,999.50'],
    [0.3241, 'EUR', '€0.3241'],
    [0.4, 'JPY', '¥0.4'],
    [1_234_567, 'JPY', '¥1.235M'],
    [0.00004, 'ratio', '0.004 %'],
    [0.07, 'ratio', '7 %'],
    [2.5, 'ratio', '250 %'],
    [12.5, 'MB/s', '12.5 MB/s'],
    [59.999, 's', '1 min'],
    [59.96, 's', '59.96 s'],
    [0.9999, 's', '1 s'],
    [3599.9, 's', '1 h'],
    [86_399.9, 's', '1 d'],
    [-90, 's', '−1 min 30 s'],
    [1e10, 's', '115,740 d 17 h'],
    [1e21, 's', '1.157E16 d'],
  ])('formats %p %s as %s', (value, unit, text) => {
    expect(en(value, unit)).toBe(text);
  });

  it('has the requested number of decimals', () => {
    expect(en(72, 'percent', { decimals: 1 })).toBe('72.0 %');
    expect(en(12_345_678, undefined, { decimals: 0 })).toBe('12,345,678');
    expect(en(1.005, undefined, { decimals: 2 })).toBe('1.01');
    expect(en(999.6, 'kB', { decimals: 0 })).toBe('1 MB');
    expect(en(0, 'percent', { decimals: 3 })).toBe('0.000 %');
  });

  it.each([
    [-0.001, 2, undefined, '0.00'],
    [-0.4, 0, undefined, '0'],
    [-0.04, 1, 'celsius', '0.0 °C'],
    [-0.004, 2, 'EUR', '€0.00'],
    [-0, undefined, 'EUR', '€0'],
  ])('shows no minus before a zero: %p with %p decimals (%s)', (value, decimals, unit, text) => {
    expect(en(value, unit, { decimals })).toBe(text);
  });

  it('follows the locale of the viewer', () => {
    expect(formatValue(1234.5, { locale: 'de-DE', decimals: 1 })).toBe('1.234,5');
  });

  it('shows 1 to 8 digits for any number and unit', () => {
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
        expect(Number(plain(part?.text))).toBeLessThan(1000);
      }),
    );
  });

  it('never shows 60 s, 60 min or 24 h', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 1e8 }), (seconds) => {
        for (const { text, unit } of formatParts(seconds, { unit: 's', locale: 'en-US' })) {
          const limit = { s: 60, min: 60, h: 24 }[unit] ?? Infinity;
          expect(Number(plain(text))).toBeLessThan(limit);
        }
      }),
    );
  });

  it.each([undefined, 'ms', 'bytes', 'EUR', 'V', 'percent', 'bool'])(
    'returns a dash for NaN and infinity with the unit %s',
    (unit) => {
      expect([NaN, Infinity, -Infinity].map((value) => en(value, unit))).toEqual(['–', '–', '–']);
    },
  );

  const ALL_UNITS = fc.constantFrom(
    ...[undefined, 'percent', 'ratio', 'bytes', 'bytes/s', 'bits/s', 'MiB', 'short', 'V', 'kW', 'si:m', 'si:m/s'],
    ...['ms', 's', 'd', 'EUR', 'JPY', 'EUR/s', 'celsius', 'bool', 'widgets', 'widgets/s', '/s', 'si:', 'si:/s'],
  );
  const ANY = fc.double({ noNaN: true, noDefaultInfinity: true });

  it('formats every number short enough for a panel', () => {
    fc.assert(
      fc.property(ANY, ALL_UNITS, fc.option(fc.nat(3), { nil: undefined }), (value, unit, decimals) => {
        const text = en(value, unit, { decimals });
        expect(text).not.toMatch(/NaN|∞|undefined|^$/);
        expect(text.length).toBeLessThan(40);
      }),
      runs(1_000),
    );
  });

  it('formats negative numbers like positive ones, with a minus', () => {
    fc.assert(
      fc.property(ANY, ALL_UNITS, (value, unit) => {
        fc.pre(unit !== 'bool' && Math.abs(value) > 1e-290 && Math.abs(value) < 1e290);
        expect(en(-Math.abs(value), unit)).toBe(`−${en(Math.abs(value), unit)}`);
      }),
    );
  });

  it('keeps the order of values', () => {
    const sizes: Record<string, number> = {
      ...{ '': 1, '%': 1, nm: 1e-9, µm: 1e-6, mm: 1e-3, m: 1, km: 1e3, Mm: 1e6, Gm: 1e9, Tm: 1e12, Pm: 1e15, Em: 1e18 },
      ...{ B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50, EiB: 2 ** 60 },
      ...{ ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 },
    };
    const read = (value: number, unit: string | undefined): number =>
      formatParts(value, { unit, locale: 'en-US' }).reduce((sum, { text, unit: symbol }) => {
        const [, digits = '', letter = ''] = /^([-\d.E]+)([KMBT]?)$/.exec(plain(text)) ?? [];
        const compact = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[letter] ?? 1;
        return sum + Number(digits) * compact * (sizes[symbol] ?? NaN);
      }, 0);
    const size = fc.double({ noNaN: true, min: 0, max: 1e17 });
    const unit = fc.constantFrom(undefined, 'percent', 'bytes', 'si:m', 's');
    const near = fc.double({ noNaN: true, min: 0, max: 1e-3 });
    fc.assert(
      fc.property(size, near, unit, (value, more, name) => {
        const [less, most] = [read(value, name), read(value * (1 + more), name)];
        expect(most).toBeGreaterThanOrEqual(less * (1 - 1e-12));
      }),
      runs(2_000),
    );
  });
});
