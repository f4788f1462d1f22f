import { Module } from '@nestjs/common';
import { BoardsModule } from '../boards/boards.module.js';
import { IngestModule } from '../ingest/ingest.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { RecordsModule } from '../records/records.module.js';
import { TransferController } from './transfer.controller.js';
import { Transfers } from './transfers.js';

/** Exporting and importing everything. */
@Module({
  imports: [BoardsModule, IngestModule, MetricsModule, RecordsModule],
  controllers: [TransferController],
  providers: [Transfers],
})
export class TransferModule {}
