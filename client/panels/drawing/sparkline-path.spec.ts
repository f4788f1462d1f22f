import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeriesPoint } from '../data/series';
import { SPARKLINE_HEIGHT, SPARKLINE_WIDTH, sparklinePaths, type SparklinePaths } from './sparkline-path';

const points = fc
  .array(
    fc.record({ step: fc.integer({ min: 1, max: 1e6 }), value: fc.double({ noNaN: true, min: -1e9, max: 1e9 }) }),
    {
      minLength: 2,
      maxLength: 50,
    },
  )
  .map((steps) => {
    let time = 0;
    return steps.map(({ step, value }) => ({ time: (time += step), value }));
  });

const end = (given: readonly SeriesPoint[]): number => given.at(-1)?.time ?? 0;
const draw = (given: readonly SeriesPoint[], from = given[0]?.time ?? 0, to = end(given)): SparklinePaths | undefined =>
  sparklinePaths(given, { from, to });
const flat = (...times: number[]): SeriesPoint[] => times.map((time) => ({ time, value: 5 }));

describe('sparklinePaths', () => {
  it('goes from the first to the last point within the window, and stays within the height', () => {
    fc.assert(
      fc.property(points, (given) => {
        const to = end(given);
        const { line = '', dots = '' } = sparklinePaths(given, { from: 0, to }) ?? {};
        const corners = [...`${line}${dots}`.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [
          Number(x),
          Number(y),
        ]);
        const xs = corners.map(([x = NaN]) => x);
        expect(Math.min(...xs)).toBeCloseTo(((given[0]?.time ?? 0) / to) * SPARKLINE_WIDTH, 0);
        expect(Math.max(...xs)).toBe(SPARKLINE_WIDTH);
        for (const [, y = NaN] of corners) expect(y >= 0 && y <= SPARKLINE_HEIGHT).toBe(true);
      }),
    );
  });

  it('draws values whose difference is infinite', () => {
    const [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
    const line = draw([low, high, 0].map((value, time) => ({ time, value })))?.line;
    expect(line).not.toMatch(/NaN|Infinity/);
  });

  it('draws a constant value in the middle', () => {
    expect(draw(flat(0, 1))?.line).toBe('M0 30L300 30');
  });

  it('draws data of a part of the window in that part', () => {
    expect(draw(flat(80, 90), 0, 100)?.line).toBe('M240 30L270 30');
  });

  it('starts at the last point before the window, and draws nothing if all points are before it', () => {
    expect(draw(flat(-300, -100, 50), 0, 100)?.line).toBe('M-300 30L150 30');
    expect(draw(flat(-300, -100), 0, 100)).toBeUndefined();
  });

  it('draws a single point as a dot', () => {
    expect(draw(flat(50), 0, 100)).toEqual({ line: '', area: '', dots: 'M150 30h.1' });
  });

  it('draws values as equal if they differ only in the last digits of a double', () => {
    const alike = [
      [0.3, 0.1 + 0.2],
      [2 ** 53, 2 ** 53 + 2],
      [-1e15, -1e15 - 0.125],
      [5e-324, 1e-323],
    ];
    for (const values of alike) {
      expect(draw(values.map((value, time) => ({ time, value })))?.line).toBe('M0 30L300 30');
    }
  });

  it('draws a dot for points whose line would be too short to see', () => {
    expect(draw(flat(50, 50.4), 0, 100)).toMatchObject({ line: 'M150 30L151.2 30', dots: 'M151.2 30h.1' });
    expect(draw(flat(50, 51), 0, 100)?.dots).toBe('');
  });

  it('draws no line over a gap', () => {
    const given = flat(...[0, 1, 2, 3, 4, 5, 6, 60, 95, 96, 97, 98, 99, 100]);
    expect(draw(given)).toMatchObject({
      line: 'M0 30L3 30L6 30L9 30L12 30L15 30L18 30M285 30L288 30L291 30L294 30L297 30L300 30',
      dots: 'M180 30h.1',
    });
  });

  it('draws a limited number of points, and every peak', () => {
    const given = Array.from({ length: 6_000 }, (_, time) => ({ time, value: Math.sin(time / 300) }));
    given[1_234] = { time: 1_234, value: 9 };
    const { line = '' } = draw(given) ?? {};
    expect(line.split('L').length).toBeLessThan(SPARKLINE_WIDTH + 5);
    expect(line).toContain(` 3L`);
  });
});
