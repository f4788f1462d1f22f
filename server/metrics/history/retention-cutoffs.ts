import type { Settings } from '../../config/settings.js';
import { msToUs } from '../../common/time/timestamps.js';
import { floorToMultiple, type RetentionCutoffs, ROLLUP_LEVELS, WINDOW_US } from './rollup-levels.js';

export type Retentions = Pick<Settings, 'retentionMs' | 'retention1mMs' | 'retention10mMs' | 'retention1hMs'>;

/**
 * Returns how long raw points and each level are kept, in ms. Unlimited is Infinity. No level is kept for less time than a
 * finer one.
 */
export function retentionsOf({ retentionMs, retention1mMs, retention10mMs, retention1hMs }: Retentions): number[] {
  let longest = 0;
  return [retentionMs, retention1mMs, retention10mMs, retention1hMs].map((ms, index) => {
    longest = Math.max(longest, index > 0 && ms === 0 ? Infinity : ms);
    return longest;
  });
}

/** Returns how long history is kept in any form, in ms. Unlimited is Infinity. */
export function longestRetention(retentions: Retentions): number {
  return Math.max(...retentionsOf(retentions));
}

/**
 * Returns the cutoffs that the configured retentions require now, rounded to whole windows and rows. They never move back.
 * @param sealedUs everything before it (microseconds) is sealed. Later raw points have no rollups yet, so they are kept.
 */
export function applyRetention(
  cutoffs: RetentionCutoffs,
  retentions: Retentions,
  nowMs: number,
  sealedUs: number,
): RetentionCutoffs {
  const [raw, ...levels] = retentionsOf(retentions).map((ms) => msToUs(nowMs) - msToUs(ms));
  return {
    raw: Math.max(cutoffs.raw, Math.min(floorToMultiple(raw as number, WINDOW_US), sealedUs)),
    levels: ROLLUP_LEVELS.map(({ spanUs }, index) =>
      Math.max(
        cutoffs.levels[index] as number,
        levels[index] === -Infinity ? 0 : floorToMultiple(levels[index] as number, spanUs),
      ),
    ),
  };
}

/**
 * Replaces cutoffs in the future: the clock was ahead when they were set.
 * @param byAge the cutoffs that the retentions alone require
 * @returns undefined if no cutoff is in the future
 */
export function withoutFutureCutoffs(
  cutoffs: RetentionCutoffs,
  byAge: RetentionCutoffs,
  nowMs: number,
): RetentionCutoffs | undefined {
  const nowUs = msToUs(nowMs);
  if (cutoffs.raw <= nowUs && cutoffs.levels.every((cutoff) => cutoff <= nowUs)) return undefined;
  const notInFuture = (cutoff: number, cutoffByAge: number): number => (cutoff > nowUs ? cutoffByAge : cutoff);
  return {
    raw: notInFuture(cutoffs.raw, byAge.raw),
    levels: cutoffs.levels.map((cutoff, index) => notInFuture(cutoff, byAge.levels[index] as number)),
  };
}

/** The fraction of a level's history that one step of the size limit deletes. */
const SIZE_LIMIT_SLICE = 0.1;

/**
 * Advances the cutoffs by one step, because the data exceeds the size limit: deletes the oldest raw points or, if only the
 * newest are left, the oldest rows of the finest level that has any.
 *
 * @param oldest the oldest time of the raw points and of each level; undefined where there is no data
 * @param sealedUs everything before it (microseconds) is sealed
 * @returns undefined if nothing more can be deleted
 */
export function applySizeLimit(
  cutoffs: RetentionCutoffs,
  oldest: readonly (number | undefined)[],
  sealedUs: number,
): RetentionCutoffs | undefined {
  const since = [cutoffs.raw, ...cutoffs.levels];
  const units = [WINDOW_US, ...ROLLUP_LEVELS.map(({ spanUs }) => spanUs)];
  for (const [index, unit] of units.entries()) {
    const first = oldest[index];
    if (first === undefined) continue;
    const begin = Math.max(first, since[index] as number);
    const wanted = floorToMultiple(begin + (sealedUs - begin) * SIZE_LIMIT_SLICE, unit) + unit;
    // A coarser level is kept at least as long as a finer one, so charts become coarser instead of shorter.
    const limit = index === 0 ? sealedUs : (since[index - 1] as number);
    const next = Math.min(wanted, floorToMultiple(limit, unit));
    if (next <= (since[index] as number)) continue;
    since[index] = next;
    const [raw, ...levels] = since;
    return { raw: raw as number, levels };
  }
  return undefined;
}
