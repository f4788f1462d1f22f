import {
  ceilToMultiple,
  floorToMultiple,
  type RetentionCutoffs,
  type RollupLevel,
  ROLLUP_LEVELS,
  WINDOW_US,
} from './rollup-levels.js';

/** A part of a time span, and the level that it is read from: the index of a rollup level, or -1 for raw points. */
export interface Segment {
  readonly level: number;
  readonly fromUs: number;
  /** The exclusive end. A rollup bucket belongs to the segment that contains its start. */
  readonly untilUs: number;
  /** Points arrived after the raw points of this time were deleted. They must be added to the rollups. */
  readonly addLatePoints?: true;
}

export const RAW_LEVEL = -1;

/**
 * Plans where to read each part of a time span from: the inside from the coarsest level whose buckets fit, the edges from
 * finer levels, and what a level no longer keeps from the next coarser one.
 *
 * @param stepUs the alignment of the requested buckets, which no rollup bucket may cross; Infinity for a single bucket
 * @param needsSketches whether only levels with sketches can be used
 */
export function planSegments(
  fromUs: number,
  untilUs: number,
  stepUs: number,
  cutoffs: RetentionCutoffs,
  needsSketches: boolean,
): Segment[] {
  const usable = ROLLUP_LEVELS.flatMap((level, index) => (level.sketches || !needsSketches ? [index] : []));
  const fitting = usable.filter(
    (index) => stepUs === Infinity || stepUs % (ROLLUP_LEVELS[index] as RollupLevel).stepUs === 0,
  );
  return splitByLevel(fromUs, untilUs, fitting).flatMap((segment) => promote(segment, usable, cutoffs));
}

/** Splits a span into the part that the coarsest level covers, and the remainders on both sides for finer levels. */
function splitByLevel(fromUs: number, untilUs: number, levels: readonly number[]): Segment[] {
  if (fromUs >= untilUs) return [];
  const level = levels.at(-1);
  if (level === undefined) return [{ level: RAW_LEVEL, fromUs, untilUs }];
  const finer = levels.slice(0, -1);
  const { stepUs } = ROLLUP_LEVELS[level] as RollupLevel;
  const firstUs = ceilToMultiple(fromUs, stepUs);
  const endUs = floorToMultiple(untilUs, stepUs);
  if (firstUs >= endUs) return splitByLevel(fromUs, untilUs, finer);
  return [
    ...splitByLevel(fromUs, firstUs, finer),
    { level, fromUs: firstUs, untilUs: endUs },
    ...splitByLevel(endUs, untilUs, finer),
  ];
}

/**
 * Moves the part that is older than a level's cutoff to the next coarser level. If no level keeps it, only points that
 * arrived late are left to read.
 */
function promote({ level, fromUs, untilUs }: Segment, usable: readonly number[], cutoffs: RetentionCutoffs): Segment[] {
  const cutoffUs = level === RAW_LEVEL ? cutoffs.rawUs : (cutoffs.levelCutoffsUs[level] as number);
  if (fromUs >= cutoffUs) return [{ level, fromUs, untilUs }];
  const older = { fromUs, untilUs: Math.min(untilUs, cutoffUs) };
  const coarser = usable.find((index) => index > level);
  const promoted: Segment[] =
    coarser === undefined ? [{ level: RAW_LEVEL, ...older }] : promote({ level: coarser, ...older }, usable, cutoffs);
  return untilUs > cutoffUs ? [...promoted, { level, fromUs: cutoffUs, untilUs }] : promoted;
}

/**
 * Adapts a plan to a series with unsealed points. The rollups of their windows do not contain them, so these windows are
 * read from raw points or, where the raw points are deleted, with the unsealed points added.
 *
 * @param unsealedUs times of the unsealed points, ascending
 */
export function segmentsFor(
  plan: readonly Segment[],
  unsealedUs: Float64Array,
  cutoffs: RetentionCutoffs,
): readonly Segment[] {
  const windowStartsUs = findWindowStartsUs(unsealedUs);
  return windowStartsUs.length === 0
    ? plan
    : plan.flatMap((segment) =>
        segment.level === RAW_LEVEL ? [segment] : splitAtWindows(segment, windowStartsUs, cutoffs),
      );
}

/** Returns the starts of the windows that contain ascending times. */
function findWindowStartsUs(timesUs: Float64Array): number[] {
  const startsUs: number[] = [];
  let endUs = -Infinity;
  for (const timeUs of timesUs) {
    if (timeUs < endUs) continue;
    startsUs.push(floorToMultiple(timeUs, WINDOW_US));
    endUs = floorToMultiple(timeUs, WINDOW_US) + WINDOW_US;
  }
  return startsUs;
}

function splitAtWindows(
  { level, fromUs, untilUs }: Segment,
  windowStartsUs: readonly number[],
  cutoffs: RetentionCutoffs,
): Segment[] {
  const segments: Segment[] = [];
  let nextUs = fromUs;
  for (const windowStartUs of windowStartsUs) {
    const firstUs = Math.max(windowStartUs, fromUs);
    const endUs = Math.min(windowStartUs + WINDOW_US, untilUs);
    if (firstUs >= endUs) continue;
    if (nextUs < firstUs) segments.push({ level, fromUs: nextUs, untilUs: firstUs });
    const part = { fromUs: firstUs, untilUs: endUs };
    segments.push(
      windowStartUs >= cutoffs.rawUs ? { level: RAW_LEVEL, ...part } : { level, ...part, addLatePoints: true },
    );
    nextUs = endUs;
  }
  if (nextUs < untilUs) segments.push({ level, fromUs: nextUs, untilUs });
  return segments;
}
