import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startupErrorMessage } from '../../test/support/server/startup-error-message.js';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { loadSettings, parseSettings } from './load-settings.js';
import { SETTING_DEFINITIONS } from './setting-definitions.js';

const URL_WITH_PASSWORD = 'postgres://user:hunter2@db/boards';

let folder: string;
let file: string;
useTempDirPerTest((path) => {
  folder = path;
  file = join(folder, 'secret');
});

const messageOf = (environment: Record<string, string>): string =>
  startupErrorMessage(() => parseSettings(environment));

describe('a file with the value of a secret', () => {
  it.each(['', '\n', '\r\n', '\n\n'])('is read without the line breaks %j at its end', (end) => {
    writeFileSync(file, `${URL_WITH_PASSWORD}${end}`);
    expect(parseSettings({ DATABASE_URL_FILE: file }).databaseUrl).toBe(URL_WITH_PASSWORD);
  });

  it('may be named for every secret setting, and for no other', () => {
    const definitions = Object.values(SETTING_DEFINITIONS);
    const variables = definitions.flatMap(({ variable, secret }) =>
      variable !== undefined && secret ? [variable] : [],
    );
    expect(variables).toContain('DATABASE_URL');
    for (const variable of variables) {
      expect(messageOf({ [`${variable}_FILE`]: join(folder, 'nothing') })).toContain(`${variable}_FILE is`);
    }
    expect(parseSettings({ PORT_FILE: join(folder, 'nothing') }).port).toBe(3000);
  });

  it('may be named in .env', () => {
    writeFileSync(file, URL_WITH_PASSWORD);
    writeFileSync(join(folder, '.env'), `DATABASE_URL_FILE=${file}\n`);
    expect(loadSettings({}, folder).databaseUrl).toBe(URL_WITH_PASSWORD);
  });

  it('is ignored if the variable is empty', () => {
    expect(parseSettings({ DATABASE_URL: URL_WITH_PASSWORD, DATABASE_URL_FILE: '' }).databaseUrl).toBe(
      URL_WITH_PASSWORD,
    );
  });

  it('is rejected if the variable itself is set, too', () => {
    writeFileSync(file, URL_WITH_PASSWORD);
    const message = messageOf({ DATABASE_URL: URL_WITH_PASSWORD, DATABASE_URL_FILE: file });
    expect(message).toContain('DATABASE_URL and DATABASE_URL_FILE are both set: remove one of them.');
    expect(message).not.toContain('hunter2');
  });

  it('is rejected if its content is not valid, without repeating it', () => {
    writeFileSync(file, 'mysql://user:hunter2@db/boards\n');
    const message = messageOf({ DATABASE_URL_FILE: file });
    expect(message).toContain('The content of DATABASE_URL_FILE must be a URL like postgres:');
    expect(message).not.toContain('hunter2');
  });

  it('is rejected if it cannot be read or is empty, together with all other invalid settings', () => {
    expect(messageOf({ DATABASE_URL_FILE: file, PORT: 'x' })).toMatch(
      /^2 settings are invalid:[^]*DATABASE_URL_FILE is '.*secret', but that file cannot be read \(ENOENT\)\./,
    );
    writeFileSync(file, '\n');
    expect(messageOf({ DATABASE_URL_FILE: file })).toContain('but that file is empty');
    mkdirSync(join(folder, 'directory'));
    expect(messageOf({ DATABASE_URL_FILE: join(folder, 'directory') })).toContain('cannot be read (EISDIR)');
  });
});
