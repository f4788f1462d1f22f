import { describe, expect, it } from '@jest/globals';
import { COMMANDS, parseCommandLine, UsageError } from './command-line.js';
import { helpText } from './help.js';

function usageErrorOf(...args: string[]): string {
  try {
    parseCommandLine(args);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('Expected a UsageError, but nothing was thrown.');
}

describe('parseCommandLine', () => {
  it('starts the server if there is no command', () => {
    expect(parseCommandLine([])).toEqual({ command: 'start', args: [], variables: {} });
  });

  it('reads options before and after the command', () => {
    const expected = { command: 'backup', args: ['copy.db'], variables: { DATA_DIR: 'd' } };
    expect(parseCommandLine(['backup', 'copy.db', '--data', 'd'])).toEqual(expected);
    expect(parseCommandLine(['--data=d', 'backup', 'copy.db'])).toEqual(expected);
  });

  it('sets a variable for each option of the start', () => {
    expect(parseCommandLine(['--port', '0', '--data', 'd']).variables).toEqual({ PORT: '0', DATA_DIR: 'd' });
  });

  it.each([
    ['--help', 'help'],
    ['-h', 'help'],
    ['--version', 'version'],
    ['-v', 'version'],
  ])('prefers %s to a command', (option, command) => {
    expect(parseCommandLine(['restore', option]).command).toBe(command);
  });

  it.each(['help', 'version'])('accepts %s without dashes', (command) => {
    expect(parseCommandLine([command]).command).toBe(command);
  });

  it.each([
    [['serve'], "There is no command 'serve'."],
    [['toString'], "There is no command 'toString'."],
    [['--verbose'], "Unknown option '--verbose'."],
    [['--port'], '--port needs a value.'],
    [['--port', '--data', 'd'], '--port needs a value.'],
    [['--port', '-1'], '--port needs a value.'],
    [['--port', '1', '--port', '2'], '--port is given more than once.'],
    [['--help=yes'], "Option '-h, --help' does not take an argument."],
    [['--port', 'http'], "--port is 'http', but must be a whole number from 0 to 65535."],
    [['--data', ''], "--data is '', but must be the path of a folder."],
    [['restore'], 'The command restore needs FILE.'],
    [['backup', 'a.db', 'b.db'], "The command backup has no argument 'b.db'."],
    [['backup', '--port', '1'], 'The command backup has no option --port.'],
  ])('rejects %p: %s', (args, message) => {
    expect(usageErrorOf(...args)).toBe(message);
  });
});

describe('the help', () => {
  it('lists all commands and options', () => {
    const terms = [...Object.keys(COMMANDS), '--port PORT', '--data FOLDER', '--help', '--version'];
    expect(terms.filter((term) => !helpText().includes(`  ${term}`) && !helpText().includes(`, ${term}`))).toEqual([]);
  });

  it('names the variables and defaults of options', () => {
    expect(helpText()).toContain('Default: PORT, else 3000.');
    expect(helpText()).toContain('Default: DATA_DIR, else data.');
  });
});
