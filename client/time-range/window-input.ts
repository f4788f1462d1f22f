import { LONGEST_WINDOW_MS, type TimeWindow } from '../../wire/range';
import { readWallClock, wallClock } from '../i18n/format/time-zone-choice';
import { MAX_FUTURE_MS } from './shift-window';

/** A valid fixed time range, or a message and the field that it concerns. */
export type ReadWindow = TimeWindow | { readonly field: 'from' | 'to'; readonly problem: string };

/** Reads the values of two `datetime-local` fields: times in the time zone of the viewer, or empty texts. */
export function readWindow(fromText: string, toText: string, now: number): ReadWindow {
  const [from, to] = [readWallClock(fromText), readWallClock(toText)];
  if (Number.isNaN(from)) return { field: 'from', problem: $localize`Enter the start date and time.` };
  if (from < 0) return { field: 'from', problem: $localize`The start must not be before 1970.` };
  if (Number.isNaN(to)) return { field: 'to', problem: $localize`Enter the end date and time.` };
  if (to <= from) return { field: 'to', problem: $localize`The end must be after the start.` };
  if (to - from > LONGEST_WINDOW_MS)
    return { field: 'to', problem: $localize`The time range must not exceed 366 days.` };
  if (to > now + MAX_FUTURE_MS) return { field: 'to', problem: $localize`The end must be at most one day from now.` };
  return { from, to };
}

/**
 * Formats a time for a `datetime-local` field in the time zone of the viewer: `2026-11-23T10:00`, with seconds if not 0.
 */
export function writeLocalTime(ms: number): string {
  const date = wallClock(ms);
  return date.toISOString().slice(0, date.getUTCSeconds() === 0 ? 16 : 19);
}
