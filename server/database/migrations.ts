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

/** Statements by the migration's name, in order. A published one never changes. */
export const MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0001-metrics-and-boards': FIRST,
};
