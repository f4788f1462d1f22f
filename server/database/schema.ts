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
}

export interface PointsTable {
  series_id: number;
  /** Microseconds since 1970. */
  at: number;
  value: number;
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
  state: string;
  message: string | null;
  /** Of the last report, in microseconds since 1970. */
  at: number;
  /** Of the first report of this state, in microseconds since 1970. */
  since: number;
  expect_every_ms: number | null;
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

export interface Tables {
  meta: MetaTable;
  metrics: MetricsTable;
  series: SeriesTable;
  points: PointsTable;
  deleted_series: DeletedSeriesTable;
  boards: BoardsTable;
  statuses: StatusesTable;
  events: EventsTable;
  tables: TablesTable;
}
