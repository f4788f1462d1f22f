import { type State, WORST_FIRST } from '../../common/states.js';
import type { Run } from './status-runs.js';

/** A time interval with one state. The state is null if it is not known: no report was received, or it was overdue. */
export interface StateInterval {
  readonly fromUs: number;
  readonly toUs: number;
  readonly state: State | null;
  /** Message of the first report. */
  readonly message: string | null;
}

/** The uptime over a time range. */
export interface Uptime {
  /** Percentage of the known time without `crit`, rounded down, so that any failure makes it less than 100. Null if no time is known. */
  readonly uptime: number | null;
  /** Percentage of the time range in which a state other than `unknown` was reported. */
  readonly known: number;
}

/** Percentages have three decimals, so that the result for a moving time range seldom changes. */
const PRECISION = 1_000;

/** The letter of each state in a strip, and the character for unknown parts. */
const LETTERS: Readonly<Record<State, string>> = { ok: 'o', warn: 'w', crit: 'c', unknown: 'u' };
const NOT_KNOWN = '-';

/**
 * Returns contiguous intervals from `fromUs` to `toUs`. A report is valid until the next one, but no longer than `lifetimeUs`.
 *
 * @param runs all runs of this time, in order
 */
export function toIntervals(runs: readonly Run[], fromUs: number, toUs: number, lifetimeUs: number): StateInterval[] {
  const intervals: StateInterval[] = [];
  let reachedUs = fromUs;
  const add = (state: State | null, untilUs: number, message: string | null): void => {
    const endUs = Math.min(untilUs, toUs);
    if (endUs <= reachedUs) return;
    const last = intervals.at(-1);
    if (last?.state === state) intervals[intervals.length - 1] = { ...last, toUs: endUs };
    else intervals.push({ fromUs: reachedUs, toUs: endUs, state, message });
    reachedUs = endUs;
  };
  runs.forEach((run, index) => {
    add(null, run.atUs, null);
    const nextUs = runs[index + 1]?.atUs ?? Infinity;
    add(run.state, Math.min(nextUs, run.untilUs + lifetimeUs), run.message);
  });
  add(null, toUs, null);
  return intervals;
}

/**
 * Computes the uptime: the time without `crit`. Time without a report and the state `unknown` count as neither up nor down, as in
 * Uptime Kuma and Gatus, because a monitor that was off has not seen a failure.
 */
export function computeUptime(intervals: readonly StateInterval[]): Uptime {
  let upUs = 0;
  let downUs = 0;
  let allUs = 0;
  for (const { fromUs, toUs, state } of intervals) {
    const lengthUs = toUs - fromUs;
    allUs += lengthUs;
    if (state === 'crit') downUs += lengthUs;
    else if (state === 'ok' || state === 'warn') upUs += lengthUs;
  }
  return {
    uptime: upUs + downUs === 0 ? null : percent(upUs, upUs + downUs),
    known: allUs === 0 ? 0 : percent(upUs + downUs, allUs),
  };
}

/** Returns a letter for each of `count` parts of length `stepUs`: the worst state within it, or `-` if no state is known. */
export function toStrip(intervals: readonly StateInterval[], startUs: number, stepUs: number, count: number): string {
  const worst = new Array<State | undefined>(count);
  for (const { fromUs, toUs, state } of intervals) {
    if (state === null) continue;
    const first = Math.max(0, Math.floor((fromUs - startUs) / stepUs));
    const last = Math.min(count - 1, Math.ceil((toUs - startUs) / stepUs) - 1);
    for (let part = first; part <= last; part += 1) {
      const current = worst[part];
      if (current === undefined || WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(current)) worst[part] = state;
    }
  }
  return Array.from(worst, (state) => (state === undefined ? NOT_KNOWN : LETTERS[state])).join('');
}

/** Returns the first run of each change of state since `fromUs`. The run before `fromUs` gives the previous state. */
export function stateChanges(runs: readonly Run[], fromUs: number): Run[] {
  return runs.filter(({ atUs, state }, index) => atUs >= fromUs && runs[index - 1]?.state !== state);
}

function percent(part: number, whole: number): number {
  return Math.floor((part / whole) * 100 * PRECISION) / PRECISION;
}
