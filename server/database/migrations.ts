import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const FIRST = [
  sql`CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  // Ids grow in the order of first push and are never used again, so that they order the inbox.
  sql`CREATE TABLE metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    unit TEXT,
    expect_every_ms INTEGER
  ) STRICT`,

  sql`CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    metric_id INTEGER NOT NULL REFERENCES metrics (id),
    tags TEXT NOT NULL,
    UNIQUE (metric_id, tags)
  ) STRICT`,

  // Clustered by series and time, as it is read. No foreign key: it would cost a look-up a point, and points of a
  // deleted series outlive it until they are swept.
  sql`CREATE TABLE points (
    series_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (series_id, at)
  ) STRICT, WITHOUT ROWID`,

  sql`CREATE TABLE deleted_series (
    id INTEGER PRIMARY KEY
  ) STRICT`,

  sql`CREATE TABLE boards (
    slug TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
  ) STRICT`,
];

/** By name, in order. A published one never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-metrics-and-boards': {
    async up(database: Kysely<unknown>): Promise<void> {
      for (const statement of FIRST) await statement.execute(database);
    },
  },
};
