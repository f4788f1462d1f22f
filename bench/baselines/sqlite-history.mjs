// The simplest way to store points and query buckets: a table clustered by series and time, and GROUP BY.
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { DAY_MS, eachHistoryPoint } from '../history-data.mjs';
import { answerCalls } from '../processes/methods.mjs';

let file;
let database;

answerCalls({
  open({ path }) {
    file = path;
    database = new DatabaseSync(file);
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS points (
        series_id INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series_id, at)
      ) STRICT, WITHOUT ROWID`);
  },

  /** Stores the day that ends at `end` (ms). @returns {number} bytes of the database */
  day({ end }) {
    const insert = database.prepare('INSERT INTO points (series_id, at, value) VALUES (?, ?, ?)');
    database.exec('BEGIN IMMEDIATE');
    eachHistoryPoint(end - DAY_MS, end, (series, at, value) => insert.run(series, at * 1_000, value));
    database.exec('COMMIT');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return statSync(file).size;
  },

  /** Computes the averages of all series in buckets of `step` ms, as JSON. @returns {number} the duration in ms */
  query({ from, to, step }) {
    // JavaScript numbers are bound as REAL. Without the cast, the division would not be an integer division.
    const startedAt = performance.now();
    const rows = database
      .prepare(
        `SELECT series_id, at / CAST(:step AS INTEGER) AS bucket, avg(value) AS value FROM points
         WHERE at >= :from AND at <= :to GROUP BY series_id, bucket`,
      )
      .all({ step: step * 1_000, from: from * 1_000, to: to * 1_000 });
    JSON.stringify(rows);
    return performance.now() - startedAt;
  },
});

process.stdout.write('ready\n');
