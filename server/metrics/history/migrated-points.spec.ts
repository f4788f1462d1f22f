import { describe, expect, it } from '@jest/globals';
import { SqliteConnection } from '../../database/sqlite/sqlite-connection.js';
import { JobRunner } from '../../database/worker/job-runner.js';
import { migrate } from '../../database/migrations/migrate.js';
import { MIGRATIONS } from '../../database/migrations/migrations.js';
import { readTotals } from './read-history.js';
import { jobs as sealing } from './seal.worker.js';
import { HOUR_US } from '../../common/time/timestamps.js';

const START_US = Date.UTC(2026, 0, 1) * 1_000;

/** Creates a database as in the last version without chunks, with an hour of points, one a minute. */
function databaseWithoutChunks(): SqliteConnection {
  const connection = new SqliteConnection(':memory:', false);
  const { database } = connection;
  database.exec('CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)');
  for (const name of Object.keys(MIGRATIONS).slice(0, 2)) {
    for (const statement of MIGRATIONS[name] ?? []) database.exec(statement);
    database.prepare('INSERT INTO kysely_migration VALUES (?, ?)').run(name, '2026-01-01T00:00:00.000Z');
  }
  database.exec(
    "INSERT INTO metrics (id, key) VALUES (1, 'a'); INSERT INTO series (id, metric_id, tags) VALUES (7, 1, '{}')",
  );
  const insert = database.prepare('INSERT INTO points (series_id, at, value) VALUES (7, ?, ?)');
  for (let minute = 0; minute < 180; minute += 1) insert.run(START_US + (minute * HOUR_US) / 60, minute);
  return connection;
}

describe('points of a version without sealed history', () => {
  it('are read unchanged, and sealed like others', async () => {
    const connection = databaseWithoutChunks();
    await migrate(connection.database);
    const context = new JobRunner(connection);
    const total = (): unknown =>
      readTotals(context, { series: [7], aggregate: 'sum', fromUs: START_US, untilUs: START_US + 3 * HOUR_US });
    expect(total()).toEqual([(179 * 180) / 2]);
    sealing.seal(context, { nowUs: START_US + 4 * HOUR_US, after: 0, maxPoints: 1_000, maxWindows: 10, maxSeries: 10 });
    expect(context.prepare('SELECT count(*) AS count FROM points').get()?.count).toBe(1);
    expect(total()).toEqual([(179 * 180) / 2]);
    connection.close();
  });
});
