import type { Query } from '../../../../wire/schemas/board';
import type { Frame, FrameField, FieldValue } from '../../../../wire/schemas/frame';
import { formatValue } from '../../../i18n/format/format-value';
import { formatOf, textOption, type PanelOptions } from '../../options/panel-option-values';
import {
  columnOf,
  dateAt,
  distinctKeys,
  namedColumn,
  numberAt,
  rowCountOf,
  staleAtOf,
  textAt,
  timeAt,
} from '../../data/frame-columns';
import { bySeverity, markStateOf, STATE_LABELS, type MarkState } from '../../state-mark/mark-state';
import { markEnded, seriesOf } from '../../data/series';
import { stateOf, thresholdsOf } from '../../options/thresholds';
import type { MissedReport } from './missed-reports';

export interface Status {
  readonly key: string;
  readonly name: string;
  readonly state: MarkState;
  readonly message?: string;
  /** Since when it has been in this state, in ms since 1970. */
  readonly since?: number;
  /** `2026-12-06` if only the date is known. */
  readonly sinceDate?: string;
  /** The time of the last report, and the time from which it is late, in ms since 1970. */
  readonly reportedAt?: number;
  readonly staleAt?: number;
  /** The uptime in the selected range, as text. */
  readonly uptime?: string;
  /** The worst state in each part of the selected range; undefined where it is not known. */
  readonly strip?: readonly (MarkState | undefined)[];
}

export interface StatusCount {
  readonly state: MarkState;
  readonly label: string;
  readonly count: number;
}

export interface StatusGrid {
  readonly entries: readonly Status[];
  /** The number of all entries in each state, shown or not, the worst first. */
  readonly counts: readonly StatusCount[];
  /** The entries that are not shown. None is worse than a shown one. */
  readonly hidden: readonly Status[];
}

/** From this number of entries on, each is a small tile. */
export const COMPACT_FROM = 49;

/** The maximum number of shown entries. */
const MAX_ENTRIES = 300;

/**
 * Reads the statuses of a frame: from its `state` column, else from booleans (true is ok), else from numbers or the
 * last value of each series by `options.thresholds`.
 *
 * Options: `thresholds`, `unit`, `decimals`, `history` (false: no strips, even if the frame has them).
 */
export function readStatuses(frame: Frame, query: Query | undefined, options: PanelOptions): readonly Status[] {
  const state = columnOf(frame, 'state', 'state') ?? columnOf(frame, 'boolean');
  if (state === undefined && frame.fields.some(({ type }) => type === 'time')) return fromSeries(frame, query, options);
  const field = state ?? columnOf(frame, 'number', 'value');
  if (field === undefined) return [];
  const name = columnOf(frame, 'string', 'name');
  const message = namedColumn(frame, 'string', 'message', 'text');
  const since = namedColumn(frame, 'time', 'since');
  const reportedAt = namedColumn(frame, 'time', 'time');
  const staleAt = staleAtOf(frame);
  const uptime = namedColumn(frame, 'number', 'uptime');
  const strip = options.history === false ? undefined : namedColumn(frame, 'string', 'strip');
  const names = Array.from({ length: rowCountOf(frame) }, (_, row) => textAt(name, row) ?? field.name);
  const keys = distinctKeys(names);
  return names.map((each, row) => ({
    key: keys[row] ?? each,
    name: each,
    state: stateOfValue(field.values[row] ?? null, field.type, options),
    message: textAt(message, row) ?? formatNumberAt(field, row, query, options),
    since: timeAt(since, row),
    sinceDate: dateAt(since, row),
    reportedAt: timeAt(reportedAt, row),
    staleAt: timeAt(staleAt, row),
    ...(strip && { uptime: uptimeText(numberAt(uptime, row)), strip: readStrip(textAt(strip, row) ?? '') }),
  }));
}

