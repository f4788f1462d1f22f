import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../../../test/support/jest/property-runs.js';
import type { Boundary, FormatOptions } from './format-options';
import { readBack } from './testing/read-back';
import { formatParts, formatValue } from './format-value';

const en = (value: number, unit?: string, rest: FormatOptions = {}): string =>
  formatValue(value, { unit, locale: 'en-US', ...rest }).replaceAll(/[\u00a0\u202f]/g, ' ');

const high = (at: number): readonly Boundary[] => [{ at, reached: 'above' }];
const low = (at: number): readonly Boundary[] => [{ at, reached: 'below' }];

describe('rounding at 100 %', () => {
  it.each([
    [99.95, undefined, '99.95 %'],
    [99.97, undefined, '99.97 %'],
    [99.994, undefined, '99.99 %'],
    [99.996, undefined, '99.996 %'],
    [99.9999, undefined, '99.9999 %'],
    [99.99999999999999, undefined, '99.999999999999 %'],
    [100, undefined, '100 %'],
    [100.00000000000001, undefined, '100 %'],
    [100.04, undefined, '100.04 %'],
    [-99.996, undefined, '−99.996 %'],
    [99.96, 1, '99.9 %'],
    [99.96, 0, '99 %'],
    [100.04, 1, '100.1 %'],
    [100, 1, '100.0 %'],
  ])('formats %p with %p decimals as %s', (value, decimals, text) => {
    expect(en(value, 'percent', { decimals })).toBe(text);
    expect(en(value / 100, 'ratio', { decimals })).toBe(text);
  });
});

describe('rounding at a threshold', () => {
  it.each([
    [89.996, 'ms', high(90), '89.996 ms'],
    [90.001, 'ms', high(90), '90.00 ms'],
    [90.001, 'ms', low(90), '90.001 ms'],
    [89.999, 'ms', low(90), '90.00 ms'],
    [299.96, undefined, high(300), '299.96'],
    [0.3 - 1e-16, undefined, high(0.3), '0.299999999999999'],
    [0.1 + 0.2, undefined, high(0.3), '0.3'],
    [1234.5, undefined, high(1234.5), '1,234.5'],
    [1234.4, undefined, high(1234.5), '1,234'],
    [1234.4, undefined, high(1234.1), '1,234.4'],
    [-89.996, undefined, low(-90), '−89.996'],
    [999_999.9, undefined, high(1e6), '999,999.9'],
    [12_349_999, undefined, high(12_350_000), '12.349999M'],
    [1999.999, 'EUR', high(2000), '€1,999.999'],
    [999.96, 'kB', high(1000), '999.96 kB'],
    [1023.9, 'bytes', high(1024), '1,023.9 B'],
    [1_048_575, 'bytes', high(1_048_576), '1,023.999 KiB'],
    [0.9999, 's', high(1), '999.9 ms'],
    [59.999, 's', high(60), '59.999 s'],
    [5399.7, 's', high(5400), '1 h 29 min'],
    [5400.3, 's', low(5400), '1 h 30 min 0.3 s'],
    [5430, 's', high(5430), '1 h 30 min 30 s'],
    // 720,000 s and a difference that a double of this size can still show.
    [199.99999999999991, 'h', low(199.9999999999999), '8 d 8 h 0.000000001 s'],
    [-5399.7, 's', low(-5400), '−1 h 29 min'],
    [5399.7, 's', high(5399.7), '1 h 29 min 59.7 s'],
    [-5399.7, 's', low(-5399.7), '−1 h 29 min 59.7 s'],
    [1.49995, 'h', high(1.49995), '1 h 29 min 59.82 s'],
    [59.999, 's', high(59.999), '59.999 s'],
    [0.9999, 's', high(0.9999), '999.9 ms'],
    [86_399.9, 's', high(86_400), '23 h 59 min'],
    [0.8996, 'ratio', high(0.9), '89.96 %'],
    [0.899996, 'ratio', high(0.9), '89.9996 %'],
  ])('formats %p %s within %j as %s', (value, unit, boundaries, text) => {
    expect(en(value, unit, { boundaries })).toBe(text);
  });

  it.each([
    [89.96, 1, high(90), '89.9'],
    [89.6, 0, high(90), '89'],
    [90.3, 0, high(90), '90'],
    [90.3, 0, low(90), '91'],
    [-0.001, 2, low(0), '0.00'],
    [-0.001, 2, high(0), '−0.01'],
    [0.4, 0, [...high(0.3), ...high(0.6)], '0.4'],
    [89.5, 0, high(89.5), '89.5'],
  ])('formats %p with %i decimals within %j as %s', (value, decimals, boundaries, text) => {
    expect(en(value, undefined, { decimals, boundaries })).toBe(text);
  });
});

