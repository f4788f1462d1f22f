import { Module } from '@nestjs/common';
import { DashboardModule } from '../dashboard/dashboard.module.js';
import { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { READ_METRICS } from './jobs.js';
import { MetricCatalogue } from './metric-catalogue.js';
import { MetricReader } from './metric-reader.js';
import { MetricWriter } from './metric-writer.js';
import { MetricsSource } from './metrics.source.js';
import { Retention } from './retention.js';

/** Stored metrics: writing, reading, keeping, and the source that shows them. */
@Module({
  imports: [DatabaseModule, DashboardModule.forFeature({ imports: [DatabaseModule], sources: [MetricsSource] })],
  providers: [
    {
      provide: MetricCatalogue,
      inject: [Database],
      async useFactory(database: Database): Promise<MetricCatalogue> {
        const catalogue = new MetricCatalogue();
        catalogue.update(await database.read(READ_METRICS, undefined));
        return catalogue;
      },
    },
    MetricReader,
    MetricWriter,
    Retention,
  ],
  exports: [MetricCatalogue, MetricReader, MetricWriter],
})
export class MetricsModule {}
