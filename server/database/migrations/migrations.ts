const FIRST = [
  `CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  // IDs increase in the order of the first push and are never reused, so that they order the inbox.
  `CREATE TABLE metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    unit TEXT,
    expect_every_ms INTEGER
  ) STRICT`,

  `CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    metric_id INTEGER NOT NULL REFERENCES metrics (id),
    tags TEXT NOT NULL,
    UNIQUE (metric_id, tags)
  ) STRICT`,

  // Clustered by series and time, the order of reads. A foreign key would cost a look-up for each point, and the points of a
  // deleted series are deleted later.
  `CREATE TABLE points (
    series_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (series_id, at)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE deleted_series (
    id INTEGER PRIMARY KEY
  ) STRICT`,

  `CREATE TABLE boards (
    slug TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
  ) STRICT`,
];

const RECORDS = [
  `CREATE TABLE statuses (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    message TEXT,
    at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    expect_every_ms INTEGER
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    level TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT,
    tags TEXT NOT NULL
  ) STRICT`,

  // Finds the newest events of a level quickly, however many there are of other levels.
  `CREATE INDEX events_by_level ON events (level, at)`,

  // The cells are the last column, because the list of tables reads all other columns.
  `CREATE TABLE tables (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    columns TEXT NOT NULL,
    cells BLOB NOT NULL
  ) STRICT`,
];

const WEBHOOKS = [
  `CREATE TABLE webhooks (
    name TEXT PRIMARY KEY,
    mapping TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
];

const HISTORY_AND_INTERVALS = [
  // Runs of equal states: from the first report (at) to the last report (until) with the state. Runs of the last hour
  // and late reports are single reports.
  `CREATE TABLE status_history (
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    state TEXT NOT NULL,
    message TEXT,
    late INTEGER NOT NULL,
    PRIMARY KEY (key, at)
  ) STRICT, WITHOUT ROWID`,

  // The known part of the time before the history existed.
  `INSERT INTO status_history (key, at, until, state, message, late)
   SELECT key, since, at, state, message, 0 FROM statuses`,

  `ALTER TABLE statuses ADD COLUMN learnt_every_ms INTEGER`,
  `ALTER TABLE statuses ADD COLUMN cadence TEXT`,

  // By key and tags instead of the series' ID, because it is stored independently of the points.
  `CREATE TABLE cadences (
    metric TEXT NOT NULL,
    tags TEXT NOT NULL,
    learnt_every_ms INTEGER NOT NULL,
    PRIMARY KEY (metric, tags)
  ) STRICT, WITHOUT ROWID`,
];

const SEALED_HISTORY = [
  // Sealed points of an hour: times and values in columns. Rows have some hundred bytes, so they are not clustered by key,
  // where each row would use its own pages.
  `CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL,
    start INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (series_id, start)
  ) STRICT`,

  // Buckets of `step` microseconds, many in a row. The sketches are the last column, because only percentiles read them.
  `CREATE TABLE rollups (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    start INTEGER NOT NULL,
    moments BLOB NOT NULL,
    sketches BLOB NOT NULL,
    UNIQUE (series_id, step, start)
  ) STRICT`,

  // All data of a level (step 0: raw points) since this time exists. Data before it may be incomplete.
  `CREATE TABLE history_kept (
    step INTEGER PRIMARY KEY,
    since INTEGER NOT NULL
  ) STRICT`,
];

const ENDED_SERIES = [
  // When the series ended (microseconds), because its sender ended it or sent nothing for too long. A newer point clears it.
  `ALTER TABLE series ADD COLUMN ended_at INTEGER`,

  // 1: it has a point within RETENTION, so it counts toward MAX_SERIES.
  `ALTER TABLE series ADD COLUMN active INTEGER NOT NULL DEFAULT 1`,

  // The Pushgateway group that pushed it last: its labels as a JSON object with sorted names.
  `ALTER TABLE series ADD COLUMN group_key TEXT`,
  `CREATE INDEX series_by_group ON series (group_key) WHERE group_key IS NOT NULL`,
];

/** The creation time is stored after the definition in each row, so without an index every row would be read completely. */
const BOARDS_BY_AGE = ['CREATE INDEX boards_by_age ON boards (created_at)'];

const STATUS_NAMES = [
  // A title for keys that are not readable, and the time since when no further report is expected.
  `ALTER TABLE statuses ADD COLUMN name TEXT`,
  `ALTER TABLE statuses ADD COLUMN ended_at INTEGER`,

  // Equal for each delivery of the same event, so that it is stored once. Few events have one.
  `ALTER TABLE events ADD COLUMN identity TEXT`,
  `CREATE UNIQUE INDEX events_by_identity ON events (identity) WHERE identity IS NOT NULL`,
];

/** Statements by the name of the migration, in order. A published migration never changes. */
export const MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0001-metrics-and-boards': FIRST,
  '0002-statuses-events-and-tables': RECORDS,
  '0003-webhooks': WEBHOOKS,
  '0004-status-history-and-cadences': HISTORY_AND_INTERVALS,
  '0005-sealed-history': SEALED_HISTORY,
  '0006-ended-series': ENDED_SERIES,
  '0007-boards-by-age': BOARDS_BY_AGE,
  '0008-status-names': STATUS_NAMES,
};