describe('rounding down', () => {
  it.each([
    [99.996, 'percent', 2, '99.99 %'],
    [0.29, 'percent', 2, '0.29 %'],
    [99.999, 'percent', undefined, '99.99 %'],
    [12.349, 'percent', undefined, '12.34 %'],
    [59.99, 's', 1, '59.9 s'],
    [3599.9, 's', undefined, '59 min 59 s'],
    [999.99, 'kB', undefined, '999.9 kB'],
  ])('formats %p %s with %p decimals as %s', (value, unit, decimals, text) => {
    expect(en(value, unit, { decimals, roundDown: true })).toBe(text);
  });
});

const UNITS = [
  ...[undefined, 'percent', 'ratio', 'bytes', 'bytes/s', 'bits/s', 'MiB', 'short', 'V', 'kW', 'si:m', 'EUR', 'JPY'],
  ...['KWD', 'EUR/s', 'celsius', 'widgets', 'percent/s', 'ns', 'ms', 's', 'min', 'h', 'd'],
];
const anyUnit = fc.constantFrom(...UNITS);
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
const usual = fc.oneof(
  anyNumber,
  fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
  fc.double({ noNaN: true, min: -200, max: 200 }),
);
const anyDecimals = fc.option(fc.nat(10), { nil: undefined });
const anyBoundary = fc.record({ at: usual, reached: fc.constantFrom('above' as const, 'below' as const) });

/** Values on a boundary or close to it, down to the last bit. */
const near = (at: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.constant(at),
    fc
      .tuple(fc.double({ noNaN: true, min: -1, max: 1 }), fc.integer({ min: 0, max: 17 }))
      .map(([part, places]) => at + part * 10 ** -places * Math.abs(at)),
    usual,
  );

