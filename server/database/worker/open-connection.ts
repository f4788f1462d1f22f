import { SqliteConnection } from '../sqlite/sqlite-connection.js';
import { prepareFile } from '../sqlite/prepare-file.js';
import { createPrivate, makePrivate } from '../sqlite/private-files.js';
import { describeFileOpenFailure } from '../sqlite/unusable-file.js';
import type { ThreadSettings } from './thread-protocol.js';
import type { DatabaseConnection } from './database-connection.js';

interface OpenedConnection {
  readonly connection: DatabaseConnection;
  /** The copy of the database from before its migration, if it was migrated. */
  readonly upgradeCopy?: string | undefined;
}

/** Opens the connection of a thread. The writer creates or migrates the schema. */
export async function openConnection(settings: ThreadSettings): Promise<OpenedConnection> {
  const isWriter = settings.role === 'writer';
  if ('url' in settings) {
    // Loaded only if it is used.
    const [{ PostgresConnection }, { preparePostgres }] = await Promise.all([
      import('../postgres/postgres-connection.js'),
      import('../postgres/prepare-postgres.js'),
    ]);
    const connection = new PostgresConnection(settings.url, settings.role);
    if (isWriter) preparePostgres(connection);
    return { connection };
  }
  if (isWriter) {
    createPrivate(settings.file);
    makePrivate(settings.file);
  }
  const connection = new SqliteConnection(settings.file, !isWriter);
  return { connection, upgradeCopy: isWriter ? await prepareFile(connection.database, settings) : undefined };
}

/** Returns why the database cannot be opened and what to do. */
export async function describeOpenFailure(error: unknown, settings: ThreadSettings): Promise<string> {
  if (!('url' in settings)) return describeFileOpenFailure(error, settings.file);
  const { describePostgresOpenFailure } = await import('../postgres/unusable-database.js');
  return describePostgresOpenFailure(error, settings.url);
}
