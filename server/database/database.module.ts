import { Logger, Module } from '@nestjs/common';
import { Telemetry } from '../common/telemetry.js';
import { Settings } from '../config/settings.js';
import { Database } from './database.js';
import { DatabaseHealth } from './database-health.js';
import { RetentionClock } from './retention-clock.js';

/** Provides the database. It is open and migrated before any provider that depends on it is created. */
@Module({
  providers: [
    {
      provide: Database,
      inject: [Settings, Telemetry],
      async useFactory({ dataDir, databaseUrl, queryTimeoutMs }: Settings, telemetry: Telemetry): Promise<Database> {
        const database = await Database.open({ dataDir, databaseUrl, queryTimeoutMs });
        if (database.isNewFile) new Logger('Database').log(`A new database was created in ${dataDir}.`);
        telemetry.gauge('write_queue_jobs', 'Writes that wait for their commit', () => database.queuedWrites);
        return database;
      },
    },
    RetentionClock,
    { provide: DatabaseHealth, inject: [Database], useFactory: (database: Database) => database.health },
  ],
  exports: [Database, DatabaseHealth, RetentionClock],
})
export class DatabaseModule {}
