import { ceilTo, floorTo, type RetentionCutoffs, type Level, LEVELS, WINDOW } from './rollup-levels.js';

/** A part of time and where it is read: the index of a level, or -1 for raw points. */
export interface Segment {
  readonly level: number;
  readonly from: number;
  /** The end, not part of it. Microseconds. A cell belongs to the piece that its start lies in. */
  readonly until: number;
  /** Points that came after the raw ones of their time were gone are still to be added to the cells. */
  readonly addLatePoints?: true;
}

export const RAW = -1;

/**
 * Where to read a time span from: each part of it from the coarsest level whose cells fit into it, its edges from finer
 * ones, and what a level does not keep any more from the next coarser one.
 *
 * @param step of buckets, which no cell may cross; Infinity if there is but one
 * @param sketches whether only levels will do that have them
 */
export function planSegments(
  from: number,
  until: number,
  step: number,
  kept: RetentionCutoffs,
  sketches: boolean,
): Segment[] {
  const usable = LEVELS.flatMap((level, index) => (level.sketches || !sketches ? [index] : []));
  const fitting = usable.filter((index) => step === Infinity || step % (LEVELS[index] as Level).step === 0);
  return split(from, until, fitting).flatMap((piece) => promote(piece, usable, kept));
}

/** Cuts a span into the inside of the coarsest level and, on both sides, what is left for the finer ones. */
function split(from: number, until: number, levels: readonly number[]): Segment[] {
  if (from >= until) return [];
  const level = levels.at(-1);
  if (level === undefined) return [{ level: RAW, from, until }];
  const finer = levels.slice(0, -1);
  const { step } = LEVELS[level] as Level;
  const first = ceilTo(from, step);
  const end = floorTo(until, step);
  if (first >= end) return split(from, until, finer);
  return [...split(from, first, finer), { level, from: first, until: end }, ...split(end, until, finer)];
}

/** What is older than its level keeps comes from a coarser level; what none keeps is left to the points that came late. */
function promote({ level, from, until }: Segment, usable: readonly number[], kept: RetentionCutoffs): Segment[] {
  const since = level === RAW ? kept.raw : (kept.levels[level] as number);
  if (from >= since) return [{ level, from, until }];
  const older = { from, until: Math.min(until, since) };
  const coarser = usable.find((index) => index > level);
  const lifted =
    coarser === undefined ? [{ level: RAW, ...older }] : promote({ level: coarser, ...older }, usable, kept);
  return until > since ? [...lifted, { level, from: since, until }] : lifted;
}

/**
 * The pieces for a series with these points still unsealed: their windows' rollups do not know of them, so such windows
 * are read from raw points, or, where these are gone, with the points added.
 *
 * @param unsealed their times, rising
 */
export function segmentsFor(
  plan: readonly Segment[],
  unsealed: Float64Array,
  kept: RetentionCutoffs,
): readonly Segment[] {
  const windows = windowsOf(unsealed);
  return windows.length === 0
    ? plan
    : plan.flatMap((piece) => (piece.level === RAW ? [piece] : splitAtWindows(piece, windows, kept)));
}

/** The windows that rising times lie in. */
function windowsOf(times: Float64Array): number[] {
  const windows: number[] = [];
  let end = -Infinity;
  for (const time of times) {
    if (time < end) continue;
    windows.push(floorTo(time, WINDOW));
    end = floorTo(time, WINDOW) + WINDOW;
  }
  return windows;
}

function splitAtWindows(
  { level, from, until }: Segment,
  windows: readonly number[],
  kept: RetentionCutoffs,
): Segment[] {
  const pieces: Segment[] = [];
  let next = from;
  for (const window of windows) {
    const first = Math.max(window, from);
    const end = Math.min(window + WINDOW, until);
    if (first >= end) continue;
    if (next < first) pieces.push({ level, from: next, until: first });
    const part = { from: first, until: end };
    pieces.push(window >= kept.raw ? { level: RAW, ...part } : { level, ...part, addLatePoints: true });
    next = end;
  }
  if (next < until) pieces.push({ level, from: next, until });
  return pieces;
}
