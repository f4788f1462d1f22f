// The simplest way to store points durably: node:sqlite with a prepared statement, on a copy of Boardcast's database.
import { DatabaseSync } from 'node:sqlite';
import { BATCH_METRICS, eachPoint } from '../points.mjs';
import { answerCalls } from '../processes/methods.mjs';

let database;
let insert;

answerCalls({
  /** @param {{ file: string }} argument a Boardcast database */
  open({ file }) {
    database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    insert = database.prepare(
      'INSERT INTO points (series_id, at, value) VALUES (?, ?, ?) ' +
        'ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value',
    );
  },

  /** Stores parsed batches, each in a transaction. @returns {{ ms: number }} the duration */
  batches({ times, firstSeries }) {
    const batches = times.map((begin) => {
      const rows = [];
      eachPoint(begin, (metric, at, value) => rows.push([firstSeries + metric, at * 1_000, value]));
      return rows;
    });
    const startedAt = performance.now();
    for (const rows of batches) {
      database.exec('BEGIN IMMEDIATE');
      for (const [series, at, value] of rows) insert.run(series, at, value);
      database.exec('COMMIT');
    }
    return { ms: performance.now() - startedAt };
  },

  /** Stores single values, each in a transaction, for `ms`. @returns {{ count: number, ms: number }} */
  singles({ ms, firstSeries }) {
    const startedAt = performance.now();
    let count = 0;
    for (let now = startedAt; now - startedAt < ms; now = performance.now()) {
      insert.run(firstSeries + (count % BATCH_METRICS), Math.round((performance.timeOrigin + now) * 1_000), count);
      count += 1;
    }
    return { count, ms: performance.now() - startedAt };
  },
});

process.stdout.write('ready\n');
