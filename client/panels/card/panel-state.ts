import type { ConnectionState } from '../../stream/connection/connection-status';
import type { PanelView } from '../../stream/snapshot/board-view';
import type { Frame } from '../../../wire/schemas/frame';
import type { TimeWindow } from '../../../wire/range';
import { formatClock, formatMinute, formatSpan } from '../../i18n/format/format-time';

/**
 * What a panel shows. `loading` and `waiting` (the source is slow) come before the first data; `empty` is a result
 * without data.
 */
export type PanelPhase = 'loading' | 'waiting' | 'empty' | 'failed' | 'shown';

export interface PanelState {
  readonly phase: PanelPhase;
  /** The newest frame, or the last one with data while the source fails or is slow. */
  readonly frame?: Frame;
  /** The error message of the source. */
  readonly error?: string;
  /** Whether newer data is being loaded. */
  readonly pending: boolean;
}

/** Returns what a panel shows, regardless of the time. */
export function panelStateOf(view: PanelView | undefined): PanelState {
  if (view === undefined) return { phase: 'loading', pending: false };
  const { frame: newest, error, pending = false } = view.data;
  const frame = newest ?? view.lastFrame;
  const isDrawable = frame !== undefined && hasRows(frame);
  if (error !== undefined) {
    return {
      phase: isDrawable ? 'shown' : 'failed',
      frame: isDrawable ? frame : undefined,
      error: error.message,
      pending,
    };
  }
  if (isDrawable) return { phase: 'shown', frame, pending };
  return { phase: pending ? 'waiting' : 'empty', pending };
}

export interface Freshness {
  /** Older than the expected interval allows. */
  readonly stale: boolean;
  /** So much older that no more data is expected, so the values may no longer be true. */
  readonly dead?: true;
  /** Dead because the sender has ended the series. */
  readonly ended?: true;
  /** The text to show, if the age matters: `3 min old`, `late · 3 min old`, `no data for 3 h`, `ended 14:21`. */
  readonly age?: string;
}

/** From this age on, values without an expected interval show their age. */
const SHOW_AGE_FROM_MS = 60_000;

/** A series whose end is its last point stopped without a message of its sender. Times are exact to the millisecond. */
const MIN_END_DELAY_MS = 1;

/** Ages below a minute change in steps, so that the page does not flicker each second. */
const AGE_STEP_MS = 10_000;

function ageText(ms: number): string {
  if (ms < AGE_STEP_MS) return $localize`under ${formatSpan(AGE_STEP_MS)}:span: old`;
  return $localize`${formatSpan(ms < 60_000 ? Math.floor(ms / AGE_STEP_MS) * AGE_STEP_MS : ms)}:span: old`;
}

function lateText(ms: number): string {
  return $localize`late · ${ageText(ms)}:age:`;
}

function noDataText(ms: number): string {
  return $localize`no data for ${formatSpan(ms)}:span:`;
}

/**
 * Returns how old a panel's data is, and whether that is too old. On a live page, the age of recent values is hidden;
 * on a page that is not live, all panels show it.
 *
 * @param now ms since 1970
 * @param staleAfterMs the age from which the board calls data stale; the earlier of this and the expected interval
 *   counts
 */
export function freshnessOf(
  view: PanelView | undefined,
  link: ConnectionState,
  now: number,
  staleAfterMs = Infinity,
): Freshness {
  const updatedAt = parseTime(view?.data.updatedAt);
  const endedAt = parseTime(view?.data.endedAt);
  if (endedAt !== undefined && endedAt - (updatedAt ?? -Infinity) > MIN_END_DELAY_MS) {
    return { stale: true, dead: true, ended: true, age: $localize`ended ${formatMinute(endedAt, now)}:time:` };
  }
  if (updatedAt === undefined || !hasAge(view)) return { stale: false };
  const expectedUntil = parseTime(view?.data.staleAt) ?? Infinity;
  const stale = now >= Math.min(expectedUntil, updatedAt + staleAfterMs);
  const age = now - updatedAt;
  const deadAt = parseTime(view?.data.deadAt) ?? Infinity;
  if (endedAt !== undefined || now >= deadAt) return { stale: true, dead: true, age: noDataText(age) };
  const isAgeHidden = !stale && age < SHOW_AGE_FROM_MS && (link === 'live' || link === 'connecting');
  return isAgeHidden ? { stale } : { stale, age: stale ? lateText(age) : ageText(age) };
}

/**
 * Like `freshnessOf` for a fixed time range. Data of the past does not age. Some sources can only return current data;
 * then the text says from when it is.
 */
export function freshnessInWindow(window: TimeWindow, view: PanelView | undefined, now: number): Freshness {
  const frame = view?.data.frame;
  const updatedAt = frame && hasRows(frame) ? parseTime(view.data.updatedAt) : undefined;
  if (updatedAt === undefined || updatedAt <= window.to) return { stale: false };
  return { stale: false, age: $localize`as of ${formatClock(updatedAt, now)}:time:` };
}

/** Without data, the time of the last update is that of the request, which is no age. */
function hasAge(view: PanelView | undefined): boolean {
  const { frame = view?.lastFrame, staleAt, deadAt, endedAt } = view?.data ?? {};
  const hasExpectedInterval = [staleAt, deadAt, endedAt].some((time) => time !== undefined);
  return hasExpectedInterval || frame === undefined || hasRows(frame);
}

function hasRows(frame: Frame): boolean {
  return frame.fields.some(({ type, values }) => type !== 'time' && values.some((value) => value !== null));
}

function parseTime(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}
