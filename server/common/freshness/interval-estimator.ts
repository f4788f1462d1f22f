import { HOUR_MS } from '../../../wire/duration.js';

/** The remembered arrivals of one series, from which its interval is inferred. A plain object, so that it can be stored. */
export interface ArrivalHistory {
  /** When an arrival was last counted, in ms. */
  readonly countedAt: number;
  /** The age of the newest data, in ms, each time new data arrived; the oldest first, at most `MAX_AGES`. */
  readonly agesMs: readonly number[];
  /** The interval inferred from the ages, in ms; undefined while they are too few or irregular. */
  readonly inferredMs?: number | undefined;
}

/** How many arrivals an interval is inferred from. Manual tests may cause fewer. */
export const SAMPLES = 16;

/** How many arrivals are remembered. All of them are checked for pauses, so that series that pause repeatedly are recognized. */
const MAX_AGES = 2 * SAMPLES;

/** Arrivals that are closer together count as one. So inferring takes some minutes, and most arrivals cost almost nothing. */
export const MIN_SPACING_MS = 30_000;

/** Smaller ages count as this one, because a difference of a second does not show whether a sender is regular. */
const MIN_AGE_MS = 5_000;

/** Shorter periods count as this one, so that a delay of a second does not make data late. */
const MIN_PERIOD_MS = 20_000;

/** After a longer silence, the interval may have changed: the history starts again. */
const MAX_AGE_MS = 6 * HOUR_MS;

/**
 * Ages are regular if the greatest is at most this many times the least, which allows a jitter of one third in both
 * directions. If data arrives at random (a Poisson process), such a band contains at most a quarter of the ages.
 */
const BAND_RATIO = 2;

/** How many samples may be outside of the band when an interval is inferred. */
const MAX_OUTLIERS = 1;

/** An inferred interval stays while at least this many samples are in one band, even if no new interval could be inferred. */
const MIN_REGULAR_SAMPLES = SAMPLES / 2;

/** The inferred interval in periods. No user set it, so false alarms must be rare. */
const PERIODS = 3;

/** The interval is unchanged while the new one differs by less than this fraction. */
const TOLERANCE = 0.25;

/** Returns the expected interval for data with this typical period. Both in ms. */
export function expectedIntervalMs(typicalMs: number): number {
  return PERIODS * Math.max(Math.round(typicalMs / 1_000) * 1_000, MIN_PERIOD_MS);
}

/**
 * Returns a history as if data had always arrived regularly: for an interval that was inferred before a restart.
 * @param inferredMs the interval, in ms
 * @param nowMs the current time, in ms
 */
export function assumeRegularArrivals(inferredMs: number, nowMs: number): ArrivalHistory {
  return { countedAt: nowMs, agesMs: new Array<number>(SAMPLES).fill(inferredMs / PERIODS), inferredMs };
}

/**
 * Returns the history after new data arrived. It counts the age that the data had reached, not the time since the previous
 * arrival, so data that is always ten minutes late is as regular as other data.
 *
 * @param before the history so far; undefined for the first arrival
 * @param newestAtMs the time of the newest data before this arrival, in ms
 * @param nowMs the current time, in ms
 */
export function addArrival(before: ArrivalHistory | undefined, newestAtMs: number, nowMs: number): ArrivalHistory {
  if (!before) return { countedAt: nowMs, agesMs: [] };
  if (nowMs - before.countedAt < MIN_SPACING_MS) return before;
  const ageMs = Math.max(Math.round(nowMs - newestAtMs), MIN_AGE_MS);
  if (ageMs > MAX_AGE_MS) return { countedAt: nowMs, agesMs: [] };
  const agesMs = [...before.agesMs, ageMs].slice(-MAX_AGES);
  return { countedAt: nowMs, agesMs, inferredMs: inferInterval(agesMs, before.inferredMs) };
}

function inferInterval(agesMs: readonly number[], beforeMs: number | undefined): number | undefined {
  const recent = agesMs.slice(-SAMPLES);
  if (recent.length < SAMPLES) return undefined;
  const regular = largestBand(recent);
  const current = beforeMs !== undefined && stillHolds(beforeMs, agesMs, recent, regular.length) ? beforeMs : undefined;
  const typicalMs = regular[regular.length >> 1] as number;
  // One pause may have been an outage. If there is no interval yet, there must be no pause.
  const maxPauses = current === undefined ? 0 : 1;
  if (regular.length < SAMPLES - MAX_OUTLIERS || countPauses(agesMs, PERIODS * typicalMs) > maxPauses) return current;
  const inferredMs = expectedIntervalMs(typicalMs);
  return current !== undefined && Math.abs(inferredMs - current) <= TOLERANCE * current ? current : inferredMs;
}

/**
 * Whether an inferred interval still fits. Jitter and one outage do not invalidate it. Slower or irregular arrivals and a
 * second pause do.
 */
function stillHolds(
  intervalMs: number,
  agesMs: readonly number[],
  recent: readonly number[],
  regularCount: number,
): boolean {
  const longer = recent.filter((ageMs) => ageMs > intervalMs).length;
  return longer <= MAX_OUTLIERS && regularCount >= MIN_REGULAR_SAMPLES && countPauses(agesMs, intervalMs) <= 1;
}

/** How often data did not arrive within the interval. Consecutive longer ages are one pause, or a former period. */
function countPauses(agesMs: readonly number[], intervalMs: number): number {
  return agesMs.filter((ageMs, index) => ageMs > intervalMs && !((agesMs[index - 1] ?? 0) > intervalMs)).length;
}

/** The largest group of ages that differ by at most the band's ratio, in ascending order. */
function largestBand(agesMs: readonly number[]): readonly number[] {
  const sorted = agesMs.toSorted((a, b) => a - b);
  let first = 0;
  let [begin, end] = [0, 0];
  sorted.forEach((ageMs, index) => {
    while ((sorted[first] as number) * BAND_RATIO < ageMs) first += 1;
    if (index + 1 - first > end - begin) [begin, end] = [first, index + 1];
  });
  return sorted.slice(begin, end);
}