/**
 * Sorts statuses, the worst first, or in the source's order with the option `sort: 'name'`. Among entries with the same
 * state, late and dead ones come first.
 *
 * @param missedReports the late and dead statuses, by key
 */
export function arrangeStatuses(
  all: readonly Status[],
  options: PanelOptions,
  missedReports: ReadonlyMap<string, MissedReport> = new Map(),
): StatusGrid {
  const rank = ({ key }: Status): number => (missedReports.has(key) ? 0 : 1);
  const stateNow = (entry: Status): MarkState => presentState(entry, missedReports.get(entry.key));
  const worst = [...all].sort((a, b) => bySeverity(stateNow(a), stateNow(b)) || rank(a) - rank(b));
  const shownEntries = new Set(worst.slice(0, MAX_ENTRIES));
  return {
    entries:
      textOption(options, 'sort') === 'name' ? all.filter((entry) => shownEntries.has(entry)) : [...shownEntries],
    counts: countsOf(all),
    hidden: worst.slice(MAX_ENTRIES),
  };
}

/** Returns the current state: a dead status that was ok at its last report is unknown. */
export function presentState({ state }: Status, missedReport: MissedReport | undefined): MarkState {
  return state === 'ok' && missedReport === 'dead' ? 'unknown' : state;
}

/** The letters of the server's strips. */
const STATE_OF_LETTER: Readonly<Record<string, MarkState>> = { o: 'ok', w: 'warn', c: 'crit', u: 'unknown' };

function readStrip(letters: string): readonly (MarkState | undefined)[] {
  return Array.from(letters, (letter) => STATE_OF_LETTER[letter]);
}

/** Never rounded up: 100 % means no failure. */
function uptimeText(percent: number | undefined): string | undefined {
  if (percent === undefined) return undefined;
  return formatValue(percent, { unit: 'percent', decimals: percent === 100 ? 0 : 2, roundDown: true });
}

function fromSeries(frame: Frame, query: Query | undefined, options: PanelOptions): readonly Status[] {
  return seriesOf(frame).map(({ key, label, unit, endedAt, points }) => {
    const last = points.at(-1);
    return {
      key,
      name: markEnded(label, { endedAt }),
      // An ended series has no current state.
      state: stateOfValue(endedAt === undefined ? (last?.value ?? null) : null, 'number', options),
      message: last && formatValue(last.value, formatOf(options, query, unit)),
    };
  });
}

function stateOfValue(value: FieldValue, type: FrameField['type'], options: PanelOptions): MarkState {
  if (type === 'state') return markStateOf(value);
  if (typeof value === 'boolean') return value ? 'ok' : 'crit';
  const thresholds = thresholdsOf(options);
  return typeof value === 'number' && thresholds !== undefined ? stateOf(value, thresholds).state : 'unknown';
}

function formatNumberAt(
  field: FrameField,
  row: number,
  query: Query | undefined,
  options: PanelOptions,
): string | undefined {
  const value = field.type === 'number' ? numberAt(field, row) : undefined;
  return value === undefined ? undefined : formatValue(value, formatOf(options, query, field.unit));
}

function countsOf(entries: readonly Status[]): readonly StatusCount[] {
  const counts = new Map<MarkState, number>();
  const states = entries.map(({ state }) => state).sort(bySeverity);
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, label: STATE_LABELS[state], count }));
}

const MAX_LISTED = 3;

/** Returns the names of the statuses that are not ok, and the number in each state, for the screen reader. */
export function summarizeStatus(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const { entries, counts } = arrangeStatuses(readStatuses(frame, query, options), options);
  if (entries.length === 0) return undefined;
  return counts
    .map(({ state, label, count }) => {
      const names = entries.filter((entry) => entry.state === state).map(({ name }) => name);
      const listed = state === 'ok' || names.length > MAX_LISTED ? '' : `: ${names.join(', ')}`;
      return `${count} ${label}${listed}`;
    })
    .join('; ');
}
