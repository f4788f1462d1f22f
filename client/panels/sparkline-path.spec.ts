import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SPARK_HEIGHT, SPARK_WIDTH, sparkPaths } from './sparkline-path';

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

describe('sparkPaths', () => {
  it('goes through the whole width and stays within the height', () => {
    fc.assert(
      fc.property(points, (given) => {
        const corners = [...(sparkPaths(given)?.line ?? '').matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [
          Number(x),
          Number(y),
        ]);
        expect(corners.map(([x]) => x).at(0)).toBe(0);
        expect(corners.map(([x]) => x).at(-1)).toBe(SPARK_WIDTH);
        for (const [, y = NaN] of corners) expect(y >= 0 && y <= SPARK_HEIGHT).toBe(true);
      }),
    );
  });

  it('is drawn where values lie farther apart than numbers reach', () => {
    const [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
    const line = sparkPaths([low, high, 0].map((value, time) => ({ time, value })))?.line;
    expect(line).not.toMatch(/NaN|Infinity/);
  });

  it('draws a value that stands still in the middle', () => {
    expect(
      sparkPaths([
        { time: 0, value: 5 },
        { time: 1, value: 5 },
      ])?.line,
    ).toBe('M0 30L300 30');
  });

  it('draws no more than the eye can tell apart, and every peak', () => {
    const given = Array.from({ length: 6_000 }, (_, time) => ({ time, value: Math.sin(time / 300) }));
    given[1_234] = { time: 1_234, value: 9 };
    const { line = '' } = sparkPaths(given) ?? {};
    expect(line.split('L').length).toBeLessThan(SPARK_WIDTH + 5);
    expect(line).toContain(` 3L`);
  });

  it('draws nothing of a single point', () => {
    expect(sparkPaths([{ time: 0, value: 5 }])).toBeUndefined();
  });
});
