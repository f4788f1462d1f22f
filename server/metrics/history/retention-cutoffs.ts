import type { Settings } from '../../config/settings.js';
import { msToUs } from '../../common/time/timestamps.js';
import { floorTo, type RetentionCutoffs, LEVELS, WINDOW } from './rollup-levels.js';

export type Retentions = Pick<Settings, 'retentionMs' | 'retention1mMs' | 'retention10mMs' | 'retention1hMs'>;

/** How long raw points and each level are kept, in ms: for ever is Infinity, and no level less than a finer one. */
export function retentionsOf({ retentionMs, retention1mMs, retention10mMs, retention1hMs }: Retentions): number[] {
  let longest = 0;
  return [retentionMs, retention1mMs, retention10mMs, retention1hMs].map((ms, index) => {
    longest = Math.max(longest, index > 0 && ms === 0 ? Infinity : ms);
    return longest;
  });
}

/** How long points are kept at all, raw or in a level, in ms: for ever is Infinity. */
export function longestRetention(retentions: Retentions): number {
  return Math.max(...retentionsOf(retentions));
}

/**
 * What is to be kept from now on: what is younger than each level's time, in whole windows and rows.
 * @param sealed everything before it (microseconds) is sealed: raw points after it have no rollups yet, so they stay
 */
export function applyRetention(
  kept: RetentionCutoffs,
  retentions: Retentions,
  nowMs: number,
  sealed: number,
): RetentionCutoffs {
  const [raw, ...levels] = retentionsOf(retentions).map((ms) => msToUs(nowMs) - msToUs(ms));
  return {
    raw: Math.max(kept.raw, Math.min(floorTo(raw as number, WINDOW), sealed)),
    levels: LEVELS.map(({ span }, index) =>
      Math.max(kept.levels[index] as number, levels[index] === -Infinity ? 0 : floorTo(levels[index] as number, span)),
    ),
  };
}

/**
 * What is kept where a level is said to be kept from a time on that is yet to come: the clock was ahead when that was
 * said. Undefined where none is.
 * @param byAge what its age alone would keep.
 */
export function withoutFutureCutoffs(
  kept: RetentionCutoffs,
  byAge: RetentionCutoffs,
  nowMs: number,
): RetentionCutoffs | undefined {
  const now = msToUs(nowMs);
  if (kept.raw <= now && kept.levels.every((since) => since <= now)) return undefined;
  const past = (since: number, aged: number): number => (since > now ? aged : since);
  return {
    raw: past(kept.raw, byAge.raw),
    levels: kept.levels.map((since, index) => past(since, byAge.levels[index] as number)),
  };
}

/** Of what is kept of a level, so much goes at a time. */
const SIZE_LIMIT_SLICE = 0.1;

/**
 * What is to be kept where that takes too much room: less of the raw points, or, where there are none left but the
 * newest, less of the finest level of which there is something. Undefined if nothing more can go.
 *
 * @param oldest when the oldest of the raw points and of each level is from; undefined where there is nothing
 */
export function applySizeLimit(
  kept: RetentionCutoffs,
  oldest: readonly (number | undefined)[],
  sealed: number,
): RetentionCutoffs | undefined {
  const since = [kept.raw, ...kept.levels];
  const units = [WINDOW, ...LEVELS.map(({ span }) => span)];
  for (const [index, unit] of units.entries()) {
    const first = oldest[index];
    if (first === undefined) continue;
    const begin = Math.max(first, since[index] as number);
    const wanted = floorTo(begin + (sealed - begin) * SIZE_LIMIT_SLICE, unit) + unit;
    // A coarser level lasts as long as a finer one, so that what is shown gets coarser and not shorter.
    const limit = index === 0 ? sealed : (since[index - 1] as number);
    const next = Math.min(wanted, floorTo(limit, unit));
    if (next <= (since[index] as number)) continue;
    since[index] = next;
    const [raw, ...levels] = since;
    return { raw: raw as number, levels };
  }
  return undefined;
}
