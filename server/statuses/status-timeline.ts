import { type State, WORST_FIRST } from '../common/states.js';
import type { Run } from './status-runs.js';

/** A part of time in one state, in microseconds. Null: nothing is known of it, for no report came or the next was overdue. */
export interface StateInterval {
  readonly from: number;
  readonly to: number;
  readonly state: State | null;
  /** Of the report that it began with. */
  readonly message: string | null;
}

/** How much of a part of time was how. */
export interface Uptime {
  /** Per cent of what is known: not `crit`. Null where nothing is. Never 100 after the shortest failure. */
  readonly uptime: number | null;
  /** Per cent of the time: neither silent nor `unknown`. */
  readonly known: number;
}

/** A part of time that does not stand still is answered the same until this much of it, in per cent, has changed. */
const PRECISION = 1_000;

/** States in a strip: a letter each, and what there is where nothing is known. */
const LETTERS: Readonly<Record<State, string>> = { ok: 'o', warn: 'w', crit: 'c', unknown: 'u' };
const NOTHING = '-';

/**
 * The time from `from` to `to` without a gap. A report stands until the next one, but no longer than `patience` after it.
 *
 * @param runs in their order; all that tell of this time. All in microseconds.
 */
export function toIntervals(runs: readonly Run[], from: number, to: number, patience: number): StateInterval[] {
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
    add(run.state, Math.min(next, run.until + patience), run.message);
  });
  add(null, to, null);
  return intervals;
}

/**
 * Up is what is not `crit`. What nobody knows (silence, and the state `unknown`) counts neither way, as peers do it (Uptime
 * Kuma, Gatus): a monitor that was off has not seen a failure.
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

/** A letter for each part of time, `count` of `step` each: the worst state in it; `-` where nothing is known. */
export function toStrip(intervals: readonly StateInterval[], start: number, step: number, count: number): string {
  const worst = new Array<State | undefined>(count);
  for (const { from, to, state } of intervals) {
    if (state === null) continue;
    const first = Math.max(0, Math.floor((from - start) / step));
    const last = Math.min(count - 1, Math.ceil((to - start) / step) - 1);
    for (let part = first; part <= last; part += 1) {
      const held = worst[part];
      if (held === undefined || WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(held)) worst[part] = state;
    }
  }
  return Array.from(worst, (state) => (state === undefined ? NOTHING : LETTERS[state])).join('');
}

/** Changes of state from `from` on: the first run of each. What state it was in before is told by the run before. */
export function stateChanges(runs: readonly Run[], from: number): Run[] {
  return runs.filter(({ at, state }, index) => at >= from && runs[index - 1]?.state !== state);
}

function percent(part: number, whole: number): number {
  return Math.floor((part / whole) * 100 * PRECISION) / PRECISION;
}
