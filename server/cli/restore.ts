import { resolve } from 'node:path';
import { loadSettings } from '../config/load-settings.js';
import type { Environment } from '../config/given-text.js';
import { Database } from '../database/database.js';
import { restorePostgres } from '../database/postgres/dump.js';
import { restore as restoreFile } from '../database/sqlite/sqlite-backup.js';
import type { CommandLine } from './command-line.js';
import { npmCommand } from './npm-command.js';

/**
 * Replaces the database with a backup. The server must be stopped.
 * @returns what was done
 * @throws StartupError; then the database is unchanged
 */
export async function restore(commandLine: CommandLine, environment: Environment): Promise<string> {
  const { dataDir, databaseUrl } = loadSettings(environment);
  const backup = resolve(commandLine.args[0] as string);
  const done = `Restored ${backup}. Start the server with: ${npmCommand('start', [], commandLine)}`;
  if (databaseUrl !== undefined) {
    // Opening fails while a server uses the database.
    await (await Database.open({ dataDir, databaseUrl })).close();
    restorePostgres(databaseUrl, backup);
    return done;
  }
  const previous = restoreFile(backup, dataDir, Date.now());
  return previous === undefined
    ? done
    : `${done}\nThe previous database is in ${previous}. Delete it when you no longer need it.`;
}
