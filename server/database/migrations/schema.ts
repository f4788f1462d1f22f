import type { Generated } from 'kysely';

/** State of the server itself, by name. */
export interface MetaTable {
  key: string;
  value: string;
}

export interface MetricsTable {
  /** Ids grow in the order of the first push. */
  id: Generated<number>;
  key: string;
  unit: string | null;
  expect_every_ms: number | null;
}

export interface SeriesTable {
  id: Generated<number>;
  metric_id: number;
  /** A JSON object with sorted names. */
  tags: string;
  /** When the series ended, in microseconds since 1970; null while it has not. */
  ended_at: number | null;
  /** 1 while the series has a point within RETENTION. */
  active: Generated<number>;
  /** The Pushgateway group that last pushed the series, as canonical tags. */
  group_key: string | null;
}

export interface PointsTable {
  series_id: number;
  /** Microseconds since 1970. */
  at: number;
  value: number;
}

/** Sealed points of a series for one hour (UTC). */
export interface ChunksTable {
  id: Generated<number>;
  series_id: number;
  /** The time of the first point, in microseconds since 1970. */
  start: number;
  data: Uint8Array;
}

/** Summaries of sealed points, in buckets of one length. */
export interface RollupsTable {
  id: Generated<number>;
  series_id: number;
  /** The length of the buckets, in microseconds. */
  step: number;
  /** The beginning of the row's period, in microseconds since 1970. */
  start: number;
  moments: Uint8Array;
  sketches: Uint8Array;
}

/** Since when a level is complete; without a row, since the beginning. */
export interface HistoryCoverageTable {
  /** The length of the level's buckets in microseconds; 0 means raw points. */
  step: number;
  /** Microseconds since 1970. */
  since: number;
}

/** Deleted series whose points are not deleted yet. */
export interface DeletedSeriesTable {
  id: number;
}

export interface BoardsTable {
  slug: string;
  /** Increased by each new definition, from 1. */
  version: number;
  /** The board as JSON. */
  definition: string;
  /** Milliseconds since 1970. */
  created_at: number;
  deleted_at: number | null;
}

export interface StatusesTable {
  key: string;
  /** A readable title; null if there is only the key. */
  name: string | null;
  state: string;
  message: string | null;
  /** The time of the last report, in microseconds since 1970. */
  at: number;
  /** The time of the first report of this state, in microseconds since 1970. */
  since: number;
  expect_every_ms: number | null;
  /** The interval inferred from the arrivals of reports, if none was given. */
  learnt_every_ms: number | null;
  /** The state of the interval estimator, as JSON. */
  cadence: string | null;
  /** When the status ended, in microseconds since 1970: no further report is expected. */
  ended_at: number | null;
}

/** Runs of reports with the same state, without gaps longer than the expected interval allows. */
export interface StatusHistoryTable {
  key: string;
  /** The time of the first report of the run, in microseconds since 1970. */
  at: number;
  /** The time of the last report of the run, in microseconds since 1970. */
  until: number;
  state: string;
  /** The message of the first report. */
  message: string | null;
  /** 1 if the report arrived so late that it is not merged into a run. */
  late: number;
}

/** Inferred intervals of series without an expected interval. */
export interface InferredIntervalsTable {
  metric: string;
  /** A JSON object with sorted names. */
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
  /** A JSON object with sorted names. */
  tags: string;
  /** Equal for each delivery of the same event, so that only the first is stored. */
  identity: string | null;
}

export interface TablesTable {
  id: Generated<number>;
  key: string;
  /** When it was stored, in microseconds since 1970. */
  at: number;
  row_count: number;
  /** A JSON array of names, types and units. */
  columns: string;
  /** A JSON array with the cells of each column, in UTF-8. */
  cells: Uint8Array;
}

export interface WebhooksTable {
  name: string;
  /** The mapping as JSON. */
  mapping: string;
}

export interface DatabaseSchema {
  meta: MetaTable;
  metrics: MetricsTable;
  series: SeriesTable;
  points: PointsTable;
  chunks: ChunksTable;
  rollups: RollupsTable;
  history_kept: HistoryCoverageTable;
  deleted_series: DeletedSeriesTable;
  boards: BoardsTable;
  cadences: InferredIntervalsTable;
  statuses: StatusesTable;
  status_history: StatusHistoryTable;
  events: EventsTable;
  tables: TablesTable;
  webhooks: WebhooksTable;
}
