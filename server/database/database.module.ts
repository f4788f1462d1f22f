import { Logger, Module } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Telemetry } from '../common/telemetry.js';
import { Settings } from '../config/settings.js';
import { ScheduledBackups } from './backups/scheduled-backups.js';
import { Database } from './database.js';
import { DatabaseHealth } from './database-health.js';
import { RetentionClock } from './retention-clock.js';

/** The databases of servers, also while they are being opened. */
const databases = new WeakMap<Settings, Promise<Database>>();

/** Closes the database of a server that could not be created, so that another one can be created with the same settings. */
export async function closeDatabaseOf(settings: Settings): Promise<void> {
  const database = await databases.get(settings)?.catch(() => undefined);
  await database?.close();
}

/** Provides the database. It is open and migrated before any provider that depends on it is created. */
@Module({
  providers: [
    {
      provide: Database,
      inject: [Settings, Telemetry],
      async useFactory(settings: Settings, telemetry: Telemetry): Promise<Database> {
        const { dataDir, databaseUrl, queryTimeoutMs } = settings;
        const opening = Database.open({ dataDir, databaseUrl, queryTimeoutMs });
        databases.set(settings, opening);
        const database = await opening;
        if (database.isNewFile) new Logger('Database').log(`A new database was created in ${dataDir}.`);
        if (database.upgradeCopy !== undefined)
          new Logger('Database').log(`The database was upgraded. It was copied to ${database.upgradeCopy} before.`);
        telemetry.gauge('write_queue_jobs', 'Writes that wait for their commit', () => database.queuedWrites);
        return database;
      },
    },
    RetentionClock,
    { provide: DatabaseHealth, inject: [Database], useFactory: (database: Database) => database.health },
    {
      provide: ScheduledBackups,
      inject: [Clock, Settings, DatabaseHealth],
      useFactory: (clock: Clock, settings: Settings, health: DatabaseHealth) =>
        new ScheduledBackups(clock, settings, health),
    },
  ],
  exports: [Database, DatabaseHealth, RetentionClock],
})
export class DatabaseModule {}
