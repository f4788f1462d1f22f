// Writes days of history in minutes: it runs Boardcast's jobs in database threads with simulated times.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, eachHistoryPoint, HISTORY_METRIC } from '../history-data.mjs';
import { answerCalls } from './methods.mjs';

const built = (path) => import(new URL(`../../dist/server/${path}`, import.meta.url).href);
const { Database } = await built('database/database.js');
const { SEAL_POINTS, WRITE_POINTS } = await built('metrics/metric-jobs.js');
const { ColumnsBuilder } = await built('metrics/input/point-columns.js');

const HOUR_MS = 3_600_000;
const LIMITS = { maxSeries: 1_000, maxSeriesPerMetric: 1_000 };
const SEAL_STEP = { maxPoints: 1_000, maxWindows: 3, maxSeries: 200 };

answerCalls({
  /**
   * Writes the day that ends at `end` (ms) hour by hour, and seals the due points after each hour.
   *
   * @returns {Promise<number>} size of the closed database in bytes
   */
  async day({ dataDir, end }) {
    const database = await Database.open({ dataDir });
    for (let begin = end - DAY_MS; begin < end; begin += HOUR_MS) {
      await write(database, begin, begin + HOUR_MS);
      await seal(database, begin + HOUR_MS);
    }
    await database.close();
    return (await stat(join(dataDir, 'boardcast.db'))).size;
  },
});

async function write(database, begin, end) {
  const columns = new ColumnsBuilder();
  eachHistoryPoint(begin, end, (series, at, value) => {
    columns.add(HISTORY_METRIC, `{"series":"${series}"}`, at * 1_000, value);
  });
  await database.write(WRITE_POINTS, { columns: columns.build(), nowUs: end * 1_000, activeSinceUs: 0, ...LIMITS });
}

async function seal(database, now) {
  for (let after = 0; after !== undefined;) {
    ({ after } = await database.write(SEAL_POINTS, { nowUs: now * 1_000, after, ...SEAL_STEP }));
  }
}

process.stdout.write('ready\n');
