/** What is remembered of arrivals, to learn how often news comes. Plain, so that it can be stored. */
export interface Cadence {
  /** When an arrival was counted last, in ms. */
  readonly countedAt: number;
  /** How old the newest of the data had become, in ms, each time that news came; the oldest first. */
  readonly ages: readonly number[];
  /** The promise that they amount to, in ms; undefined while they are few, or follow no rhythm. */
  readonly learntMs?: number | undefined;
}

/** Arrivals that a rhythm is learnt from. Fewer may be somebody who tries things by hand. */
export const SAMPLES = 16;

/** Arrivals closer together are one: learning takes some minutes at least, and costs next to nothing. */
export const SPACING_MS = 30_000;

/** No rhythm is quicker than that, so that no hiccup of a second makes anything late. */
const QUICKEST_MS = 20_000;

/** After a longer silence the rhythm may be another one. */
const LONGEST_MS = 6 * 3_600_000;

/** Ages between half and one and a half of the typical one are in rhythm; so many of the samples need not be. */
const STRAYS = 2;

/** A learnt promise allows as many of the usual periods: nobody gave it, so it must not cry wolf. */
const PERIODS = 3;

/** The promise stays as it is while what is learnt differs by less than this part of it. */
const TOLERANCE = 0.25;

/** How often news is expected of what has come this regularly so far, in ms. */
export function promiseOf(typicalMs: number): number {
  return PERIODS * Math.round(typicalMs / 1_000) * 1_000;
}

/** As if it had come in this rhythm all along: for a promise that was learnt in an earlier life of the process. */
export function cadenceOf(learntMs: number, now: number): Cadence {
  return { countedAt: now, ages: new Array<number>(SAMPLES).fill(learntMs / PERIODS), learntMs };
}

/**
 * The cadence after news came. What counts is how old the data became before it, not the time since the arrival before:
 * so data that always come ten minutes late are as regular as others.
 *
 * @param before the cadence so far; undefined at the first arrival
 * @param newestAt the time of the newest of the data before this arrival, in ms
 */
export function arrived(before: Cadence | undefined, newestAt: number, now: number): Cadence {
  if (!before) return { countedAt: now, ages: [] };
  if (now - before.countedAt < SPACING_MS) return before;
  const age = Math.max(Math.round(now - newestAt), QUICKEST_MS);
  if (age > LONGEST_MS) return { countedAt: now, ages: [] };
  const ages = [...before.ages, age].slice(-SAMPLES);
  return { countedAt: now, ages, learntMs: learn(ages, before.learntMs) };
}

function learn(ages: readonly number[], before: number | undefined): number | undefined {
  if (ages.length < SAMPLES) return undefined;
  const typical = ages.toSorted((a, b) => a - b)[SAMPLES / 2] as number;
  const strays = ages.filter((age) => age < typical / 2 || age > typical * 1.5).length;
  if (strays > STRAYS) return undefined;
  const learnt = promiseOf(typical);
  return before !== undefined && Math.abs(learnt - before) <= TOLERANCE * before ? before : learnt;
}
