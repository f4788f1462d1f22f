import { describe, expect, it } from '@jest/globals';
import { NO_CUTOFFS, type RetentionCutoffs, WINDOW_US } from './rollup-levels.js';
import { type Segment, segmentsFor, planSegments } from './segment-plan.js';
import { MINUTE_US, HOUR_US, DAY_US } from '../../common/time/timestamps.js';

/** January 3. Rows of every level begin before and after it. */
const START_US = Date.UTC(2026, 0, 3) * 1_000;

const names = ['raw', '1m', '10m', '1h'];

/** Describes segments by their minutes since `START_US` and the level from which they are read. */
function describeSegments(segments: readonly Segment[]): string[] {
  return segments.map(({ level, fromUs, untilUs, addLatePoints: late }) =>
    [
      `${(fromUs - START_US) / MINUTE_US}-${(untilUs - START_US) / MINUTE_US}`,
      names[level + 1],
      ...(late ? ['late'] : []),
    ].join(' '),
  );
}

describe('planSegments', () => {
  it.each([
    [10_000_000, ['0-1440 raw']],
    [90_000_000, ['0-1440 raw']],
    [3 * MINUTE_US, ['0-1440 1m']],
    [20 * MINUTE_US, ['0-1440 10m']],
    [2 * HOUR_US, ['0-1440 1h']],
  ])('uses the coarsest level whose buckets fit into buckets of %i µs', (step, expected) => {
    expect(describeSegments(planSegments(START_US, START_US + DAY_US, step, NO_CUTOFFS, false))).toEqual(expected);
  });

  it('reads the edges from finer levels', () => {
    const plan = planSegments(
      START_US + 0.5 * MINUTE_US,
      START_US + 3 * HOUR_US + 25 * MINUTE_US + 1,
      Infinity,
      NO_CUTOFFS,
      false,
    );
    expect(describeSegments(plan)).toEqual([
      '0.5-1 raw',
      '1-10 1m',
      '10-60 10m',
      '60-180 1h',
      '180-200 10m',
      '200-205 1m',
      `205-${205 + 1 / MINUTE_US} raw`,
    ]);
  });

  it('reads percentiles from levels with sketches', () => {
    expect(describeSegments(planSegments(START_US, START_US + DAY_US, 3 * MINUTE_US, NO_CUTOFFS, true))).toEqual([
      '0-1440 raw',
    ]);
    expect(describeSegments(planSegments(START_US, START_US + DAY_US, 30 * MINUTE_US, NO_CUTOFFS, true))).toEqual([
      '0-1440 10m',
    ]);
  });

  it('reads from coarser levels what finer ones do not keep, and from raw points what no level keeps', () => {
    const cutoffs: RetentionCutoffs = {
      rawUs: START_US + 18 * HOUR_US,
      levelCutoffsUs: [START_US + 12 * HOUR_US, START_US + 6 * HOUR_US, START_US + 3 * HOUR_US],
    };
    expect(describeSegments(planSegments(START_US, START_US + DAY_US, 10_000_000, cutoffs, false))).toEqual([
      '0-180 raw',
      '180-360 1h',
      '360-720 10m',
      '720-1080 1m',
      '1080-1440 raw',
    ]);
    expect(
      describeSegments(planSegments(START_US + 12 * HOUR_US, START_US + DAY_US, MINUTE_US, cutoffs, true)),
    ).toEqual(['720-1080 10m', '1080-1440 raw']);
  });
});

describe('segmentsFor', () => {
  const plan = planSegments(START_US, START_US + 4 * HOUR_US, HOUR_US, NO_CUTOFFS, false);

  it('returns the same plan for a series without unsealed points', () => {
    expect(segmentsFor(plan, new Float64Array(), NO_CUTOFFS)).toBe(plan);
  });

  it('reads windows with unsealed points from raw points', () => {
    const unsealed = Float64Array.of(START_US + HOUR_US, START_US + 2 * HOUR_US - 1, START_US + 3 * HOUR_US + 5);
    expect(describeSegments(segmentsFor(plan, unsealed, NO_CUTOFFS))).toEqual([
      '0-60 1h',
      '60-120 raw',
      '120-180 1h',
      '180-240 raw',
    ]);
  });

  it('adds late points where the raw points are deleted', () => {
    const cutoffs = { ...NO_CUTOFFS, rawUs: START_US + 2 * WINDOW_US };
    expect(
      describeSegments(segmentsFor(plan, Float64Array.of(START_US + HOUR_US + 1, START_US + 2 * HOUR_US), cutoffs)),
    ).toEqual(['0-60 1h', '60-120 1h late', '120-180 raw', '180-240 1h']);
  });
});
