import { usToIso } from '../common/time/timestamps.js';
import type { StatusHistory } from './status-history.worker.js';
import { type ListedStatus, toListedStatus } from './status-row.js';
import type { State } from '../common/states.js';

/** A part of time in one state, as the API tells it. */
export interface ListedInterval {
  readonly from: string;
  readonly to: string;
  /** Null: nothing is known. */
  readonly state: State | null;
  readonly message?: string;
}

/** How a status was over a part of time, as the API tells it. */
export interface ListedHistory extends ListedStatus {
  readonly from: string;
  readonly to: string;
  readonly uptime: number | null;
  readonly known: number;
  readonly intervals: readonly ListedInterval[];
  readonly warning?: string;
}

/** @param window microseconds */
export function toListedHistory(history: StatusHistory, window: { from: number; to: number }): ListedHistory {
  const { status, intervals, count, uptime, known } = history;
  const left = count - intervals.length;
  return {
    ...toListedStatus(status),
    from: usToIso(window.from),
    to: usToIso(window.to),
    uptime,
    known,
    intervals: intervals.map(({ from, to, state, message }) => ({
      from: usToIso(from),
      to: usToIso(to),
      state,
      ...(message === null ? {} : { message }),
    })),
    ...(left === 0 ? {} : { warning: `${left} earlier intervals are left out: ask for a shorter part of time.` }),
  };
}
