// Runs the chosen scenarios one after another and prints their rows as one table.
import { availableParallelism, cpus } from 'node:os';
import { readOptions } from './options.mjs';
import { killChildren, stopChildren } from './processes/child.mjs';
import { formatTable } from './report/table.mjs';
import { measureFanout } from './scenarios/fanout.mjs';
import { measureHistory } from './scenarios/history.mjs';
import { measureMemory } from './scenarios/memory.mjs';
import { measurePage } from './scenarios/page.mjs';
import { measurePings } from './scenarios/pings.mjs';
import { measureRefetch } from './scenarios/refetch.mjs';
import { measureStart } from './scenarios/start.mjs';
import { measureTv } from './scenarios/tv.mjs';
import { measureUpdate } from './scenarios/update.mjs';
import { measureWrites } from './scenarios/writes.mjs';

/** The scenarios in the order in which they run: short ones and those with little load are first. */
const SCENARIOS = {
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

/** The run is stopped after this long. */
const MAX_RUN_MS = 30 * 60_000;

function progress(step) {
  process.stderr.write(`measuring: ${step} …\n`);
}

const options = readOptions(Object.keys(SCENARIOS));
process.on('exit', killChildren);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
setTimeout(() => {
  process.stderr.write(`The benchmarks were stopped after ${MAX_RUN_MS / 60_000} minutes.\n`);
  process.exit(1);
}, MAX_RUN_MS).unref();

const { build } = await import('../scripts/build-parts.mjs');
await build();

const startedAt = performance.now();
const rows = [];
for (const scenario of options.scenarios) {
  try {
    rows.push(...(await SCENARIOS[scenario]({ ...options, progress })));
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${scenario}: ${error.stack}\n`);
    rows.push({ measure: scenario, skipped: `failed: ${error.message.split('\n')[0]}` });
    await stopChildren();
  }
}
const seconds = Math.round((performance.now() - startedAt) / 1_000);
process.stdout.write(
  `\nNode ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${seconds} s\n\n` +
    `${formatTable(rows)}\n`,
);
