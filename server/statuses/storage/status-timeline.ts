import { type State, WORST_FIRST } from '../../common/states.js';
import type { Run } from './status-runs.js';

/** A time interval with one state, in microseconds. The state is null if it is not known: no report was received, or it was overdue. */
export interface StateInterval {
  readonly from: number;
  readonly to: number;
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
 * Returns contiguous intervals from `from` to `to`. A report is valid until the next one, but no longer than `lifetimeUs`.
 *
 * @param runs all runs of this time, in order; all times are microseconds
 */
export function toIntervals(runs: readonly Run[], from: number, to: number, lifetimeUs: number): StateInterval[] {
  const intervals: StateInterval[] = [];
  let reached = from;
  const add = (state: State | null, until: number, message: string | null): void => {
    const end = Math.min(until, to);
    if (end <= reached) return;
    const last = intervals.at(-1);
    if (last?.state === state) intervals[intervals.length - 1] = { ...last, to: end };
    else intervals.push({ from: reached, to: end, state, message });
    reached = end;
  };
  runs.forEach((run, index) => {
    add(null, run.at, null);
    const next = runs[index + 1]?.at ?? Infinity;
    add(run.state, Math.min(next, run.until + lifetimeUs), run.message);
  });
  add(null, to, null);
  return intervals;
}

/**
 * Computes the uptime: the time without `crit`. Time without a report and the state `unknown` count as neither up nor down, as in
 * Uptime Kuma and Gatus, because a monitor that was off has not seen a failure.
 */
export function computeUptime(intervals: readonly StateInterval[]): Uptime {
  let up = 0;
  let down = 0;
  let all = 0;
  for (const { from, to, state } of intervals) {
    const length = to - from;
    all += length;
    if (state === 'crit') down += length;
    else if (state === 'ok' || state === 'warn') up += length;
  }
  return { uptime: up + down === 0 ? null : percent(up, up + down), known: all === 0 ? 0 : percent(up + down, all) };
}

/** Returns a letter for each of `count` parts of length `step`: the worst state within it, or `-` if no state is known. */
export function toStrip(intervals: readonly StateInterval[], start: number, step: number, count: number): string {
  const worst = new Array<State | undefined>(count);
  for (const { from, to, state } of intervals) {
    if (state === null) continue;
    const first = Math.max(0, Math.floor((from - start) / step));
    const last = Math.min(count - 1, Math.ceil((to - start) / step) - 1);
    for (let part = first; part <= last; part += 1) {
      const current = worst[part];
      if (current === undefined || WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(current)) worst[part] = state;
    }
  }
  return Array.from(worst, (state) => (state === undefined ? NOT_KNOWN : LETTERS[state])).join('');
}

/** Returns the first run of each change of state since `from`. The run before `from` gives the previous state. */
export function stateChanges(runs: readonly Run[], from: number): Run[] {
  return runs.filter(({ at, state }, index) => at >= from && runs[index - 1]?.state !== state);
}

function percent(part: number, whole: number): number {
  return Math.floor((part / whole) * 100 * PRECISION) / PRECISION;
}
