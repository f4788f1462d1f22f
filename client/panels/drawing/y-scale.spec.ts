import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { barRange, logRange, yRange } from './y-scale';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('yRange', () => {
  it('starts at 0 if that is near', () => {
    expect(yRange(20, 100)[0]).toBe(0);
    expect(yRange(0, 0)).toEqual([0, 1]);
  });

  it('stays close to values that hardly change', () => {
    const [min, max] = yRange(1013, 1017);
    expect(min).toBeGreaterThan(1010);
    expect(max).toBeLessThan(1020);
  });

  it('keeps the requested bounds', () => {
    expect(yRange(20, 60, { min: 0, max: 100 })).toEqual([0, 100]);
    expect(yRange(20, 60, { min: 10 })[0]).toBe(10);
  });

  it('contains all values, and is never empty', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [min, max] = yRange(low, high);
        expect(min <= low && max >= high && max > min).toBe(true);
      }),
    );
  });

  it('treats values that differ only in their last bits as equal', () => {
    expect(yRange(5, 5)).toEqual([4.6, 5.4]);
    expect(yRange(0.3, 0.1 + 0.2)).toEqual([0.3 - 0.3 * 0.08, expect.closeTo(0.324, 12)]);
  });

  it('keeps bounds in either order, and adds room if they are equal', () => {
    expect(yRange(1, 3, { min: 10, max: 0 })).toEqual([0, 10]);
    expect(yRange(1, 3, { min: 2, max: 2 })[0]).toBe(2);
    expect(yRange(1, 3, { min: 10 })[0]).toBe(10);
    expect(yRange(1, 3, { max: -5 })[1]).toBe(-5);
  });

  it('has finite ends far enough apart for any requested bounds', () => {
    fc.assert(
      fc.property(number, number, number, number, (a, b, min, max) => {
        const [from, to] = yRange(Math.min(a, b), Math.max(a, b), { min, max });
        const size = Math.max(Math.abs(from), Math.abs(to));
        expect(to / 2 - from / 2).toBeGreaterThanOrEqual(size * 2 ** -43);
        expect(to).toBeGreaterThan(from);
        expect([from, to].every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('ranges of other axes', () => {
  it('include 0 for bars', () => {
    expect(barRange(1013, 1017)[0]).toBe(0);
    expect(barRange(-5, -2)[1]).toBe(0);
  });

  it('are finite for huge values', () => {
    const [min, max] = yRange(-Number.MAX_VALUE, Number.MAX_VALUE);
    expect([Number.isFinite(min), Number.isFinite(max), max > min]).toEqual([true, true, true]);
  });

  it('end at powers of ten on logarithmic axes, and never at 0', () => {
    expect(logRange(3, 4200)).toEqual([1, 10_000]);
    expect(logRange(0, 0)).toEqual([1, 10]);
    expect(logRange(-4, 50, { min: 0, max: 60 })).toEqual([1, 60]);
  });
});
