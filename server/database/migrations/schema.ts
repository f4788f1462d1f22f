import type { Generated } from 'kysely';

/** Facts about the database itself, by name. */
export interface MetaTable {
  key: string;
  value: string;
}

export interface MetricsTable {
  /** In the order of first push. */
  id: Generated<number>;
  key: string;
  unit: string | null;
  expect_every_ms: number | null;
}

export interface SeriesTable {
  id: Generated<number>;
  metric_id: number;
  /** A JSON object, its names sorted. */
  tags: string;
  /** Microseconds since 1970; null while it is current. */
  ended_at: number | null;
  /** 1 while it has a point within RETENTION. */
  active: Generated<number>;
  /** The group of a Pushgateway that pushed it last, as canonical tags. */
  group_key: string | null;
}

export interface PointsTable {
  series_id: number;
  /** Microseconds since 1970. */
  at: number;
  value: number;
}

/** Sealed points of a series, of one hour (UTC). */
export interface ChunksTable {
  id: Generated<number>;
  series_id: number;
  /** Time of the first one, in microseconds since 1970. */
  start: number;
  data: Uint8Array;
}

/** What sealed points amount to, in cells of one length. */
export interface RollupsTable {
  id: Generated<number>;
  series_id: number;
  /** Length of the cells, in microseconds. */
  step: number;
  /** Of the part of time that the row is for, in microseconds since 1970. */
  start: number;
  moments: Uint8Array;
  sketches: Uint8Array;
}

/** From when on a level is kept; without a row, from the beginning. */
export interface HistoryKeptTable {
  /** Length of the level's cells in microseconds; 0 is raw points. */
  step: number;
  /** Microseconds since 1970. */
  since: number;
}

/** Series whose points are still to be swept. */
export interface DeletedSeriesTable {
  id: number;
}

export interface BoardsTable {
  slug: string;
  /** Counts the definitions, from 1. */
  version: number;
  /** The board as JSON. */
  definition: string;
  /** Milliseconds since 1970. */
  created_at: number;
  deleted_at: number | null;
}

export interface StatusesTable {
  key: string;
  /** A title for people; null: the key is all there is. */
  name: string | null;
  state: string;
  message: string | null;
  /** Of the last report, in microseconds since 1970. */
  at: number;
  /** Of the first report of this state, in microseconds since 1970. */
  since: number;
  expect_every_ms: number | null;
  /** The promise that was learnt from the arrivals, where none is given. */
  learnt_every_ms: number | null;
  /** What it is learnt from, as JSON. */
  cadence: string | null;
  /** Since when no further report is expected, in microseconds since 1970. */
  ended_at: number | null;
}

/** Runs of reports that say the same state, without gaps beyond the promise. */
export interface StatusHistoryTable {
  key: string;
  /** Of the first report of the run, in microseconds since 1970. */
  at: number;
  /** Of its last report. */
  until: number;
  state: string;
  /** Of the first report. */
  message: string | null;
  /** 1: it came so late that it stays a report of its own. */
  late: number;
}

/** What was learnt of the rhythm of series that no promise was given for. */
export interface CadencesTable {
  metric: string;
  /** A JSON object, its names sorted. */
  tags: string;
  learnt_every_ms: number;
}

export interface EventsTable {
  id: Generated<number>;
  /** Microseconds since 1970. */
  at: number;
  level: string;
  title: string;
  text: string | null;
  /** A JSON object, its names sorted. */
  tags: string;
  /** Equal for each delivery of the same event: of two that have one, the first is stored. */
  identity: string | null;
}

export interface TablesTable {
  id: Generated<number>;
  key: string;
  /** When it was stored, in microseconds since 1970. */
  at: number;
  row_count: number;
  /** A JSON list of names, types and units. */
  columns: string;
  /** A JSON list of each column's cells, in UTF-8. */
  cells: Uint8Array;
}

export interface WebhooksTable {
  name: string;
  /** The mapping as JSON. */
  mapping: string;
}

export interface Tables {
  meta: MetaTable;
  metrics: MetricsTable;
  series: SeriesTable;
  points: PointsTable;
  chunks: ChunksTable;
  rollups: RollupsTable;
  history_kept: HistoryKeptTable;
  deleted_series: DeletedSeriesTable;
  boards: BoardsTable;
  cadences: CadencesTable;
  statuses: StatusesTable;
  status_history: StatusHistoryTable;
  events: EventsTable;
  tables: TablesTable;
  webhooks: WebhooksTable;
}
