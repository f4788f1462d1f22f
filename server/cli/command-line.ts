import { parseArgs } from 'node:util';
import { SETTING_DEFINITIONS } from '../config/setting-definitions.js';

/** A command line that cannot be understood. Its message says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options that set a setting, with the placeholder of their value in the help. */
export const SETTING_OPTIONS = {
  port: { setting: 'port', value: 'PORT', help: 'The port to listen on; 0 takes any free port' },
  data: { setting: 'dataDir', value: 'FOLDER', help: 'The folder of the database' },
} as const;
export type SettingOption = keyof typeof SETTING_OPTIONS;

interface CommandUsage {
  /** The arguments after the name of the command. Those in brackets may be left out. */
  readonly parameters: readonly string[];
  readonly options: readonly SettingOption[];
  readonly help: string;
}

export const COMMANDS = {
  start: { parameters: [], options: ['port', 'data'], help: 'Start the server. This is the default' },
  backup: { parameters: ['[FILE]'], options: ['data'], help: 'Copy the database to a file. The server may be running' },
  restore: {
    parameters: ['FILE'],
    options: ['data'],
    help: 'Replace the database with a backup. The server must be stopped',
  },
  'new-source': { parameters: ['NAME'], options: [], help: 'Create a folder with a source of your own, and its tests' },
} as const satisfies Record<string, CommandUsage>;
export type CommandName = keyof typeof COMMANDS;

export interface CommandLine {
  readonly command: CommandName | 'help' | 'version';
  readonly args: readonly string[];
  /** The environment variables that the options set. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Parses the arguments of the program.
 * @throws UsageError
 */
export function parseCommandLine(given: readonly string[]): CommandLine {
  const { values, positionals } = parse(given);
  const { help, version, ...settings } = values;
  const [name = 'start', ...args] = positionals;
  // Without dashes too, because people try that first.
  if (help === true || name === 'help') return { command: 'help', args: [], variables: {} };
  if (version === true || name === 'version') return { command: 'version', args: [], variables: {} };
  if (!isCommand(name)) throw new UsageError(`There is no command '${name}'.`);
  checkArguments(name, args);
  return { command: name, args, variables: toVariables(name, settings) };
}

function parse(given: readonly string[]): {
  values: { help?: boolean; version?: boolean } & Partial<Record<SettingOption, string>>;
  positionals: string[];
} {
  try {
    const parsed = parseArgs({
      args: [...given],
      allowPositionals: true,
      tokens: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
    rejectRepeated(parsed.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Node adds hints about quoting.
    const [problem = ''] = (error as Error).message.split(/\. |\n/);
    const [, option] = /^Option '(--\w+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(problem) ?? [];
    const message = option === undefined ? `${problem.replace(/\.$/, '')}.` : `${option} needs a value.`;
    throw new UsageError(message, { cause: error });
  }
}

function rejectRepeated(options: readonly string[]): void {
  const repeated = options.find((option, index) => options.indexOf(option) < index);
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given more than once.`);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function checkArguments(name: CommandName, args: readonly string[]): void {
  const { parameters }: CommandUsage = COMMANDS[name];
  const missing = parameters[args.length];
  if (missing?.startsWith('[') === false) throw new UsageError(`The command ${name} needs ${missing}.`);
  const extra = args[parameters.length];
  if (extra !== undefined) throw new UsageError(`The command ${name} has no argument '${extra}'.`);
}

function toVariables(name: CommandName, given: Partial<Record<SettingOption, string>>): Record<string, string> {
  const { options }: CommandUsage = COMMANDS[name];
  return Object.fromEntries(
    Object.entries(given).map(([option, text]) => {
      if (!options.includes(option as SettingOption)) {
        throw new UsageError(`The command ${name} has no option --${option}.`);
      }
      const { variable = '', kind } = SETTING_DEFINITIONS[SETTING_OPTIONS[option as SettingOption].setting];
      if (kind.fromText(text) === undefined) throw new UsageError(`--${option} is '${text}', but ${kind.textRule}.`);
      return [variable, text];
    }),
  );
}
