import { SETTING_DEFINITIONS } from '../config/setting-definitions.js';
import { COMMANDS, SETTING_OPTIONS } from './command-line.js';

/** Returns the text of `--help`. */
export function helpText(): string {
  const commands = Object.entries(COMMANDS).map(([name, { parameters, help }]) => [
    [name, ...parameters].join(' '),
    help,
  ]);
  const settings = Object.entries(SETTING_OPTIONS).map(([name, { setting, value, help }]) => {
    const { variable = '', fallback } = SETTING_DEFINITIONS[setting];
    return [`--${name} ${value}`, `${help}. Default: ${variable}, else ${fallback}`];
  });
  const others = [
    ['-h, --help', 'Show this text'],
    ['-v, --version', 'Show the version'],
  ];
  return [
    'Usage: npx boardcast [command] [options]',
    '',
    'Commands:',
    ...table(commands),
    '',
    'Options:',
    ...table([...settings, ...others]),
    '',
    'All other settings are environment variables, or lines of the file .env in the working directory.',
  ].join('\n');
}

function table(rows: readonly string[][]): string[] {
  const width = Math.max(...rows.map(([term = '']) => term.length));
  return rows.map(([term = '', help = '']) => `  ${term.padEnd(width)}  ${help}.`);
}
