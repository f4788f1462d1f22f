import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { StartupError } from '../common/errors/startup-error.js';
import { dataDirOf } from './data-dir.js';
import type { Environment } from './given-text.js';
import { readVariables } from './read-variables.js';
import { DEFAULT_SETTINGS, SETTING_NAMES } from './setting-definitions.js';
import { createSettings, type Settings, type SettingValues } from './settings.js';

/**
 * Loads the settings of the standalone server from the environment, then from the file `.env` in the working directory, then
 * from the defaults. An empty variable counts as not set.
 *
 * @throws StartupError that names every invalid variable and its allowed values
 */
export function loadSettings(environment: Environment = process.env, folder = process.cwd()): Settings {
  return parseSettings(withEnvFile(environment, folder), folder);
}

/**
 * Parses the settings of the standalone server in an environment, without `.env`.
 * @param folder the working directory, which contains the default data folder
 */
export function parseSettings(environment: Environment, folder = process.cwd()): Settings {
  const { values, problems } = readVariables(environment, SETTING_NAMES);
  const { host, access, prefix, publicUrl } = { ...DEFAULT_SETTINGS, ...values };
  throwIfInvalid([
    ...problems,
    ...redisProblems(environment),
    ...exposureProblems(host, access),
    ...basePathProblems(prefix, publicUrl),
    ...backupProblems(values),
  ]);
  return createSettings({ ...DEFAULT_SETTINGS, ...values, dataDir: dataDirOf(values, folder) });
}

/** Adds the variables of the file `.env` in the folder to those of the environment, which have precedence. */
export function withEnvFile(environment: Environment, folder = process.cwd()): Environment {
  return { ...readEnvFile(join(folder, '.env')), ...withoutEmpty(environment) };
}

/**
 * @param what the problems are about
 * @throws StartupError if there are problems
 */
export function throwIfInvalid(problems: readonly string[], what: 'setting' | 'option' = 'setting'): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? `One ${what} is` : `${problems.length} ${what}s are`;
  throw new StartupError(`${count} invalid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
}

function redisProblems({ REDIS_URL = '' }: Environment): string[] {
  return REDIS_URL === '' ? [] : ['REDIS_URL must not be set: this version runs as one process.'];
}

/** Returns a problem if the server should back up a database that it cannot copy. */
export function backupProblems({ databaseUrl, backupEveryMs = 0 }: Partial<SettingValues>): string[] {
  return databaseUrl === undefined || backupEveryMs === 0
    ? []
    : [
        'BACKUP_EVERY (option backupEveryMs) copies SQLite databases only. Back up PostgreSQL with its own tools, such as pg_dump, ' +
          'and leave out BACKUP_EVERY.',
      ];
}

/** While there are no accounts, everyone who can reach the server can read and write, so this must be set explicitly. */
function exposureProblems(host: string, access: Settings['access']): string[] {
  return isLoopback(host) || access === 'open'
    ? []
    : [
        `HOST is '${host}', which others on the network can reach, and there are no accounts yet: ` +
          `set ACCESS=open to let everyone read and write, or leave HOST at 127.0.0.1.`,
      ];
}

/** The address that people use must lead to the path below which the server answers. A proxy passes on the path unchanged. */
function basePathProblems(basePath: string, publicUrl: URL | undefined): string[] {
  const problems: string[] = [];
  if (/^\/health(\/|$)/.test(basePath)) {
    problems.push(
      `BASE_PATH is '${basePath}', but health checks are answered at /health without it: use another path.`,
    );
  }
  const path = publicUrl?.pathname.replace(/\/$/, '') ?? '';
  if (path !== '' && path !== basePath) {
    problems.push(
      `The path of PUBLIC_URL is '${path}', but the server answers below '${basePath}/' (BASE_PATH): ` +
        'set BASE_PATH to the path of PUBLIC_URL, or remove the path from PUBLIC_URL.',
    );
  }
  return problems;
}

/** Whether a server that listens on this host can only be reached from this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new StartupError(`The file ${path} cannot be read (${code ?? message}): make it readable, or remove it.`, {
      cause: error,
    });
  }
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== undefined && text !== ''));
}
