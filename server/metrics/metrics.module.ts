import { Global, Module } from '@nestjs/common';
import { DashboardCoreModule } from '../dashboard/dashboard-core.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { MetricCatalogModule } from './metric-catalog.module.js';
import { InferredIntervalWriter } from './inferred-interval-writer.js';
import { MetricsController } from './metrics.controller.js';
import { PushController } from './push.controller.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { MetricReader } from './metric-reader.js';
import { MetricsService } from './metrics.service.js';
import { MetricWriter } from './metric-writer.js';
import { MetricsSource } from './metrics.source.js';
import { HistoryMaintenance } from './history-maintenance.js';
import { SeriesMaintenance } from './series-maintenance.js';
import { MetricTransfer } from './metric-transfer.js';

/** Writes, stores and reads metrics, and provides the source `metrics`. */
@Global()
@Module({
  imports: [
    DatabaseModule,
    TransferModule,
    MetricCatalogModule,
    DashboardCoreModule.forFeature({ imports: [DatabaseModule, MetricCatalogModule], sources: [MetricsSource] }),
  ],
  controllers: [PushController, MetricsController],
  providers: [
    InferredIntervalWriter,
    MetricReader,
    MetricTransfer,
    MetricsService,
    MetricWriter,
    HistoryMaintenance,
    SeriesMaintenance,
  ],
  exports: [MetricCatalogModule, MetricReader, MetricsService, MetricWriter],
})
export class MetricsModule {}
