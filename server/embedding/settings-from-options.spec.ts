import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { useTempDirPerTest } from '../../test/support/use-temp-dir.js';
import { StartupError } from '../common/errors/startup-error.js';
import { SETTING_NAMES } from '../config/setting-definitions.js';
import type { DashboardOptions } from './dashboard-options.js';
import { settingsFromOptions } from './settings-from-options.js';

function messageOf(options: object): string {
  try {
    settingsFromOptions(options);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  return '';
}

class OptionsWithGetters {
  get prefix(): string {
    return `/${this.constructor.name}`;
  }
}

describe('settingsFromOptions', () => {
  const environment = { ...process.env };
  const workingDirectory = process.cwd();
  let folder: string;
  afterEach(() => {
    process.chdir(workingDirectory);
    process.env = { ...environment };
  });
  useTempDirPerTest((path) => (folder = path));

  it('has a default for everything', () => {
    expect(settingsFromOptions({})).toMatchObject({
      prefix: '/boardcast',
      access: 'local',
      parts: { client: true, api: true, openApi: true, health: true, metrics: true },
      cacheTtlMs: 10_000,
      timeZone: 'UTC',
    });
  });

  it('takes values of options and keeps the defaults of undefined options', () => {
    const options: DashboardOptions = {
      prefix: '/live/',
      parts: { health: false, metrics: undefined },
      retentionMs: 60_000,
      maxSeries: undefined,
      publicUrl: new URL('https://shop.example.com'),
      dataDir: 'boards',
    };
    expect(settingsFromOptions(options)).toMatchObject({
      prefix: '/live',
      parts: { client: true, api: true, openApi: true, health: false, metrics: true },
      retentionMs: 60_000,
      maxSeries: 10_000,
      publicUrl: new URL('https://shop.example.com'),
      dataDir: resolve('boards'),
    });
  });

  it.each(['', '/'])('answers at the root with the prefix %j', (prefix) => {
    expect(settingsFromOptions({ prefix }).prefix).toBe('');
  });

  it('reports all invalid options in one message', () => {
    const message = messageOf({
      retentionMs: -1,
      cacheTtlMs: '10s',
      maxSeries: 0.5,
      access: 'closed',
      prefix: 'boards',
      parts: { pages: false },
      authorize: true,
      routeMetadata: 'public',
      fromEnvironment: 'yes',
      retention: 5,
    });
    expect(message).toMatch(/^11 options are invalid:/);
    expect(message).toContain('retentionMs is -1, but must be a number of milliseconds from 60000 to 3153600000000.');
    expect(message).toContain("cacheTtlMs is '10s', but must be a number of milliseconds");
    expect(message).toContain('maxSeries is 0.5, but must be a whole number from 1 to 10000000.');
    expect(message).toContain("access is 'closed', but must be one of local, open.");
    expect(message).toContain("prefix is 'boards', but must be a path like");
    expect(message).toContain('parts is { pages: false }, but must be an object with true or false for any of client,');
    expect(message).toContain('authorize is true, but must be a function.');
    expect(message).toContain("routeMetadata is 'public', but must be an object.");
    expect(message).toContain("fromEnvironment is 'yes', but must be true or false.");
    expect(message).toContain("There is no option 'retention'.");
    expect(message).toContain('access has no effect together with authorize');
  });

  it.each([NaN, Infinity, null, '5', [], {}, -1, 1.5])('rejects maxBoards: %p', (maxBoards) => {
    expect(messageOf({ maxBoards })).toContain('maxBoards is');
  });

  it.each(['port', 'host', 'version', '__proto__x', 'constructor'])('does not have the option %s', (name) => {
    expect(messageOf({ [name]: 1 })).toContain(`There is no option '${name}'.`);
  });

  it.each(['//x', '/a//b', '/a/../b', '/a b', '/a?b', 'https://x/', '/ä'])('rejects the prefix %s', (prefix) => {
    expect(messageOf({ prefix })).toContain('prefix is');
  });

  it('rejects access together with authorize, and pages without the API', () => {
    expect(messageOf({ access: 'open', authorize: () => null })).toContain('remove one of them');
    expect(messageOf({ parts: { api: false } })).toContain('set parts.client to false');
    expect(messageOf({ parts: { api: false, client: false } })).toBe('');
  });

  it('rejects backups of PostgreSQL', () => {
    expect(messageOf({ databaseUrl: 'postgres://db/x', backupEveryMs: 86_400_000 })).toContain('option backupEveryMs');
  });

  it('never repeats a password', () => {
    expect(messageOf({ databaseUrl: 'mysql://user:hunter2@db/x', publicUrl: 'https://u:hunter2@x' })).not.toContain(
      'hunter2',
    );
  });

  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['an array', []],
    ['a Map', new Map([['prefix', '/x']])],
    ['a class with getters', new OptionsWithGetters()],
  ])('rejects options that are %s', (_what, options) => {
    expect(messageOf(options as object)).toContain('must be an object');
  });

  it('reads nothing from the environment and .env', () => {
    process.chdir(folder);
    writeFileSync('.env', 'DATABASE_URL=file:./dev.db\nLOG_LEVEL=verbose\n');
    Object.assign(process.env, { REDIS_URL: 'redis://x', HOST: '0.0.0.0', MAX_SERIES: '7', TZ: 'Europe/Berlin' });
    expect(settingsFromOptions({ dataDir: folder })).toMatchObject({
      databaseUrl: undefined,
      maxSeries: 10_000,
      timeZone: 'UTC',
    });
  });

  it('reads variables of settings that no option gives, with fromEnvironment', () => {
    process.chdir(folder);
    writeFileSync('.env', 'MAX_BOARDS=9\nCACHE_TTL=2s\n');
    Object.assign(process.env, {
      HOST: '0.0.0.0',
      PORT: 'x',
      MAX_SERIES: '7',
      CACHE_TTL: 'never',
      REDIS_URL: 'redis://x',
    });
    expect(settingsFromOptions({ fromEnvironment: true, dataDir: folder, cacheTtlMs: 5 })).toMatchObject({
      maxSeries: 7,
      maxBoards: 9,
      cacheTtlMs: 5,
      prefix: '/boardcast',
      host: '127.0.0.1',
    });
    expect(messageOf({ fromEnvironment: true, maxSeries: -1 })).toMatch(
      /2 settings are invalid:\n {2}maxSeries is -1.*\n {2}CACHE_TTL is 'never'/,
    );
  });

  it('reads every setting of the server from an option, except those of the standalone server', () => {
    const missing = SETTING_NAMES.filter((name) => messageOf({ [name]: Symbol('invalid') }).includes('no option'));
    expect(missing).toEqual(['port', 'host', 'extensions']);
  });
});
