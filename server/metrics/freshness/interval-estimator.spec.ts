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
/** An interval is three times the usual pause, which is rounded to seconds. */
const ROUNDING = 3 * 0.5 * SECOND;

/** What is inferred, after each arrival, from data that come after each of these pauses, `lag` old. */
function history(pauses: readonly number[], lag = 0, before?: ArrivalHistory): (number | undefined)[] {
  let now = 0;
  let cadence = addArrival(before, -lag, now);
  return pauses.map((pause) => {
    const newestAt = now - lag;
    now += pause;
    cadence = addArrival(cadence, newestAt, now);
    return cadence.inferredMs;
  });
}

function inferredFrom(pauses: readonly number[], lag = 0, before?: ArrivalHistory): number | undefined {
  return history(pauses, lag, before).at(-1);
}

const every = (ms: number, count = SAMPLES): number[] => new Array<number>(count).fill(ms);

/** Pauses of a sender whose every pause is up to a quarter shorter or longer than it should be. */
const jittered = (ms: number, minLength: number, maxLength = 80): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0.75 * ms, max: 1.25 * ms }), { minLength, maxLength });

/** From half a minute, the shortest that is counted in full, to an hour. */
const period = fc.integer({ min: 40 * SECOND, max: 60 * MINUTE }).map((ms) => ms - (ms % 4));

/** The share of senders to whom something happens, of many that differ in their random numbers alone. */
function share(draw: (random: () => number) => number[], happens: (seen: (number | undefined)[]) => boolean): number {
  const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
  return seeds.filter((seed) => happens(history(draw(randomFrom(seed))))).length / seeds.length;
}

/** Numbers from 0 to 1, the same for each seed (mulberry32). */
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
  it('is three times the usual pause', () => {
    expect(inferredFrom(every(MINUTE))).toBe(3 * MINUTE);
    expect(inferredFrom(every(60 * MINUTE))).toBe(180 * MINUTE);
  });

  it('needs 16 arrivals and some minutes', () => {
    expect(inferredFrom(every(MINUTE, SAMPLES - 1))).toBeUndefined();
    expect(inferredFrom(every(SECOND, 400))).toBeUndefined();
    expect(inferredFrom(every(SECOND, 600))).toBe(MINUTE);
  });

  it('allows for data that are old when they come', () => {
    expect(inferredFrom(every(MINUTE), 10 * MINUTE)).toBe(33 * MINUTE);
  });

  it('ends with a silence of more than six hours and is inferred anew afterwards', () => {
    expect(inferredFrom([...every(MINUTE), 7 * 60 * MINUTE])).toBeUndefined();
    expect(inferredFrom([...every(MINUTE), 7 * 60 * MINUTE, ...every(2 * MINUTE)])).toBe(6 * MINUTE);
  });

  it('is kept after one outage and given up after a second one soon afterwards', () => {
    expect(inferredFrom([...every(MINUTE), 60 * MINUTE, MINUTE])).toBe(3 * MINUTE);
    expect(inferredFrom([...every(MINUTE), 60 * MINUTE, ...every(MINUTE, 10), 60 * MINUTE])).toBeUndefined();
  });

  it('ends when data come more slowly, until the new interval is known', () => {
    expect(inferredFrom([...every(MINUTE), ...every(10 * MINUTE, 3)])).toBeUndefined();
    expect(inferredFrom([...every(MINUTE), ...every(10 * MINUTE)])).toBe(30 * MINUTE);
  });

  it('continues where it was before the process restarted', () => {
    expect(inferredFrom([MINUTE], 0, assumeRegularArrivals(3 * MINUTE, -MINUTE))).toBe(3 * MINUTE);
    expect(inferredFrom(every(10 * MINUTE, 3), 0, assumeRegularArrivals(3 * MINUTE, -MINUTE))).toBeUndefined();
  });

  it('is inferred in spite of any jitter of a quarter, and never lost to it', () => {
    fc.assert(
      fc.property(
        period.chain((ms) => fc.tuple(fc.constant(ms), jittered(ms, SAMPLES))),
        ([ms, pauses]) => {
          for (const inferred of history(pauses).slice(SAMPLES - 1)) {
            // Late is what is older than 1.5 times the interval.
            expect(1.5 * (inferred as number)).toBeGreaterThan(1.25 * ms);
            expect(inferred).toBeLessThanOrEqual(3 * 1.25 * ms + ROUNDING);
          }
        },
      ),
    );
  });

  it('is kept over a single pause of any length up to six hours, whenever it comes', () => {
    const life = period.chain((ms) =>
      fc.tuple(jittered(ms, SAMPLES), fc.integer({ min: ms, max: 6 * 60 * MINUTE }), jittered(ms, 1)),
    );
    fc.assert(
      fc.property(life, ([before, pause, after]) => {
        const seen = history([...before, pause, ...after]).slice(SAMPLES - 1);
        expect(seen).not.toContain(undefined);
      }),
    );
  });

  it('follows a change of rhythm', () => {
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

  it('is not inferred from pauses at random, save by a rare accident that soon ends', () => {
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

  it('costs nothing between two arrivals that count', () => {
    const cadence = addArrival(undefined, 0, 0);
    expect(addArrival(cadence, 0, MIN_SPACING_MS - 1)).toBe(cadence);
    expect(addArrival(cadence, 0, MIN_SPACING_MS)).not.toBe(cadence);
  });
});
