import { Module } from '@nestjs/common';
import { Clock } from '../common/time/clock.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { READ_INFERRED_INTERVALS, READ_METRICS } from './metric-jobs.js';
import { MetricCatalog } from './metric-catalog.js';

/** The catalog of all metrics, loaded at start. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: MetricCatalog,
      inject: [Database, Clock],
      async useFactory(database: Database, clock: Clock): Promise<MetricCatalog> {
        const catalog = new MetricCatalog();
        catalog.inferredIntervals.restore(await database.read(READ_INFERRED_INTERVALS, undefined), clock.now());
        catalog.update(await database.read(READ_METRICS, undefined));
        return catalog;
      },
    },
  ],
  exports: [MetricCatalog],
})
export class MetricCatalogModule {}
