// Measures what was asked for, one group of rows after another, and prints them as one table.
import { availableParallelism, cpus } from 'node:os';
import { readOptions } from './options.mjs';
import { killChildren, stopChildren } from './processes/child.mjs';
import { formatTable } from './report/table.mjs';
import { measureFanout } from './rows/fanout.mjs';
import { measureHistory } from './rows/history.mjs';
import { measureMemory } from './rows/memory.mjs';
import { measurePage } from './rows/page.mjs';
import { measurePings } from './rows/pings.mjs';
import { measureRefetch } from './rows/refetch.mjs';
import { measureStart } from './rows/start.mjs';
import { measureTv } from './rows/tv.mjs';
import { measureUpdate } from './rows/update.mjs';
import { measureWrites } from './rows/writes.mjs';

const MEASURES = {
  start: measureStart,
  update: measureUpdate,
  memory: measureMemory,
  fanout: measureFanout,
  pings: measurePings,
  refetch: measureRefetch,
  writes: measureWrites,
  history: measureHistory,
  page: measurePage,
  tv: measureTv,
};

/** However slow the machine, it ends. */
const LONGEST_RUN_MS = 30 * 60_000;

function progress(words) {
  process.stderr.write(`measuring: ${words} …\n`);
}

const options = readOptions();
process.on('exit', killChildren);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
setTimeout(() => {
  process.stderr.write(`The benchmarks took over ${LONGEST_RUN_MS / 60_000} minutes and were given up.\n`);
  process.exit(1);
}, LONGEST_RUN_MS).unref();

const { build } = await import('../scripts/build-parts.mjs');
await build();

const begun = performance.now();
const rows = [];
for (const group of options.groups) {
  try {
    rows.push(...(await MEASURES[group]({ ...options, progress })));
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${group}: ${error.stack}\n`);
    rows.push({ measure: group, skipped: `it failed: ${error.message.split('\n')[0]}` });
    await stopChildren();
  }
}
const seconds = Math.round((performance.now() - begun) / 1_000);
process.stdout.write(
  `\nNode ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${seconds} s\n\n` +
    `${formatTable(rows)}\n`,
);
