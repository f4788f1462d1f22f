import { parseArgs } from 'node:util';

/** Every group of rows, in the order they run: the quick and quiet ones first. */
const GROUPS = ['start', 'update', 'memory', 'fanout', 'pings', 'refetch', 'writes', 'history', 'page', 'tv'];

const HELP = `npm run bench -- [options] [group …]

  --quick          without the rows of 10,000 viewers, and with fewer rounds
  --help

Groups of rows, all unless some are named: ${GROUPS.join(', ')}
`;

/**
 * @typedef {object} Options
 * @property {boolean} quick
 * @property {string[]} groups the groups of rows to measure
 */

/**
 * Reads the command line; ends the process where it asks for help or cannot be understood.
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
  const unknown = named.filter((name) => !GROUPS.includes(name));
  if (unknown.length > 0) refuse(`There are no rows called ${unknown.join(', ')}.`);
  return { quick, groups: named.length === 0 ? GROUPS : GROUPS.filter((name) => named.includes(name)) };
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
    return refuse(error.message);
  }
}

function refuse(reason) {
  process.stderr.write(`${reason}\n\n${HELP}`);
  process.exit(2);
}
