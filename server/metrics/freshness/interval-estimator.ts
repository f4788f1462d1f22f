/** What is remembered of arrivals, to infer how often new data comes. Plain, so that it can be stored. */
export interface ArrivalHistory {
  /** When an arrival was counted last, in ms. */
  readonly countedAt: number;
  /** How old the newest data had become, in ms, each time that new data came; the oldest first, at most `MEMORY`. */
  readonly ages: readonly number[];
  /** The interval that is inferred from them, in ms; undefined while they are few, or irregular. */
  readonly inferredMs?: number | undefined;
}

/** Arrivals that an interval is inferred from. Fewer may come from manual tests. */
export const SAMPLES = 16;

/** Arrivals that are remembered: pauses are looked for in all of them, so that what pauses again and again is known. */
const MAX_AGES = 2 * SAMPLES;

/** Arrivals closer together are one: inferring takes some minutes at least, and costs next to nothing. */
export const MIN_SPACING_MS = 30_000;

/** Ages below this are the same: a second more or less says nothing about how regular a sender is. */
const MIN_AGE_MS = 5_000;

/** What comes more often is expected this often, so that no hiccup of a second makes anything late. */
const MIN_PERIOD_MS = 20_000;

/** After a longer silence the interval may be another one. */
const MAX_AGE_MS = 6 * 3_600_000;

/**
 * Ages are regular where the greatest is at most so many times the least: a jitter of a third to both sides. Of what comes
 * at random (a Poisson process) no such band holds more than a quarter.
 */
const BAND_RATIO = 2;

/** So many of the samples may lie outside of the band when an interval is inferred. */
const MAX_OUTLIERS = 1;

/** An inferred interval is kept while at least so many of the samples lie in one band, even if none could be inferred now. */
const MIN_REGULAR_SAMPLES = SAMPLES / 2;

/** An inferred interval is so many of the usual periods: nobody set it, so false alarms must be rare. */
const PERIODS = 3;

/** The interval stays as it is while what is inferred differs by less than this part of it. */
const TOLERANCE = 0.25;

/** How often new data is expected of what has come this regularly so far, in ms. */
export function expectedIntervalMs(typicalMs: number): number {
  return PERIODS * Math.max(Math.round(typicalMs / 1_000) * 1_000, MIN_PERIOD_MS);
}

/** As if data had come this regularly all along: for an interval that was inferred before the process was restarted. */
export function assumeRegularArrivals(inferredMs: number, now: number): ArrivalHistory {
  return { countedAt: now, ages: new Array<number>(SAMPLES).fill(inferredMs / PERIODS), inferredMs: inferredMs };
}

/**
 * The cadence after new data came. What counts is how old the data became before it, not the time since the arrival before:
 * so data that always come ten minutes late are as regular as others.
 *
 * @param before the cadence so far; undefined at the first arrival
 * @param newestAt the time of the newest data before this arrival, in ms
 */
export function addArrival(before: ArrivalHistory | undefined, newestAt: number, now: number): ArrivalHistory {
  if (!before) return { countedAt: now, ages: [] };
  if (now - before.countedAt < MIN_SPACING_MS) return before;
  const age = Math.max(Math.round(now - newestAt), MIN_AGE_MS);
  if (age > MAX_AGE_MS) return { countedAt: now, ages: [] };
  const ages = [...before.ages, age].slice(-MAX_AGES);
  return { countedAt: now, ages, inferredMs: inferInterval(ages, before.inferredMs) };
}

function inferInterval(ages: readonly number[], before: number | undefined): number | undefined {
  const recent = ages.slice(-SAMPLES);
  if (recent.length < SAMPLES) return undefined;
  const regular = largestBand(recent);
  const kept = before !== undefined && stillHolds(before, ages, recent, regular.length) ? before : undefined;
  const typical = regular[regular.length >> 1] as number;
  // One pause may have been an outage. Without an interval so far, there must be none.
  const allowed = kept === undefined ? 0 : 1;
  if (regular.length < SAMPLES - MAX_OUTLIERS || countPauses(ages, PERIODS * typical) > allowed) return kept;
  const inferred = expectedIntervalMs(typical);
  return kept !== undefined && Math.abs(inferred - kept) <= TOLERANCE * kept ? kept : inferred;
}

/** An inferred interval outlives jitter and an outage. It ends with a slower rhythm, with a second pause, and without any rhythm. */
function stillHolds(interval: number, ages: readonly number[], recent: readonly number[], regular: number): boolean {
  const longer = recent.filter((age) => age > interval).length;
  return longer <= MAX_OUTLIERS && regular >= MIN_REGULAR_SAMPLES && countPauses(ages, interval) <= 1;
}

/** How often data failed to come within the interval. Ages beyond it one after another are one pause, or a former rhythm. */
function countPauses(ages: readonly number[], interval: number): number {
  return ages.filter((age, index) => age > interval && !((ages[index - 1] ?? 0) > interval)).length;
}

/** The most ages that differ by no more than the band's ratio, in ascending order. */
function largestBand(ages: readonly number[]): readonly number[] {
  const sorted = ages.toSorted((a, b) => a - b);
  let first = 0;
  let [begin, end] = [0, 0];
  sorted.forEach((age, index) => {
    while ((sorted[first] as number) * BAND_RATIO < age) first += 1;
    if (index + 1 - first > end - begin) [begin, end] = [first, index + 1];
  });
  return sorted.slice(begin, end);
}
