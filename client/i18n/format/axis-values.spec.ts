import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { axisScaleOf, formatAxisReading, formatAxisValues, formatInScale } from './axis-values';
import { formatValue } from './format-value';

const labels = (values: number[], unit?: string, locale = 'en-US'): string =>
  formatAxisValues(values, { unit, locale }).join(' ').replaceAll('\u202f', '');

describe('formatAxisValues', () => {
  it.each<[string, number[], string | undefined, string]>([
    ['hundredths of an hour', [3.278, 3.279, 3.28, 3.281], undefined, '3.278 3.279 3.280 3.281'],
    ['values from 0', [0, 0.5, 1, 1.5], undefined, '0 0.5 1.0 1.5'],
    ['negative values', [-20, -10, 0], undefined, '−20 −10 0'],
    ['large values that are close', [1_234_560, 1_234_570], undefined, '1,234,560 1,234,570'],
    ['large values that are far apart', [0, 1_500_000, 3_000_000], undefined, '0 1.5M 3M'],
    ['huge values', [0, 1e20, 2e20], undefined, '0 1E20 2E20'],
    ['tiny values', [0, 5e-13, 1e-12], undefined, '0 0.5E−12 1.0E−12'],
    ['bytes that are close', [5_368_709_120, 5_368_840_192], 'bytes', '5.00000GiB 5.00012GiB'],
    ['bytes in one scale', [0, 524_288, 1_048_576], 'bytes', '0 0.5MiB 1.0MiB'],
    ['prefixes in one scale', [0, 500, 1_000], 'short', '0 0.5k 1.0k'],
    ['seconds around a minute', [59.6, 59.8, 60, 60.2], 's', '59.6s 59.8s 60.0s 60.2s'],
    ['hours', [0, 3_600, 7_200], 's', '0 1h 2h'],
    ['tenths of a second', [0, 0.1, 0.2], 's', '0 100ms 200ms'],
    ['tenths of a GiB', [0, 0.1, 0.2], 'GiB', '0 0.1GiB 0.2GiB'],
    ['quarters of a GiB', [0, 0.25, 0.5], 'GiB', '0 256MiB 512MiB'],
    ['days that are close', [89.9, 89.95, 90], 'd', '89.90d 89.95d 90.00d'],
    ['percentages below a hundred', [99.992, 99.996, 100], 'percent', '99.992% 99.996% 100.000%'],
    ['ratios', [0, 0.25, 0.5], 'ratio', '0 25% 50%'],
    ['exchange rates', [1.0832, 1.0834], 'USD', '$1.0832 $1.0834'],
    ['money in millions', [0, 5e6, 1e7], 'USD', '0 $5M $10M'],
    ['words', [0, 1], 'up-down', 'Down Up'],
    ['a value that no word stands for', [0, 0.5, 1], 'up-down', 'Down 0.5 Up'],
    ['a single value', [1_234.5678], undefined, '1,234.6'],
  ])('formats %s', (_name, values, unit, expected) => {
    expect(labels(values, unit)).toBe(expected);
  });

  it('uses compact notation for millions only in languages that group by thousands', () => {
    expect(labels([1e6, 2e6], undefined, 'de-DE').replaceAll('\u00a0', ' ')).toBe('1 Mio. 2 Mio.');
    expect(labels([1e6, 2e6], undefined, 'ja-JP')).toBe('1,000,000 2,000,000');
  });

  const unit = fc.constantFrom(
    ...[
      undefined,
      'ratio',
      'percent',
      'bytes',
      'GiB',
      'short',
      'ms',
      'd',
      'EUR',
      'JPY',
      'celsius',
      'on-off',
      'W',
      'si:m',
    ],
  );
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

  it('never gives two values the same label', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(finite, { minLength: 1, maxLength: 12, comparator: (a, b) => a === b }),
        unit,
        (values, name) => {
          const written = formatAxisValues(values, { unit: name, locale: 'en-US' });
          expect(new Set(written).size).toBe(values.length);
          expect(written.join(' ')).not.toMatch(/NaN|∞|undefined/);
        },
      ),
      {
        examples: [
          [[0.3, 0.1 + 0.2], 'ratio'],
          [[Number.MIN_VALUE, Number.MAX_VALUE], undefined],
          [[-Number.MIN_VALUE], undefined],
          [[-Number.MIN_VALUE, Number.MIN_VALUE], 'short'],
        ],
      },
    );
  });

  it('distinguishes adjacent doubles', () => {
    fc.assert(
      fc.property(finite, unit, (value, name) => {
        const bits = new DataView(new ArrayBuffer(8));
        bits.setFloat64(0, value);
        bits.setBigInt64(0, bits.getBigInt64(0) + 1n);
        const next = bits.getFloat64(0);
        fc.pre(Number.isFinite(next) && next !== value);
        const [one, other] = formatAxisValues([value, next], { unit: name, locale: 'en-US' });
        expect(one).not.toBe(other);
      }),
    );
  });
});

