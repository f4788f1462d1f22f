import { Module } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { READ_CADENCES, READ_METRICS } from './jobs.js';
import { MetricCatalogue } from './metric-catalogue.js';

/** What metrics there are, read once at start. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: MetricCatalogue,
      inject: [Database, Clock],
      async useFactory(database: Database, clock: Clock): Promise<MetricCatalogue> {
        const catalogue = new MetricCatalogue();
        catalogue.cadences.restore(await database.read(READ_CADENCES, undefined), clock.now());
        catalogue.update(await database.read(READ_METRICS, undefined));
        return catalogue;
      },
    },
  ],
  exports: [MetricCatalogue],
})
export class CatalogueModule {}
