import { describe, expect, it } from '@jest/globals';
import type { CommandLine } from './command-line.js';
import { npmCommand } from './npm-command.js';

const withData = (folder?: string): CommandLine => ({
  command: 'backup',
  args: [],
  variables: folder === undefined ? {} : { DATA_DIR: folder },
});

describe('the command to enter next', () => {
  it.each([
    ['/srv/b.db', undefined, 'npm run restore -- /srv/b.db'],
    ['/srv/b.db', './data', 'npm run restore -- /srv/b.db --data ./data'],
    ['/srv/b 1.db', "it's", "npm run restore -- '/srv/b 1.db' --data 'it'\\''s'"],
    ['$(x).db', 'ä', "npm run restore -- '$(x).db' --data 'ä'"],
  ])('quotes the file %s and the folder %s where a shell needs it', (file, folder, command) => {
    expect(npmCommand('restore', [file], withData(folder))).toBe(command);
  });
});