const compact = (text: string): string => text.replaceAll('\u202f', '');

describe('formatAxisReading', () => {
  it('has enough digits to distinguish a value from the next label of the axis', () => {
    const write = (value: number, step: number, unit?: string): string =>
      compact(formatAxisReading(value, { unit, locale: 'en-US' }, { step }));
    expect(write(1_234_567, 10)).toBe('1,234,567');
    expect(write(60.1, 0.2, 's')).toBe('60.1s');
    expect(write(5_368_809_120, 131_072, 'bytes')).toBe('5.00009GiB');
  });

  it('formats a value as usual if the axis has no more digits', () => {
    const format = { unit: 'ms', locale: 'en-US' };
    expect(formatAxisReading(3.2, format, { step: 1_000 })).toBe(formatValue(3.2, format));
    expect(formatAxisReading(3.14159, { decimals: 1, locale: 'en-US' }, { step: 0.001 })).toBe('3.1');
  });

  it.each<[string, number[], number, object, string]>([
    ['milliseconds beside seconds', [0, 500, 1_000], 184, { unit: 'ms' }, '0.184s'],
    ['minutes and seconds beside minutes', [0, 60, 120], 131, { unit: 's' }, '2.18min'],
    ['KiB beside MiB', [0, 524_288, 1_048_576], 262_144, { unit: 'bytes' }, '0.25MiB'],
    ['what decimals would hide', [0, 500, 1_000], 184, { unit: 'ms', decimals: 0 }, '0.18s'],
    [
      'a value just below a threshold',
      [0, 500, 1_000],
      199.9996,
      { unit: 'ms', boundaries: [{ at: 200, reached: 'above' }] },
      '0.1999996s',
    ],
    ['negative values', [-2_000, 0, 2_000], -500, { unit: 'W' }, '−0.5kW'],
  ])('formats %s in the scale of the axis', (_name, ticks, value, options, expected) => {
    const format = { ...options, locale: 'en-US' };
    const reading = { step: 100, scale: axisScaleOf(ticks, format) };
    expect(compact(formatAxisReading(value, format, reading))).toBe(expected);
  });
});

describe('axisScaleOf', () => {
  it('returns the scale of the labels of an axis', () => {
    const unit = fc.constantFrom('ns', 'ms', 's', 'min', 'd', 'bytes', 'MiB', 'bps', 'short', 'W', 'si:m');
    const symbolOf = (text: string): string => text.split('\u202f')[1] ?? '';
    fc.assert(
      fc.property(
        unit,
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        (name, step, count) => {
          const format = { unit: name, locale: 'en-US' };
          const ticks = Array.from({ length: count }, (_, index) => (index + 1) * step);
          const scale = axisScaleOf(ticks, format);
          const labels = formatAxisValues(ticks, format).filter((label) => !label.includes('E'));
          for (const label of labels) {
            expect(symbolOf(label)).toBe(symbolOf(formatInScale(step, format, scale ?? { divisor: NaN, symbol: '?' })));
          }
        },
      ),
    );
  });

  it('returns undefined for units that are not scaled', () => {
    expect(['percent', 'EUR', undefined, 'celsius', 'on-off'].map((unit) => axisScaleOf([0, 1], { unit }))).toEqual(
      Array(5).fill(undefined),
    );
  });
});
