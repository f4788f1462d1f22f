import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePoints, encodePoints } from './chunk-codec.js';
import { decodeIntegers, encodeIntegers, MAX_INTEGER } from './integer-column.js';
import { decodeNumbers, encodeNumbers } from './number-column.js';
import { toPoints } from '../points.js';

const START_US = Date.UTC(2026, 0, 1) * 1_000;

const decimals = fc
  .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 12 }))
  .map(([whole, places]) => whole / 10 ** places);
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  decimals,
  fc.constantFrom(0, -0, 1e300, -1e300, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 0.1, 0.1 + 0.2, MAX_INTEGER),
);

function sameNumbers(actual: Float64Array, expected: readonly number[]): boolean {
  return actual.length === expected.length && expected.every((value, index) => Object.is(value, actual[index]));
}

describe('encodeIntegers and encodeNumbers', () => {
  it('decode to the same integers', () => {
    const integer = fc.oneof(
      fc.integer(),
      fc.integer({ min: -9, max: 9 }),
      fc.maxSafeInteger().map((n) => n % MAX_INTEGER),
    );
    fc.assert(
      fc.property(fc.array(integer, { maxLength: 300 }), (values) =>
        sameNumbers(
          decodeIntegers(encodeIntegers(values), values.length),
          values.map((value) => value + 0),
        ),
      ),
    );
  });

  it('decode to exactly the same numbers, including the sign of zero', () => {
    const columns = fc.oneof(fc.array(anyNumber, { maxLength: 200 }), fc.array(decimals, { maxLength: 200 }));
    fc.assert(
      fc.property(columns, (values) =>
        sameNumbers(decodeNumbers(encodeNumbers(Float64Array.from(values)), values.length), values),
      ),
    );
  });

  it('need only a few bytes for constant values and linear growth', () => {
    const count = 1_000;
    expect(encodeNumbers(new Float64Array(count).fill(21.5)).length).toBeLessThan(10);
    expect(encodeIntegers(Array.from({ length: count }, (_, i) => 7 + 3 * i)).length).toBeLessThan(10);
  });

  it('need two bytes per number for slowly changing values with three decimals', () => {
    const values = Float64Array.from(
      { length: 360 },
      (_, i) => Math.round(1_000 * (50 + 40 * Math.sin(i / 9))) / 1_000,
    );
    expect(encodeNumbers(values).length).toBeLessThan(2.05 * values.length);
  });
});

describe('encodePoints', () => {
  it('decodes to the same points', () => {
    const steps = fc.oneof(fc.integer({ min: 1, max: 3_600_000_000 }), fc.constantFrom(10_000_000, 1_000, 250_000));
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, anyNumber), { minLength: 1, maxLength: 200 }), (rows) => {
        let at = START_US;
        const points = toPoints(rows.map(([step, value]) => ({ at: (at += step), value })));
        const read = decodePoints(encodePoints(points));
        return sameNumbers(read.atUs, [...points.atUs]) && sameNumbers(read.value, [...points.value]);
      }),
    );
  });

  it('needs 16 bytes in addition to the values for regular times', () => {
    const rows = Array.from({ length: 360 }, (_, i) => ({ at: START_US + 123_456 + i * 10_000_000, value: 5 }));
    expect(encodePoints(toPoints(rows)).length).toBeLessThan(26);
  });

  it('writes a format that rejects chunks of a later version', () => {
    expect(() => decodePoints(Uint8Array.of(9, 1, 1))).toThrow('format 9');
  });
});
