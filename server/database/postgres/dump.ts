import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupError } from '../../common/errors/startup-error.js';
import { createPrivate } from '../sqlite/private-files.js';
import { SCHEMA } from './session.js';

/**
 * Copies Boardcast's schema into one file with PostgreSQL's own pg_dump, while the server runs or not.
 * @param target must not be there yet; its folder is made.
 * @returns the size of the copy in bytes.
 * @throws StartupError in words.
 */
export function dumpPostgres(url: string, target: string): number {
  if (existsSync(target))
    throw new StartupError(`${target} is there already. Name another file, or move that one away.`);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const part = `${target}.part`;
  rmSync(part, { force: true });
  createPrivate(part);
  try {
    run('pg_dump', url, ['--format=custom', '--no-owner', `--schema=${SCHEMA}`, `--file=${part}`]);
    renameSync(part, target);
  } finally {
    rmSync(part, { force: true });
  }
  return statSync(target).size;
}

/**
 * Puts such a copy in the place of Boardcast's schema, all of it or nothing. No server may run on it.
 * @throws StartupError in words; the database stays as it is then.
 */
export function restorePostgres(url: string, backup: string): void {
  if (!existsSync(backup)) throw new StartupError(`There is no file ${backup}.`);
  run('pg_restore', url, ['--clean', '--if-exists', '--no-owner', '--single-transaction', backup]);
}

/** The password goes by the environment: everybody on the machine sees arguments. */
function run(command: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): void {
  const place = new URL(url);
  const password = decodeURIComponent(place.password);
  place.password = '';
  const { error, status, stderr } = spawnSync(command, [`--dbname=${place.href}`, ...args], {
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
    encoding: 'utf8',
  });
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new StartupError(
      `${command} is not here: install PostgreSQL's client tools, in the version of the server or newer.`,
    );
  }
  if (error) throw new StartupError(`${command} cannot be run: ${error.message}`, { cause: error });
  if (status !== 0) throw new StartupError(`${command} failed: ${stderr.trim()}`);
}
