// Runs the chosen attacks one after another, and prints the results as one table.
import { parseArgs } from 'node:util';
import '../../test/support/typescript-in-workers.mjs';
import { Child, killChildren } from '../processes/child.mjs';
import { Server } from '../processes/server.mjs';
import { formatTable } from '../report/table.mjs';
import { killRepeatedly } from './kills.mjs';
import { observeServer } from './observe-server.mjs';

/** The size of each attack, and the factor for `--quick`. */
const COUNTS = { requests: 100_000, messages: 200_000, handshakes: 10_000, kills: 30 };
const QUICK = 1 / 100;

/** Limits on an otherwise idle machine. */
const HEALTH_P99_MS = 300;
const HEALTH_MAX_MS = 1_000;
/** The timeout of an attack. */
const MAX_RUN_MS = 60 * 60_000;

const MEMORY_BYTES = 1024 * 1024 * 1024;

const HELP = `npm run fuzz -- [options] [attack …]

  --quick          a hundredth of each attack, and one kill
  --seed <number>  seed of all random choices (default: a new one)
  --help

Attacks (default: all): ${Object.keys(COUNTS).join(', ')}
`;

const { quick, seed, attacks } = readOptions();
process.on('exit', killChildren);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

await (await import('../../scripts/build-parts.mjs')).build();
const { SeededRandom } = await import('../../test/support/fuzz/seeded-random.ts');

process.stderr.write(`Seed ${seed}\n`);
const rows = [];
const failures = [];
for (const attack of attacks) {
  const count = Math.max(1, Math.round(COUNTS[attack] * (quick ? QUICK : 1)));
  process.stderr.write(`attacking: ${count} ${attack} …\n`);
  rows.push(...(attack === 'kills' ? await kill(count) : await attackWith(attack, count)));
}
process.stdout.write(`\n${formatTable(rows)}\n`);
for (const failure of failures) process.stdout.write(`failure: ${failure}\n`);
process.exitCode = rows.every(({ target }) => target?.passed !== false) ? 0 : 1;

/** Runs an attack on a new server from a separate process. */
async function attackWith(attack, count) {
  const server = await Server.boardcast();
  const attackers = new Child('clients/attackers.mjs');
  try {
    const base = `http://127.0.0.1:${server.port}`;
    const { result, error, observed } = await observeServer(server, () =>
      attackers.call(attack, { base, seed, count }, MAX_RUN_MS),
    );
    const { sent = 0, outcomes = {}, failures: found = [error?.message ?? 'no result'] } = result ?? {};
    failures.push(...found.map((failure) => `${attack}: ${failure}`));
    return [
      { measure: `${attack}: sent`, ours: sent, unit: '', note: summaryOf(outcomes) },
      row(`${attack}: failures`, found.length, '', 'none', found.length === 0),
      row(`${attack}: the server is running`, observed.isRunning ? 1 : 0, '', 'yes', observed.isRunning),
      limit(`${attack}: health, p99`, observed.health.p99, 'ms', HEALTH_P99_MS),
      limit(`${attack}: health, slowest`, observed.health.max, 'ms', HEALTH_MAX_MS),
      limit(`${attack}: memory, maximum`, observed.memory / 2 ** 20, 'MiB', MEMORY_BYTES / 2 ** 20),
    ];
  } finally {
    await attackers.stop();
    await server.stop();
  }
}

async function kill(count) {
  const { writes, rejected, lost, unexpectedExits } = await killRepeatedly(count, new SeededRandom(seed));
  failures.push(...rejected.slice(0, 5), ...lost.slice(0, 20).map((what) => `kills: lost ${what}`));
  return [
    { measure: 'kills: writes', ours: writes, unit: '', note: `${count} kills` },
    row('kills: rejected writes', rejected.length, '', 'none', rejected.length === 0),
    row('kills: lost acknowledged writes', lost.length, '', 'none', lost.length === 0),
    row('kills: unexpected exits', unexpectedExits, '', 'none', unexpectedExits === 0),
  ];
}

function row(measure, ours, unit, text, passed) {
  return { measure, ours, unit, target: { text, passed } };
}

function limit(measure, ours, unit, max) {
  return row(measure, ours, unit, `<= ${max} ${unit}`, ours <= max);
}

function summaryOf(outcomes) {
  return Object.entries(outcomes)
    .map(([outcome, times]) => `${outcome}: ${times}`)
    .join(', ');
}

function readOptions(args = process.argv.slice(2)) {
  const options = {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', default: false },
  };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const known = positionals.every((name) => name in COUNTS);
  if (values.help || !known) {
    (known ? process.stdout : process.stderr).write(HELP);
    process.exit(known ? 0 : 2);
  }
  const named = positionals.length === 0 ? Object.keys(COUNTS) : positionals;
  return { quick: values.quick, seed: Number(values.seed), attacks: named };
}
