import { describe, expect, it } from '@jest/globals';
import { NO_CUTOFFS, type RetentionCutoffs, WINDOW_US } from './rollup-levels.js';
import { type Segment, segmentsFor, planSegments } from './segment-plan.js';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The third of January: rows of every level begin before and after it. */
const T = Date.UTC(2026, 0, 3) * 1_000;

const names = ['raw', '1m', '10m', '1h'];

/** Pieces in words: minutes since T, and where they are read. */
function inWords(pieces: readonly Segment[]): string[] {
  return pieces.map(({ level, fromUs: from, untilUs: until, addLatePoints: late }) =>
    [`${(from - T) / MINUTE}-${(until - T) / MINUTE}`, names[level + 1], ...(late ? ['late'] : [])].join(' '),
  );
}

describe('planSegments', () => {
  it.each([
    [10_000_000, ['0-1440 raw']],
    [90_000_000, ['0-1440 raw']],
    [3 * MINUTE, ['0-1440 1m']],
    [20 * MINUTE, ['0-1440 10m']],
    [2 * HOUR, ['0-1440 1h']],
  ])('uses the coarsest level whose buckets fit into buckets of %i µs', (step, expected) => {
    expect(inWords(planSegments(T, T + DAY, step, NO_CUTOFFS, false))).toEqual(expected);
  });

  it('reads the edges from finer levels', () => {
    const plan = planSegments(T + 0.5 * MINUTE, T + 3 * HOUR + 25 * MINUTE + 1, Infinity, NO_CUTOFFS, false);
    expect(inWords(plan)).toEqual([
      '0.5-1 raw',
      '1-10 1m',
      '10-60 10m',
      '60-180 1h',
      '180-200 10m',
      '200-205 1m',
      `205-${205 + 1 / MINUTE} raw`,
    ]);
  });

  it('reads percentiles from levels with sketches', () => {
    expect(inWords(planSegments(T, T + DAY, 3 * MINUTE, NO_CUTOFFS, true))).toEqual(['0-1440 raw']);
    expect(inWords(planSegments(T, T + DAY, 30 * MINUTE, NO_CUTOFFS, true))).toEqual(['0-1440 10m']);
  });

  it('reads from coarser levels what finer ones do not keep, and from raw points what no level keeps', () => {
    const kept: RetentionCutoffs = { raw: T + 18 * HOUR, levels: [T + 12 * HOUR, T + 6 * HOUR, T + 3 * HOUR] };
    expect(inWords(planSegments(T, T + DAY, 10_000_000, kept, false))).toEqual([
      '0-180 raw',
      '180-360 1h',
      '360-720 10m',
      '720-1080 1m',
      '1080-1440 raw',
    ]);
    expect(inWords(planSegments(T + 12 * HOUR, T + DAY, MINUTE, kept, true))).toEqual([
      '720-1080 10m',
      '1080-1440 raw',
    ]);
  });
});

describe('segmentsFor', () => {
  const plan = planSegments(T, T + 4 * HOUR, HOUR, NO_CUTOFFS, false);

  it('returns the same plan for a series without unsealed points', () => {
    expect(segmentsFor(plan, new Float64Array(), NO_CUTOFFS)).toBe(plan);
  });

  it('reads windows with unsealed points from raw points', () => {
    const unsealed = Float64Array.of(T + HOUR, T + 2 * HOUR - 1, T + 3 * HOUR + 5);
    expect(inWords(segmentsFor(plan, unsealed, NO_CUTOFFS))).toEqual([
      '0-60 1h',
      '60-120 raw',
      '120-180 1h',
      '180-240 raw',
    ]);
  });

  it('adds late points where the raw points are deleted', () => {
    const kept = { ...NO_CUTOFFS, raw: T + 2 * WINDOW_US };
    expect(inWords(segmentsFor(plan, Float64Array.of(T + HOUR + 1, T + 2 * HOUR), kept))).toEqual([
      '0-60 1h',
      '60-120 1h late',
      '120-180 raw',
      '180-240 1h',
    ]);
  });
});
