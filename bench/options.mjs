import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {boolean} quick
 * @property {string[]} scenarios the names of the scenarios to run
 */

/**
 * Reads the command line. For `--help` and for errors, it prints the help and exits.
 *
 * @param {string[]} known the names of all scenarios
 * @returns {Options}
 */
export function readOptions(known, args = process.argv.slice(2)) {
  const usage = `npm run bench -- [options] [scenario …]

  --quick          without 10,000 clients, and with fewer rounds
  --help

Scenarios (default: all): ${known.join(', ')}
`;
  try {
    const options = { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } };
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const unknown = positionals.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`Unknown scenario: ${unknown.join(', ')}.`);
    return {
      quick: values.quick,
      scenarios: positionals.length === 0 ? known : known.filter((name) => positionals.includes(name)),
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
