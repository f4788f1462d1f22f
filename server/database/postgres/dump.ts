import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupError } from '../../common/errors/startup-error.js';
import { createPrivate } from '../sqlite/private-files.js';
import { SCHEMA } from './session.js';

/**
 * Copies Boardcast's schema to one file with `pg_dump`. The server may be running.
 * @param target must not exist; its folder is created
 * @returns the size of the copy in bytes
 * @throws StartupError
 */
export function dumpPostgres(url: string, target: string): number {
  if (existsSync(target))
    throw new StartupError(`${target} exists already. Choose another file, or move that one away.`);
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
 * Replaces Boardcast's schema with a copy, in one transaction. No server may use the database.
 * @throws StartupError; then the database is unchanged
 */
export function restorePostgres(url: string, backup: string): void {
  if (!existsSync(backup)) throw new StartupError(`There is no file ${backup}.`);
  run('pg_restore', url, ['--clean', '--if-exists', '--no-owner', '--single-transaction', backup]);
}

/** Runs a command of PostgreSQL. The password is passed in the environment, because all users of the machine can see arguments. */
function run(command: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): void {
  const target = new URL(url);
  const password = decodeURIComponent(target.password);
  target.password = '';
  const { error, status, stderr } = spawnSync(command, [`--dbname=${target.href}`, ...args], {
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
    encoding: 'utf8',
  });
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new StartupError(
      `${command} is not installed. Install PostgreSQL's client tools, in the version of the server or newer.`,
    );
  }
  if (error) throw new StartupError(`${command} cannot be run: ${error.message}`, { cause: error });
  if (status !== 0) throw new StartupError(`${command} failed: ${stderr.trim()}`);
}
