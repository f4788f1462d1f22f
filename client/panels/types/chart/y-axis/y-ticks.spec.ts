import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { yLabels } from './y-labels';
import { barRange, logRange, sharesOf, yRange, type YRange } from '../../../drawing/y-scale';
import { yTicks } from './y-ticks';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const unit = fc.constantFrom(
  undefined,
  'ratio',
  'percent',
  'bytes',
  'GiB',
  'short',
  'ms',
  's',
  'd',
  'EUR',
  'on-off',
  'si:m',
);
const space = fc.double({ noNaN: true, min: 0.02, max: 2 });
const bounds = fc.record({ min: finite, max: finite }, { requiredKeys: [] });

/** Values that differ in the last digit of a double. */
const neighbors = fc.tuple(finite, fc.integer({ min: 0, max: 9 })).map(([value, steps]): [number, number] => {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(steps));
  const other = bits.getFloat64(0);
  return Number.isFinite(other) ? [value, other] : [value, value];
});
const extent = fc
  .oneof(fc.tuple(finite, finite), neighbors)
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

const EXTREMES: [number, number][] = [
  [0.3, 0.1 + 0.2],
  [2 ** 53, 2 ** 53 + 2],
  [1e6, 1_000_000.0000000001],
  [9_223_372_036_854_771_712, Number('9223372036854775807')],
  [-1e308, 1e308],
  [-Number.MAX_VALUE, Number.MAX_VALUE],
  [1e20, Number.MAX_VALUE],
  [0, Number.MIN_VALUE],
  [-0, 0],
];

const RANGES = [yRange, barRange, logRange];
const example = (
  given: [number, number],
  rangeFor: typeof yRange,
): [[number, number], { min?: number; max?: number }, string | undefined, number, typeof yRange] => [
  given,
  {},
  undefined,
  0.2,
  rangeFor,
];

describe('yTicks', () => {
  const ticks = (min: number, max: number, options: Partial<Parameters<typeof yTicks>[1]> = {}): readonly number[] =>
    yTicks([min, max], { log: false, space: 0.2, ...options });

  it.each<[string, readonly number[], number[]]>([
    ['round values', ticks(0, 104), [0, 25, 50, 75, 100]],
    ['both ends if they are round', ticks(0.1, 0.3), [0.1, 0.15, 0.2, 0.25, 0.3]],
    ['values on both sides of 0', ticks(-30, 30), [-20, 0, 20]],
    ['powers of two of bytes', ticks(0, 9e6, { unit: 'bytes' }), [0, 2 ** 21, 2 ** 22, 3 * 2 ** 21, 2 ** 23]],
    ['whole minutes', ticks(0, 620, { unit: 's' }), [0, 300, 600]],
    ['whole hours, in their unit', ticks(0, 300, { unit: 'min' }), [0, 60, 120, 180, 240, 300]],
    ['whole days', ticks(0, 1e6, { unit: 's' }), [0, 216_000, 432_000, 648_000, 864_000]],
    ['seconds around a minute', ticks(59.5, 60.5, { unit: 's' }), [59.6, 59.8, 60, 60.2, 60.4]],
    ['no and yes, and nothing between', ticks(0, 1.08, { unit: 'on-off' }), [0, 1]],
    ['powers of ten', ticks(1, 1_000, { log: true }), [1, 10, 100, 1_000]],
    ['every third power of ten', ticks(1, 1e12, { log: true }), [1, 1_000, 1e6, 1e9, 1e12]],
    [
      'powers of two of bytes on a logarithmic axis',
      ticks(1_000, 1e9, { log: true, unit: 'bytes' }),
      [2 ** 12, 2 ** 16, 2 ** 20, 2 ** 24, 2 ** 28],
    ],
    ['values between two powers of ten', ticks(20, 80, { log: true }), [20, 40, 60, 80]],
    ['two at least, of a low chart', ticks(0, 54, { space: 0.8 }), [0, 50]],
  ])('returns %s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('returns few ascending ticks within the axis for any data, bounds and unit', () => {
    fc.assert(
      fc.property(
        extent,
        bounds,
        unit,
        space,
        fc.constantFrom(...RANGES),
        ([low, high], requested, name, room, rangeFor) => {
          const log = rangeFor === logRange;
          const range = rangeFor(low, high, requested);
          const [min, max] = range;
          const found = yTicks(range, { unit: name, log, space: room });
          expect(found.length).toBeLessThanOrEqual(3 / room + 3);
          expect(
            found.every(
              (tick, index) => tick >= min && tick <= max && (index === 0 || tick > (found[index - 1] ?? tick)),
            ),
          ).toBe(true);
          const labels = yLabels(range, { format: { unit: name, locale: 'en-US' }, log, space: room });
          expect(new Set(labels.labels).size).toBe(found.length);
          expect(labels.shares.every((share) => share >= -1e-9 && share <= 1 + 1e-9)).toBe(true);
        },
      ),
      { examples: EXTREMES.flatMap((given) => RANGES.map((rangeFor) => example(given, rangeFor))) },
    );
  });

  it.each<[string, YRange, string | undefined, boolean]>([
    ['an upper bound far below the data', yRange(1, 2, { max: -2_116_802_779_591_552.8 }), 'ratio', false],
    [
      'an upper bound below the data, where doubles are whole',
      yRange(1, 2, { max: -8_204_828_858_496_290 }),
      'W',
      false,
    ],
    ['the lowest upper bound', barRange(0, 1, { max: -Number.MAX_VALUE }), undefined, false],
    ['more days than seconds can count', yRange(0, 1e308), 'd', false],
    ['the lowest number in days', barRange(-Number.MAX_VALUE, 0), 'd', false],
    ['the smallest numbers of a logarithm', logRange(0, 1.5e-323, { min: 1e-320 }), 's', true],
    ['the largest lower bound of a logarithm', logRange(1, 2, { min: Number.MAX_VALUE }), undefined, true],
  ])('returns at least two ticks with different labels for %s', (_what, range, name, log) => {
    expect(range[0]).toBeLessThan(range[1]);
    const { labels } = yLabels(range, { format: { unit: name, locale: 'en-US' }, log, space: 0.2 });
    expect(labels.length).toBeGreaterThanOrEqual(2);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.join(' ')).not.toMatch(/NaN|∞/);
  });

  it('returns ticks on a logarithmic axis whose lower bound is above all data', () => {
    const [from, to] = logRange(0, Number.MIN_VALUE, { min: Number.MAX_VALUE });
    expect(from).toBeGreaterThan(0);
    expect(to).toBeGreaterThan(from);
  });

  it('returns at least two ticks, unless values have names', () => {
    fc.assert(
      fc.property(extent, fc.double({ noNaN: true, min: 0.02, max: 0.4 }), ([low, high], room) => {
        expect(yTicks(yRange(low, high), { log: false, space: room }).length).toBeGreaterThanOrEqual(2);
      }),
      { examples: EXTREMES.map((given): [[number, number], number] => [given, 0.4]) },
    );
  });
});

describe('sharesOf', () => {
  it('maps all data into the axis, and never returns NaN', () => {
    fc.assert(
      fc.property(extent, fc.double({ min: 0, max: 1, noNaN: true }), ([low, high], between) => {
        const value = low + (high / 2 - low / 2) * between;
        const share = sharesOf(yRange(low, high), false)(value);
        expect(share >= 0 && share <= 1).toBe(true);
        const place = sharesOf(logRange(low, high), true)(value);
        expect(Number.isNaN(place)).toBe(false);
      }),
      { examples: EXTREMES.map((given): [[number, number], number] => [given, 0.5]) },
    );
  });
});
