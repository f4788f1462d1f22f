import { type TimeWindowUs, usToIso } from '../common/time/timestamps.js';
import type { StatusHistory } from './storage/status-history.worker.js';
import { type ListedStatus, toListedStatus } from './storage/status-row.js';
import type { State } from '../common/states.js';

/** A time interval with one state, as the API returns it. */
export interface ListedInterval {
  readonly from: string;
  readonly to: string;
  /** Null if the state is not known. */
  readonly state: State | null;
  readonly message?: string;
}

/** The history of a status over a time range, as the API returns it. */
export interface ListedHistory extends ListedStatus {
  readonly from: string;
  readonly to: string;
  readonly uptime: number | null;
  readonly known: number;
  readonly intervals: readonly ListedInterval[];
  readonly warning?: string;
}

export function toListedHistory(history: StatusHistory, window: TimeWindowUs): ListedHistory {
  const { status, intervals, count, uptime, known } = history;
  const omitted = count - intervals.length;
  return {
    ...toListedStatus(status),
    from: usToIso(window.fromUs),
    to: usToIso(window.toUs),
    uptime,
    known,
    intervals: intervals.map(({ fromUs, toUs, state, message }) => ({
      from: usToIso(fromUs),
      to: usToIso(toUs),
      state,
      ...(message === null ? {} : { message }),
    })),
    ...(omitted === 0
      ? {}
      : { warning: `${omitted} earlier intervals are omitted. Request a shorter time range to see them.` }),
  };
}
