import { parseArgs } from 'node:util';

/** All scenarios, in the order in which they run: short ones and those with little load are first. */
const SCENARIOS = ['start', 'update', 'memory', 'fanout', 'pings', 'refetch', 'writes', 'history', 'page', 'tv'];

const HELP = `npm run bench -- [options] [scenario …]

  --quick          without 10,000 clients, and with fewer rounds
  --help

Scenarios (default: all): ${SCENARIOS.join(', ')}
`;

/**
 * @typedef {object} Options
 * @property {boolean} quick
 * @property {string[]} scenarios the names of the scenarios to run
 */

/**
 * Reads the command line. For `--help` and for errors, it prints the help and exits.
 *
 * @returns {Options}
 */
export function readOptions(args = process.argv.slice(2)) {
  const {
    values: { quick, help },
    positionals: named,
  } = parse(args);
  if (help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  const unknown = named.filter((name) => !SCENARIOS.includes(name));
  if (unknown.length > 0) exitWithHelp(`Unknown scenario: ${unknown.join(', ')}.`);
  return { quick, scenarios: named.length === 0 ? SCENARIOS : SCENARIOS.filter((name) => named.includes(name)) };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    return exitWithHelp(error.message);
  }
}

function exitWithHelp(reason) {
  process.stderr.write(`${reason}\n\n${HELP}`);
  process.exit(2);
}
