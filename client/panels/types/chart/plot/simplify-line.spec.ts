import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simplifyLine, TOLERANCE_PX, type PixelScale } from './simplify-line';

const SCALE: PixelScale = { x: (time) => time / 2, y: (value) => 100 - value };
const thin = (times: number[], values: (number | null)[], scale = SCALE): ReturnType<typeof simplifyLine> =>
  simplifyLine(times, values, [0, times.length - 1], scale);

const rows = fc
  .array(
    fc.record({
      step: fc.integer({ min: 1, max: 20 }),
      value: fc.option(fc.double({ noNaN: true, min: 0, max: 100 }), { nil: null, freq: 5 }),
    }),
    { maxLength: 80 },
  )
  .map((steps) => {
    let time = 0;
    return { times: steps.map(({ step }) => (time += step)), values: steps.map(({ value }) => value) };
  });

describe('simplifyLine', () => {
  it('keeps every point within the tolerance, and both ends', () => {
    fc.assert(
      fc.property(rows, ({ times, values }) => {
        const { xs, ys } = thin(times, values);
        const points = pointsOf(times, values);
        expect([xs[0], xs.at(-1)]).toEqual([points[0]?.x, points.at(-1)?.x]);
        for (const { x, y } of points) {
          const right = xs.findIndex((each) => each >= x);
          const [from = x, to = x] = [xs[right - 1], xs[right]];
          const [end = 0, start = end] = [ys[right], ys[right - 1]];
          const drawn = to === from ? end : start + ((end - start) * (x - from)) / (to - from);
          expect(Math.abs(drawn - y)).toBeLessThan(TOLERANCE_PX + 1e-9);
        }
      }),
    );
  });

  it('returns only points of the line', () => {
    fc.assert(
      fc.property(rows, ({ times, values }) => {
        const { xs, ys } = thin(times, values);
        const given = new Map(pointsOf(times, values).map(({ x, y }) => [x, y]));
        expect(xs.map((x) => given.get(x))).toEqual(ys);
      }),
    );
  });

  it('needs two corners for a straight line, and keeps every peak', () => {
    const times = Array.from({ length: 600 }, (_, row) => row * 10);
    const straight = times.map((time) => time / 100);
    expect(thin(times, straight).xs).toEqual([0, 2_995]);
    const peak = times.map((time) => (time === 3_000 ? 50 : 10));
    expect(thin(times, peak).xs).toEqual([0, 1_495, 1_500, 1_505, 2_995]);
  });

  it('returns far fewer corners than a smooth line has points', () => {
    const times = Array.from({ length: 600 }, (_, row) => row);
    const smooth = times.map((time) => 50 + 40 * Math.sin(time / 20));
    expect(thin(times, smooth).xs.length).toBeLessThan(200);
  });

  it('keeps more corners if the page is zoomed', () => {
    const times = Array.from({ length: 600 }, (_, row) => row);
    const smooth = times.map((time) => 50 + 40 * Math.sin(time / 20));
    const zoomed = thin(times, smooth, { ...SCALE, zoom: 3 }).xs.length;
    expect(zoomed).toBeGreaterThan(thin(times, smooth).xs.length);
  });

  it('is straight where the scale of the plot makes it straight', () => {
    const logarithmic = { ...SCALE, y: (value: number) => 50 * Math.log10(value) };
    expect(thin([0, 10, 20], [1, 10, 100]).xs).toHaveLength(3);
    expect(thin([0, 10, 20], [1, 10, 100], logarithmic).xs).toHaveLength(2);
  });

  it('uses only the requested rows with a value', () => {
    expect(simplifyLine([0, 1, 2, 3, 4], [5, 6, null, 90, 4], [1, 3], SCALE)).toEqual({ xs: [0.5, 1.5], ys: [94, 10] });
    expect(simplifyLine([0], [null], [0, 0], SCALE)).toEqual({ xs: [], ys: [] });
  });
});

function pointsOf(times: number[], values: (number | null)[]): { x: number; y: number }[] {
  return times.flatMap((time, row) => {
    const value = values[row];
    return typeof value === 'number' ? [{ x: SCALE.x(time), y: SCALE.y(value) }] : [];
  });
}
