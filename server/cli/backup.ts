import { join, resolve } from 'node:path';
import { loadSettings } from '../config/load-settings.js';
import type { Environment } from '../config/given-text.js';
import { fileTimestamp } from '../database/sqlite/file-timestamp.js';
import { backUp } from '../database/sqlite/sqlite-backup.js';
import { dumpPostgres } from '../database/postgres/dump.js';
import type { CommandLine } from './command-line.js';
import { npmCommand } from './npm-command.js';

/**
 * Copies the database to the given file, or to a file in the data folder. The server may be running.
 * @returns what was done
 * @throws StartupError
 */
export function backup(commandLine: CommandLine, environment: Environment): string {
  const { dataDir, databaseUrl } = loadSettings(environment);
  const name = `boardcast-${fileTimestamp(Date.now())}.${databaseUrl === undefined ? 'db' : 'dump'}`;
  const [file = join(dataDir, 'backups', name)] = commandLine.args;
  const target = resolve(file);
  const bytes = databaseUrl === undefined ? backUp(dataDir, target) : dumpPostgres(databaseUrl, target);
  return (
    `Backed up ${(bytes / 2 ** 20).toFixed(1)} MiB to ${target}\n` +
    `Restore it with: ${npmCommand('restore', [target], commandLine)}`
  );
}
