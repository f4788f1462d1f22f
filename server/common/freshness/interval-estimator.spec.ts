import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addArrival,
  type ArrivalHistory,
  assumeRegularArrivals,
  SAMPLES,
  MIN_SPACING_MS,
} from './interval-estimator.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The inferred interval is three times the typical pause, which is rounded to seconds. */
const ROUNDING = 3 * 0.5 * SECOND;

/** Returns the interval inferred after each arrival, for data that arrives after each of these pauses and is `lag` old. */
function inferences(pauses: readonly number[], lag = 0, before?: ArrivalHistory): (number | undefined)[] {
  let now = 0;
  let history = addArrival(before, -lag, now);
  return pauses.map((pause) => {
    const newestAt = now - lag;
    now += pause;
    history = addArrival(history, newestAt, now);
    return history.inferredMs;
  });
}

function inferredFrom(pauses: readonly number[], lag = 0, before?: ArrivalHistory): number | undefined {
  return inferences(pauses, lag, before).at(-1);
}

const every = (ms: number, count = SAMPLES): number[] => new Array<number>(count).fill(ms);

/** Pauses that are up to a quarter shorter or longer than the period. */
const jittered = (ms: number, minLength: number, maxLength = 80): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0.75 * ms, max: 1.25 * ms }), { minLength, maxLength });

/** From 40 s, above the minimum spacing even with jitter, to an hour. */
const period = fc.integer({ min: 40 * SECOND, max: 60 * MINUTE }).map((ms) => ms - (ms % 4));

/** Returns the fraction of random senders whose inferences match. */
function share(
  draw: (random: () => number) => number[],
  matches: (inferred: (number | undefined)[]) => boolean,
): number {
  const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
  return seeds.filter((seed) => matches(inferences(draw(randomFrom(seed))))).length / seeds.length;
}

/** Returns a generator of numbers from 0 to 1, reproducible by its seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const exponential = (random: () => number, mean: number): number => -Math.log(1 - random()) * mean;

describe('an inferred interval', () => {
  it('is three times the typical pause', () => {
    expect(inferredFrom(every(MINUTE))).toBe(3 * MINUTE);
    expect(inferredFrom(every(60 * MINUTE))).toBe(180 * MINUTE);
  });

  it('needs 16 arrivals and some minutes', () => {
    expect(inferredFrom(every(MINUTE, SAMPLES - 1))).toBeUndefined();
    expect(inferredFrom(every(SECOND, 400))).toBeUndefined();
    expect(inferredFrom(every(SECOND, 600))).toBe(MINUTE);
  });

  it('allows for data that is old when it arrives', () => {
    expect(inferredFrom(every(MINUTE), 10 * MINUTE)).toBe(33 * MINUTE);
  });

  it('ends after a silence of more than six hours and is inferred again afterwards', () => {
    expect(inferredFrom([...every(MINUTE), 7 * 60 * MINUTE])).toBeUndefined();
    expect(inferredFrom([...every(MINUTE), 7 * 60 * MINUTE, ...every(2 * MINUTE)])).toBe(6 * MINUTE);
  });

  it('continues after one outage and ends after a second one soon afterwards', () => {
    expect(inferredFrom([...every(MINUTE), 60 * MINUTE, MINUTE])).toBe(3 * MINUTE);
    expect(inferredFrom([...every(MINUTE), 60 * MINUTE, ...every(MINUTE, 10), 60 * MINUTE])).toBeUndefined();
  });

  it('ends when data arrives more slowly, until the new interval is known', () => {
    expect(inferredFrom([...every(MINUTE), ...every(10 * MINUTE, 3)])).toBeUndefined();
    expect(inferredFrom([...every(MINUTE), ...every(10 * MINUTE)])).toBe(30 * MINUTE);
  });

  it('continues where it was before the process restarted', () => {
    expect(inferredFrom([MINUTE], 0, assumeRegularArrivals(3 * MINUTE, -MINUTE))).toBe(3 * MINUTE);
    expect(inferredFrom(every(10 * MINUTE, 3), 0, assumeRegularArrivals(3 * MINUTE, -MINUTE))).toBeUndefined();
  });

  it('is inferred despite a jitter of a quarter, and does not end because of it', () => {
    fc.assert(
      fc.property(
        period.chain((ms) => fc.tuple(fc.constant(ms), jittered(ms, SAMPLES))),
        ([ms, pauses]) => {
          for (const inferred of inferences(pauses).slice(SAMPLES - 1)) {
            // Data is late when it is older than 1.5 times the interval.
            expect(1.5 * (inferred as number)).toBeGreaterThan(1.25 * ms);
            expect(inferred).toBeLessThanOrEqual(3 * 1.25 * ms + ROUNDING);
          }
        },
      ),
    );
  });

  it('continues after a single pause of up to six hours at any time', () => {
    const pauses = period.chain((ms) =>
      fc.tuple(jittered(ms, SAMPLES), fc.integer({ min: ms, max: 6 * 60 * MINUTE }), jittered(ms, 1)),
    );
    fc.assert(
      fc.property(pauses, ([before, pause, after]) => {
        const seen = inferences([...before, pause, ...after]).slice(SAMPLES - 1);
        expect(seen).not.toContain(undefined);
      }),
    );
  });

  it('follows a change of the period', () => {
    const change = fc
      .tuple(period, period)
      .filter(([from, to]) => Math.max(from / to, to / from) > 2)
      .chain(([from, to]) => fc.tuple(jittered(from, 2 * SAMPLES), jittered(to, 2 * SAMPLES), fc.constant(to)));
    fc.assert(
      fc.property(change, ([before, after, to]) => {
        const inferred = inferredFrom([...before, ...after]) as number;
        expect(inferred).toBeGreaterThanOrEqual(3 * 0.75 * to - ROUNDING);
        expect(inferred).toBeLessThanOrEqual(3 * 1.25 * to + ROUNDING);
      }),
    );
  });

  it('is almost never inferred from random pauses, and soon ends if it is', () => {
    for (const mean of [20 * SECOND, 30 * SECOND, 2 * MINUTE, 30 * MINUTE]) {
      const pauses = (random: () => number): number[] => Array.from({ length: 200 }, () => exponential(random, mean));
      expect(share(pauses, (seen) => seen.some((inferred) => inferred !== undefined))).toBeLessThan(0.01);
      expect(share(pauses, (seen) => seen.at(-1) !== undefined)).toBeLessThan(0.005);
    }
  });

  it('is not inferred from bursts', () => {
    for (const spacing of [5 * SECOND, 30 * SECOND, 5 * MINUTE]) {
      const bursts = (random: () => number): number[] =>
        Array.from({ length: 40 }, () => {
          const burst = every(spacing, 1 + Math.floor(10 * random() * Math.max(1, MIN_SPACING_MS / spacing)));
          return [...burst, 10 * spacing + exponential(random, 20 * spacing)];
        }).flat();
      expect(share(bursts, (seen) => seen.some((inferred) => inferred !== undefined))).toBeLessThan(0.01);
    }
  });

  it('stays the same object between two arrivals that count', () => {
    const history = addArrival(undefined, 0, 0);
    expect(addArrival(history, 0, MIN_SPACING_MS - 1)).toBe(history);
    expect(addArrival(history, 0, MIN_SPACING_MS)).not.toBe(history);
  });
});
