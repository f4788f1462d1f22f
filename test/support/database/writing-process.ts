// A process that does nothing but write to the store and seal what it wrote, until it is killed. Prints the number of each batch once the
// store has acknowledged it, and not earlier.
import { DataFolder } from '../../../server/database/sqlite/data-folder.js';
import { DatabaseThread } from '../../../server/database/worker/database-thread.js';
import { SEAL_POINTS, WRITE_POINTS } from '../../../server/metrics/metric-jobs.js';
import { parseBatch } from '../../../server/metrics/input/parse-body.js';

/** Of the first batch, in seconds since 1970: the first of January 2001. */
const START = 978_307_200;

/** Writes that wait for the store at a time, so that some share a commit. */
const WRITERS = 8;

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
      at: START + batch * 10,
    }));
    const nowUs = Date.now() * 1_000;
    const columns = parseBatch(Buffer.from(JSON.stringify(items)), nowUs);
    await thread.run(WRITE_POINTS, { columns, nowUs, activeSinceUs: 0, maxSeries: 10_000, maxSeriesPerMetric: 5_000 });
    // Synchronous, for standard output is a pipe here: nothing that is acknowledged is left in a buffer.
    process.stdout.write(`${batch}\n`);
  }
}

/** In steps so small that most kills find a window half sealed. */
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

await Promise.all([seal(), ...Array.from({ length: WRITERS }, write)]);
