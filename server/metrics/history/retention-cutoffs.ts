import type { Settings } from '../../config/settings.js';
import { msToUs } from '../../common/time/timestamps.js';
import { floorToMultiple, type RetentionCutoffs, ROLLUP_LEVELS, WINDOW_US } from './rollup-levels.js';

export type Retentions = Pick<Settings, 'retentionMs' | 'retention1mMs' | 'retention10mMs' | 'retention1hMs'>;

/**
 * Returns how long raw points and each level are kept. Unlimited is Infinity. No level is kept for less time than a
 * finer one.
 */
export function effectiveRetentionsMs({
  retentionMs,
  retention1mMs,
  retention10mMs,
  retention1hMs,
}: Retentions): number[] {
  let longestMs = 0;
  return [retentionMs, retention1mMs, retention10mMs, retention1hMs].map((ms, index) => {
    longestMs = Math.max(longestMs, index > 0 && ms === 0 ? Infinity : ms);
    return longestMs;
  });
}

/** Returns how long history is kept in any form. Unlimited is Infinity. */
export function longestRetentionMs(retentions: Retentions): number {
  return Math.max(...effectiveRetentionsMs(retentions));
}

/**
 * Returns the cutoffs that the configured retentions require now, rounded to whole windows and rows. They never move back.
 * @param sealedUs everything before it is sealed. Later raw points have no rollups yet, so they are kept.
 */
export function applyRetention(
  cutoffs: RetentionCutoffs,
  retentions: Retentions,
  nowMs: number,
  sealedUs: number,
): RetentionCutoffs {
  const [rawUs, ...levelCutoffsUs] = effectiveRetentionsMs(retentions).map((ms) => msToUs(nowMs) - msToUs(ms));
  return {
    rawUs: Math.max(cutoffs.rawUs, Math.min(floorToMultiple(rawUs as number, WINDOW_US), sealedUs)),
    levelCutoffsUs: ROLLUP_LEVELS.map(({ spanUs }, index) =>
      Math.max(
        cutoffs.levelCutoffsUs[index] as number,
        levelCutoffsUs[index] === -Infinity ? 0 : floorToMultiple(levelCutoffsUs[index] as number, spanUs),
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
  if (cutoffs.rawUs <= nowUs && cutoffs.levelCutoffsUs.every((cutoffUs) => cutoffUs <= nowUs)) return undefined;
  const notInFuture = (cutoffUs: number, cutoffByAgeUs: number): number =>
    cutoffUs > nowUs ? cutoffByAgeUs : cutoffUs;
  return {
    rawUs: notInFuture(cutoffs.rawUs, byAge.rawUs),
    levelCutoffsUs: cutoffs.levelCutoffsUs.map((cutoffUs, index) =>
      notInFuture(cutoffUs, byAge.levelCutoffsUs[index] as number),
    ),
  };
}

/** The fraction of a level's history that one step of the size limit deletes. */
const SIZE_LIMIT_SLICE = 0.1;

/**
 * Advances the cutoffs by one step, because the data exceeds the size limit: deletes the oldest raw points or, if only the
 * newest are left, the oldest rows of the finest level that has any.
 *
 * @param oldestUs the oldest time of the raw points and of each level; undefined where there is no data
 * @param sealedUs everything before it is sealed
 * @returns undefined if nothing more can be deleted
 */
export function applySizeLimit(
  cutoffs: RetentionCutoffs,
  oldestUs: readonly (number | undefined)[],
  sealedUs: number,
): RetentionCutoffs | undefined {
  const cutoffsUs = [cutoffs.rawUs, ...cutoffs.levelCutoffsUs];
  const unitsUs = [WINDOW_US, ...ROLLUP_LEVELS.map(({ spanUs }) => spanUs)];
  for (const [index, unitUs] of unitsUs.entries()) {
    const firstUs = oldestUs[index];
    if (firstUs === undefined) continue;
    const beginUs = Math.max(firstUs, cutoffsUs[index] as number);
    const wantedUs = floorToMultiple(beginUs + (sealedUs - beginUs) * SIZE_LIMIT_SLICE, unitUs) + unitUs;
    // A coarser level is kept at least as long as a finer one, so charts become coarser instead of shorter.
    const limitUs = index === 0 ? sealedUs : (cutoffsUs[index - 1] as number);
    const nextUs = Math.min(wantedUs, floorToMultiple(limitUs, unitUs));
    if (nextUs <= (cutoffsUs[index] as number)) continue;
    cutoffsUs[index] = nextUs;
    const [rawUs, ...levelCutoffsUs] = cutoffsUs;
    return { rawUs: rawUs as number, levelCutoffsUs };
  }
  return undefined;
}
