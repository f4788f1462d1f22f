const FIRST = [
  `CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  // Ids grow in the order of first push and are never used again, so that they order the inbox.
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

  // Clustered by series and time, as it is read. No foreign key: it would cost a look-up a point, and points of a
  // deleted series outlive it until they are swept.
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

  // The newest of a level are found at once, however many there are of the others.
  `CREATE INDEX events_by_level ON events (level, at)`,

  // The cells come last, for the list of tables reads everything but them.
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
  // Runs of equal states: from the first report (at) to the last one (until) that says the same. A run younger than an
  // hour, or one that came late, is a single report.
  `CREATE TABLE status_history (
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    state TEXT NOT NULL,
    message TEXT,
    late INTEGER NOT NULL,
    PRIMARY KEY (key, at)
  ) STRICT, WITHOUT ROWID`,

  // All that is known of the time before there was a history.
  `INSERT INTO status_history (key, at, until, state, message, late)
   SELECT key, since, at, state, message, 0 FROM statuses`,

  `ALTER TABLE statuses ADD COLUMN learnt_every_ms INTEGER`,
  `ALTER TABLE statuses ADD COLUMN cadence TEXT`,

  // By key and tags, not by the series' id: kept beside the points, on which it has no hold.
  `CREATE TABLE cadences (
    metric TEXT NOT NULL,
    tags TEXT NOT NULL,
    learnt_every_ms INTEGER NOT NULL,
    PRIMARY KEY (metric, tags)
  ) STRICT, WITHOUT ROWID`,
];

const SEALED_HISTORY = [
  // Points of an hour, sealed: times and values in columns. Rows of some hundred bytes, so not clustered by key, where
  // each would take pages of its own.
  `CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL,
    start INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (series_id, start)
  ) STRICT`,

  // Cells of step microseconds, many a row. The sketches come last: what needs no percentiles never reads them.
  `CREATE TABLE rollups (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    start INTEGER NOT NULL,
    moments BLOB NOT NULL,
    sketches BLOB NOT NULL,
    UNIQUE (series_id, step, start)
  ) STRICT`,

  // Everything of a level (step 0: raw points) since then is there; nothing before it may be relied on.
  `CREATE TABLE history_kept (
    step INTEGER PRIMARY KEY,
    since INTEGER NOT NULL
  ) STRICT`,
];

const ENDED_SERIES = [
  // When the series ended (microseconds): its sender said so, or it stayed silent for too long. A newer point clears it.
  `ALTER TABLE series ADD COLUMN ended_at INTEGER`,

  // 1: it has a point within RETENTION, so that it counts towards MAX_SERIES.
  `ALTER TABLE series ADD COLUMN active INTEGER NOT NULL DEFAULT 1`,

  // The group of a Pushgateway that pushed it last: its labels as a JSON object, the names sorted.
  `ALTER TABLE series ADD COLUMN group_key TEXT`,
  `CREATE INDEX series_by_group ON series (group_key) WHERE group_key IS NOT NULL`,
];

/** When a board was made stands behind its definition in the row: without an index each row was read to its end. */
const BOARDS_BY_AGE = ['CREATE INDEX boards_by_age ON boards (created_at)'];

const STATUS_NAMES = [
  // A title, where the key alone does not tell people what it is; and since when the sender expects no more reports.
  `ALTER TABLE statuses ADD COLUMN name TEXT`,
  `ALTER TABLE statuses ADD COLUMN ended_at INTEGER`,

  // What is equal for each delivery of the same event, so that it is stored once. Few events have one.
  `ALTER TABLE events ADD COLUMN identity TEXT`,
  `CREATE UNIQUE INDEX events_by_identity ON events (identity) WHERE identity IS NOT NULL`,
];

/** Statements by the migration's name, in order. A published one never changes. */
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
