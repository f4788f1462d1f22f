import { SqliteConnection } from '../sqlite/sqlite-connection.js';
import { describeOpeningFailure, prepareFile } from '../sqlite/prepare-file.js';
import { createPrivate, makePrivate } from '../sqlite/private-files.js';
import type { ThreadSettings } from './thread-protocol.js';
import type { StoreConnection } from './store-connection.js';

/** A thread's connection; the writer's brings the database to this version's schema. */
export async function openConnection(settings: ThreadSettings): Promise<StoreConnection> {
  const isWriter = settings.role === 'writer';
  if ('url' in settings) {
    // Loaded only where it is used, as is the driver.
    const [{ PostgresConnection }, { prepareStore }] = await Promise.all([
      import('../postgres/postgres-connection.js'),
      import('../postgres/prepare-store.js'),
    ]);
    const connection = new PostgresConnection(settings.url, settings.role);
    if (isWriter) prepareStore(connection);
    return connection;
  }
  if (isWriter) {
    createPrivate(settings.file);
    makePrivate(settings.file);
  }
  const connection = new SqliteConnection(settings.file, !isWriter);
  if (isWriter) await prepareFile(connection.database, settings);
  return connection;
}

/** Why it cannot be opened, in words for whoever starts the server. */
export async function describeFailureToOpen(error: unknown, settings: ThreadSettings): Promise<string> {
  if (!('url' in settings)) return describeOpeningFailure(error, settings.file);
  const { describePostgresFailure } = await import('../postgres/unusable-store.js');
  return describePostgresFailure(error, settings.url);
}
