import type { Frame } from '../../../wire/frame';
import { numberOption, type PanelOptions } from '../options/panel-option-values';
import { columnOf, dateAt, distinctKeys, namedColumn, rowCountOf, textAt, timeAt } from '../data/frame-columns';
import { markStateOf, STATE_LABELS, type MarkState } from '../state-mark/mark-state';

export interface PanelEvent {
  /** The same for as long as the event is in the feed. */
  readonly key: string;
  /** ms since 1970. */
  readonly time?: number;
  /** `2026-12-06`, where it is a date without a time of day: `time` is then the viewer's midnight. */
  readonly date?: string;
  readonly level: MarkState;
  readonly title: string;
  readonly text?: string;
}

/** So many no one scrolls through; a source may send more. */
const MAX_EVENTS = 200;

/** What has no time goes below all that has one; a number, for -Infinity minus itself is none. */
const BEFORE_ALL_TIMES = -Number.MAX_VALUE / 2;

/**
 * A feed's events, the newest first; those without a time come last. A frame without a column of text has none. Options:
 * `limit` (at most 200).
 */
export function readEvents(frame: Frame, options: PanelOptions): readonly PanelEvent[] {
  const time = columnOf(frame, 'time', 'time');
  const level = columnOf(frame, 'state', 'level', 'state');
  const title = columnOf(frame, 'string', 'title', 'name');
  if (title === undefined) return [];
  const text = namedColumn(frame, 'string', 'text', 'message');
  const events = Array.from({ length: rowCountOf(frame) }, (_, row) => ({
    time: timeAt(time, row),
    date: dateAt(time, row),
    level: level === undefined ? ('info' as const) : markStateOf(level.values[row]),
    title: textAt(title, row) ?? '–',
    text: text === title ? undefined : textAt(text, row),
  }));
  const keys = distinctKeys(events.map((event) => `${event.time ?? ''} ${event.title}`));
  const limit = Math.min(MAX_EVENTS, Math.max(1, numberOption(options, 'limit') ?? MAX_EVENTS));
  return events
    .map((event, row) => ({ ...event, key: keys[row] ?? String(row) }))
    .reverse()
    .sort((a, b) => (b.time ?? BEFORE_ALL_TIMES) - (a.time ?? BEFORE_ALL_TIMES))
    .slice(0, limit);
}

/** For the screen reader: the newest event. */
export function summarizeEvents(frame: Frame, _query: unknown, options: PanelOptions): string | undefined {
  const [newest] = readEvents(frame, options);
  return newest && `${STATE_LABELS[newest.level]}: ${newest.title}`;
}
