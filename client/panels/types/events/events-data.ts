import type { Frame } from '../../../../wire/schemas/frame';
import { numberOption, type PanelOptions } from '../../options/panel-option-values';
import { columnOf, dateAt, distinctKeys, namedColumn, rowCountOf, textAt, timeAt } from '../../data/frame-columns';
import { markStateOf, STATE_LABELS, type MarkState } from '../../state-mark/mark-state';

export interface PanelEvent {
  /** Stable while the event is in the list. */
  readonly key: string;
  /** ms since 1970 */
  readonly time?: number;
  /** `2026-12-06` for a date without a time; then `time` is midnight in the viewer's time zone. */
  readonly date?: string;
  readonly level: MarkState;
  readonly title: string;
  readonly text?: string;
}

/** The maximum number of events; a source may send more. */
const MAX_EVENTS = 200;

/** The sort value of events without a time, which come last. A number, because -Infinity minus itself is NaN. */
const BEFORE_ALL_TIMES = -Number.MAX_VALUE / 2;

/**
 * Returns events, the newest first; those without a time come last. A frame without a text column has none. Options:
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

/** Returns the newest event, for the screen reader. */
export function summarizeEvents(frame: Frame, _query: unknown, options: PanelOptions): string | undefined {
  const [newest] = readEvents(frame, options);
  return newest && `${STATE_LABELS[newest.level]}: ${newest.title}`;
}
