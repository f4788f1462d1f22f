// A process that writes batches to the database and seals them until it is killed. Prints the number of each batch after the database has
// acknowledged it.
import { DataFolder } from '../../../server/database/sqlite/data-folder.js';
import { DatabaseThread } from '../../../server/database/worker/database-thread.js';
import { SEAL_POINTS, WRITE_POINTS } from '../../../server/metrics/metric-jobs.js';
import { parseBatch } from '../../../server/metrics/input/parse-body.js';

/** The time of the first batch in Unix seconds: 2001-01-01. */
const START_SECONDS = 978_307_200;

/** The number of concurrent writes, so that some of them share a commit. */
const CONCURRENT_WRITES = 8;

const [dataDir = '', first = '0', size = '1'] = process.argv.slice(2);
let next = Number(first);

const folder = new DataFolder(dataDir);
const thread = new DatabaseThread({ role: 'writer', file: folder.databaseFile }, (reason) => {
  throw new Error(reason);
});
await thread.open();

async function write(): Promise<never> {
  for (;;) {
    const batch = next++;
    const items = Array.from({ length: Number(size) }, (_, i) => ({
      key: `kill.${i}`,
      value: batch,
      at: START_SECONDS + batch * 10,
    }));
    const nowUs = Date.now() * 1_000;
    const columns = parseBatch(Buffer.from(JSON.stringify(items)), nowUs);
    await thread.run(WRITE_POINTS, { columns, nowUs, activeSinceUs: 0, maxSeries: 10_000, maxSeriesPerMetric: 5_000 });
    // Standard output is a pipe, so this is synchronous: no acknowledgment is lost in a buffer when the process is killed.
    process.stdout.write(`${batch}\n`);
  }
}

/** Seals in small steps, so that most kills happen while a window is partly sealed. */
async function seal(): Promise<never> {
  let after: number | undefined;
  for (;;) {
    const nowUs = Date.now() * 1_000;
    ({ after } = await thread.run(SEAL_POINTS, {
      nowUs,
      after: after ?? 0,
      maxPoints: 20,
      maxWindows: 1,
      maxSeries: 1,
    }));
  }
}

await Promise.all([seal(), ...Array.from({ length: CONCURRENT_WRITES }, write)]);
