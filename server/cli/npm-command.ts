import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../config/package-root.js';
import type { CommandLine } from './command-line.js';

/**
 * Returns the command line of another command with the same data folder: an npm script in a clone, or npx with an installed package.
 */
export function npmCommand(command: 'start' | 'restore', args: readonly string[], { variables }: CommandLine): string {
  const { DATA_DIR } = variables;
  const all = [...args, ...(DATA_DIR === undefined ? [] : ['--data', DATA_DIR])].map(quote);
  const isClone = existsSync(join(PACKAGE_ROOT, 'scripts'));
  if (!isClone) return ['npx boardcast', ...(command === 'start' ? [] : [command]), ...all].join(' ');
  return [command === 'start' ? 'npm start' : `npm run ${command}`, ...(all.length > 0 ? ['--', ...all] : [])].join(
    ' ',
  );
}

/** Quotes an argument for a shell, if it needs that. */
function quote(argument: string): string {
  return /^[\w./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