describe('formatting any finite number', () => {
  it('never shows NaN, Infinity or -0', () => {
    fc.assert(
      fc.property(
        usual,
        anyUnit,
        anyDecimals,
        fc.array(anyBoundary, { maxLength: 3 }),
        (value, unit, decimals, boundaries) => {
          const text = en(value, unit, { decimals, boundaries });
          expect(text).not.toMatch(/NaN|∞|Infinity|undefined|^$/);
          expect(text).not.toMatch(/^−\D*0?[.,0]*(\D*)$/);
        },
      ),
      runs(1_000),
    );
  });

  it('shows the value up to the shown digits', () => {
    fc.assert(
      fc.property(usual, anyUnit, (value, unit) => {
        const parts = formatParts(value, { unit, locale: 'en-US' });
        const read = readBack(parts, unit);
        fc.pre(Number.isFinite(read) && Math.abs(value) > 1e-300 && Math.abs(value) < 1e300);
        // Four digits, whole units of currency, and two parts of a duration (at most 59 of 24 x 60 min), of which the second is left out
        // if it is 0.
        const isDuration = parts.length > 1 || ['d', 'h', 'min'].includes(parts[0]?.unit ?? '');
        const tolerance = isDuration ? 0.05 : unit === 'JPY' ? 0.5 : 0.005;
        const least = unit === 'EUR' || unit === 'JPY' || unit === 'KWD' || unit === 'EUR/s' ? 0.5 : 0;
        // The subtraction rounds as well.
        const noise = 1e-12 * Math.abs(value);
        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.max(least, tolerance * Math.abs(value)) + noise);
      }),
      runs(1_000),
    );
  });

  it('never crosses or equals a threshold that the value has not reached', () => {
    fc.assert(
      fc.property(
        anyBoundary.chain((boundary) => fc.tuple(fc.constant(boundary), near(boundary.at))),
        anyUnit,
        anyDecimals,
        ([boundary, value], unit, decimals) => {
          fc.pre(Number.isFinite(value) && Math.abs(value) < 1e290 && Math.abs(boundary.at) < 1e290);
          fc.pre(value === 0 || Math.abs(value) > 1e-290);
          fc.pre(boundary.at === 0 || Math.abs(boundary.at) > 1e-290);
          const options = { unit, decimals, locale: 'en-US', boundaries: [boundary] };
          const shown = readBack(formatParts(value, options), unit);
          const at = readBack(formatParts(boundary.at, options), unit);
          const { reached } = boundary;
          if (reached === 'above' ? value >= boundary.at : value <= boundary.at) {
            expect(reached === 'above' ? shown >= at : shown <= at).toBe(true);
          } else {
            expect(reached === 'above' ? shown < at : shown > at).toBe(true);
          }
        },
      ),
      runs(2_000),
    );
  });

  it('has ordinary digits for a duration that equals its threshold', () => {
    const tenths = fc.integer({ min: 1, max: 30_000_000 }).map((count) => count / 10);
    fc.assert(
      fc.property(tenths, fc.constantFrom('s', 'min', 'h'), (value, unit) => {
        expect(en(value, unit, { boundaries: high(value) })).toMatch(
          /^[\d,.]+ (ms|s|min|h|d)( \d+ (h|min))*( [\d.]+ s)?$/,
        );
      }),
      runs(1_000),
    );
  });

  it('never crosses 100 %, and shows 100 % only for 100 %', () => {
    fc.assert(
      fc.property(near(100), anyDecimals, (value, decimals) => {
        const shown = readBack(formatParts(value, { unit: 'percent', decimals, locale: 'en-US' }), 'percent');
        if (value < 100) expect(shown).toBeLessThan(100);
        else if (value > 100.0000001) expect(shown).toBeGreaterThan(100);
        else expect(shown).toBeGreaterThanOrEqual(100);
      }),
      runs(2_000),
    );
  });

  it('keeps its sign as a duration that is too small for a number of seconds', () => {
    const boundaries = [{ at: -3e-323, reached: 'below' as const }];
    const shown = (value: number): number =>
      readBack(formatParts(value, { unit: 'ms', locale: 'en-US', boundaries }), 'ms');
    expect(shown(-3.5e-323)).toBeLessThanOrEqual(shown(-3e-323));
    expect(shown(-3e-323)).toBeLessThanOrEqual(0);
  });

  it('keeps the order of values, with and without thresholds', () => {
    const boundaries = fc.array(
      fc.record({
        at: fc.double({ noNaN: true, min: -200, max: 200 }),
        reached: fc.constantFrom('above' as const, 'below' as const),
      }),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(
        boundaries.chain((given) => fc.tuple(fc.constant(given), near(given[0]?.at ?? 100), near(given[0]?.at ?? 100))),
        anyUnit,
        anyDecimals,
        ([given, one, other], unit, decimals) => {
          const options = { unit, decimals, locale: 'en-US', boundaries: given };
          const [less, more] = [Math.min(one, other), Math.max(one, other)];
          fc.pre(less > -1e290 && more < 1e290);
          const [low, high] = [less, more].map((value) => readBack(formatParts(value, options), unit)) as [
            number,
            number,
          ];
          expect(high).toBeGreaterThanOrEqual(low - 1e-12 * Math.abs(low));
        },
      ),
      runs(2_000),
    );
  });
});
