import type { JobContext } from '../../database/job.js';
import { usToIso } from '../../common/time/timestamps.js';
import { isExact, matchesGlob, prefixOf } from '../../../wire/glob.js';
import { originalName } from '../../../wire/escaped-names.js';
import type { State } from '../../common/states.js';

/** A status as database threads return it. */
export interface StatusRow {
  readonly key: string;
  /** The title that a report set. */
  readonly name: string | null;
  readonly state: State;
  readonly message: string | null;
  /** Time of the last report. */
  readonly atUs: number;
  /** Time of the first report with this state. */
  readonly sinceUs: number;
  /** The expected interval, as the sender set it. */
  readonly expectEveryMs: number | null;
  /** The interval that was inferred from regular reports, if the sender set none. */
  readonly inferredEveryMs: number | null;
  /** The time since which no further report is expected. */
  readonly endedAtUs: number | null;
}

/** A status as the API returns it. */
export interface ListedStatus {
  readonly key: string;
  readonly name?: string;
  readonly state: State;
  readonly message?: string;
  readonly at: string;
  readonly since: string;
  readonly expectEvery?: string;
  readonly inferredEvery?: string;
  readonly endedAt?: string;
}

const SELECT = `
  SELECT key, name, state, message, at AS atUs, since AS sinceUs, expect_every_ms AS expectEveryMs,
    learnt_every_ms AS inferredEveryMs, ended_at AS endedAtUs
  FROM statuses`;

/** Sorts after every character of a key. */
const AFTER_ALL_KEYS = '\u007f';

export function readStatus(context: JobContext, key: string): StatusRow | undefined {
  return context.prepare(`${SELECT} WHERE key = ?`).get(key) as StatusRow | undefined;
}

/** Returns the statuses whose keys match the pattern, sorted by key. */
export function readStatuses(context: JobContext, pattern: string): StatusRow[] {
  if (isExact(pattern)) {
    const row = readStatus(context, pattern);
    return row ? [row] : [];
  }
  const prefix = prefixOf(pattern);
  const rows = context
    .prepare(`${SELECT} WHERE key >= ? AND key < ? ORDER BY key`)
    .all(prefix, prefix + AFTER_ALL_KEYS) as unknown as StatusRow[];
  return rows.filter(({ key }) => matchesGlob(pattern, key));
}

/** The set or inferred interval between reports, in ms; null if it is not known, or if no more reports are expected. */
export function expectedIntervalMs({ expectEveryMs, inferredEveryMs, endedAtUs }: StatusRow): number | null {
  return endedAtUs === null ? (expectEveryMs ?? inferredEveryMs) : null;
}

/** The title of a status, or the original name behind its key. */
export function displayName({ key, name }: Pick<StatusRow, 'key' | 'name'>): string {
  return name ?? originalName(key);
}

export function toListedStatus(row: StatusRow): ListedStatus {
  const { key, state, message, atUs, sinceUs, expectEveryMs, inferredEveryMs, endedAtUs } = row;
  const name = displayName(row);
  return {
    key,
    ...(name === key ? {} : { name }),
    state,
    ...(message === null ? {} : { message }),
    at: usToIso(atUs),
    since: usToIso(sinceUs),
    ...(expectEveryMs === null ? {} : { expectEvery: `${expectEveryMs}ms` }),
    ...(inferredEveryMs === null ? {} : { inferredEvery: `${inferredEveryMs}ms` }),
    ...(endedAtUs === null ? {} : { endedAt: usToIso(endedAtUs) }),
  };
}
